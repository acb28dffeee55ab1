import type { SessionView } from "./contract";
import type { Clock } from "./ports";

/** Tells listeners that there is something new: own work at once, what others do (it may come by the hundred) once per frame. */
export class ChangeNotifier {
  private readonly listeners = new Set<() => void>();
  private cancel: (() => void) | null = null;
  private remote: SessionView["remoteChange"] = { count: 0, touched: [] };
  /** Whether listeners have been told of `remote` as it is. */
  private told = true;
  private stopped = false;

  constructor(private readonly clock: Pick<Clock, "frame">) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get remoteChange(): SessionView["remoteChange"] {
    return this.remote;
  }

  /** Somebody else touched these fields. What comes before the listeners are next told is told together. */
  touch(fields: readonly string[]): void {
    const { count, touched } = this.remote;
    this.remote = { count: count + 1, touched: this.told ? fields : [...new Set([...touched, ...fields])] };
    this.told = false;
  }

  notifySoon(): void {
    if (!this.stopped) this.cancel ??= this.clock.frame(() => this.notifyNow());
  }

  notifyNow(): void {
    this.cancel?.();
    this.cancel = null;
    this.told = true;
    for (const listener of this.listeners) listener();
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.listeners.clear();
  }
}
