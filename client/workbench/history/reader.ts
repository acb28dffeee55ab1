import type { HistoryLine, HistoryView } from "../../../shared/protocol/rest";
import type { HistoryTold } from "../../../shared/protocol/socket";
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
  /** Whether a line that was told of is one of those that `read` gives. */
  readonly wants: (line: HistoryLine) => boolean;
}

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
  /** Something came that could not be put in its place: it is read. */
  private missing = false;
  private busy = false;
  private stopped = true;
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
  }

  readonly older = (): void => {
    const { next } = this.state;
    if (next !== null || this.head === null) void this.run(() => this.readBack(next ?? undefined));
  };

  /** What the server says is new; null: something may be. */
  told(news: Pick<HistoryTold, "after" | "head" | "lines"> | null): void {
    if (this.stopped) return;
    const { head } = this;
    if (news === null || head === null || this.busy || news.after > head) {
      this.missing = true;
      void this.run(async () => undefined);
      return;
    }
    if (news.head <= head) return;
    this.head = news.head;
    const found = news.lines.filter(this.deps.wants).toSorted((one, other) => other.first - one.first);
    if (found.length > 0) this.show({ lines: mergedLines(found, this.state.lines) });
  }

  private async run(work: () => Promise<void>): Promise<void> {
    if (this.busy || this.stopped) return;
    this.busy = true;
    await work();
    while (this.missing && this.head !== null && !this.stopped) {
      this.missing = false;
      await this.readNew();
    }
    this.busy = false;
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
      // What is new is asked for with what is told next; what is there stays.
      if (!outcome.ok) return undefined;
      newest = Math.max(newest, outcome.value.head);
      found.push(...outcome.value.lines);
      before = outcome.value.next;
      if (before === null) break;
    }
    this.head = newest;
    if (before !== null) this.show({ lines: found, next: before });
    else if (found.length > 0) this.show({ lines: mergedLines(found, this.state.lines) });
    return undefined;
  }

  private show(change: Partial<Pages>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
