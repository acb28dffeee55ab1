import type { HistoryLine, HistoryView } from "../../../shared/protocol/rest";
import type { Failure } from "../../app/failure";

/** What one reading of the history asks for: lines that begin before a version, those that a commit after one began or went on with, or both. */
export interface Stretch {
  readonly before?: number;
  readonly after?: number;
}

export interface Pages {
  /** Newest first. */
  readonly lines: readonly HistoryLine[];
  readonly failure: Failure | null;
  /** Where the next older page begins; null at the beginning of the log. */
  readonly next: number | null;
  readonly loading: boolean;
}

type Outcome = { readonly ok: true; readonly value: HistoryView } | { readonly ok: false; readonly failure: Failure };

export interface ReaderDeps {
  readonly read: (stretch: Stretch) => Promise<Outcome>;
  /** Calls once after so many milliseconds; returns how to give that up. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** New commits are asked for together, this often at most. */
const PAUSE_MS = 500;
/** Pages of new commits that are added at most; when there are more, the list begins anew with them. */
const MOST_NEW = 10;

const nothing: Pages = { lines: [], failure: null, next: null, loading: true };

/** The lines with the new ones in front, and in the place of those that were gone on with. One that began before what is loaded comes with its page. */
function mergedLines(found: readonly HistoryLine[], loaded: readonly HistoryLine[]): HistoryLine[] {
  const told = new Map(found.map((line) => [line.first, line]));
  const kept = loaded.map((line) => told.get(line.first) ?? line);
  const known = new Set(loaded.map(({ first }) => first));
  const newest = loaded[0]?.first ?? 0;
  return [...found.filter(({ first }) => !known.has(first) && first > newest), ...kept];
}

/** Reads a log from its newest commit back, page by page, and adds what is new in front without reading the rest again. */
export class HistoryReader {
  private state = nothing;
  /** The newest version that was looked at, null before the first page. */
  private head: number | null = null;
  private wanted = 0;
  private busy = false;
  private stopped = true;
  private cancel: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly deps: ReaderDeps) {}

  readonly pages = (): Pages => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    this.stopped = false;
    if (this.head === null) void this.run(() => this.readBack(undefined));
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.cancel = null;
  }

  readonly older = (): void => {
    const { next } = this.state;
    if (next !== null || this.head === null) void this.run(() => this.readBack(next ?? undefined));
  };

  /** The log is known to have this version. */
  reach(version: number): void {
    this.wanted = Math.max(this.wanted, version);
    this.soon();
  }

  private soon(): void {
    if (this.stopped || this.busy || this.head === null || this.wanted <= this.head) return;
    this.cancel ??= this.deps.after(PAUSE_MS, () => {
      this.cancel = null;
      void this.run(() => this.readNew());
    });
  }

  private async run(work: () => Promise<void>): Promise<void> {
    if (this.busy || this.stopped) return;
    this.busy = true;
    await work();
    this.busy = false;
    this.soon();
  }

  /** On until something is found, which in a filtered history may take many pages, or there is nothing more. */
  private async readBack(from: number | undefined): Promise<void> {
    let before = from;
    const found: HistoryLine[] = [];
    this.show({ loading: true, failure: null });
    while (!this.stopped) {
      const outcome = await this.deps.read(before === undefined ? {} : { before });
      if (!outcome.ok) return this.show({ loading: false, failure: outcome.failure });
      const { lines, next, head } = outcome.value;
      this.head ??= head;
      found.push(...lines);
      if (next !== null && found.length === 0) before = next;
      else return this.show({ lines: [...this.state.lines, ...found], next, loading: false });
    }
  }

  private async readNew(): Promise<void> {
    const after = this.head ?? 0;
    const found: HistoryLine[] = [];
    let newest = after;
    let before: number | null = null;
    for (let page = 0; page < MOST_NEW && !this.stopped; page++) {
      const outcome: Outcome = await this.deps.read(before === null ? { after } : { after, before });
      // What is new is asked for again with the next commit; what is there stays.
      if (!outcome.ok) return this.forget(after);
      newest = Math.max(newest, outcome.value.head);
      found.push(...outcome.value.lines);
      before = outcome.value.next;
      if (before === null) break;
    }
    this.head = newest;
    if (before !== null) this.show({ lines: found, next: before });
    else if (found.length > 0) this.show({ lines: mergedLines(found, this.state.lines) });
  }

  private forget(version: number): void {
    this.wanted = version;
  }

  private show(change: Partial<Pages>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
