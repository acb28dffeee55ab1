import type { DocId } from "../../shared/ids";
import { AT_WORK } from "./socket-types";
import type { LiveServer } from "./socket-types";

/** Changes of the same kind within this are told of once, in milliseconds. */
const QUIET_MS = 300;

interface Change {
  readonly kind: "cases" | "people" | "rows";
  readonly doc?: DocId;
  /** Also to those who have a document open and do not look at the library. */
  readonly toAll: boolean;
}
type LibraryChange = { kind: "cases" | "people" } | { kind: "rows"; doc?: DocId };

/** Tells the pages that something in the library has changed; each reads what it shows again. */
export class LibraryNotifier {
  readonly #waiting = new Map<string, Change>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly io: LiveServer) {}

  /** Rows change with every keystroke: those who are at work on a text are not told of them. */
  notify(what: LibraryChange): void {
    this.#note({ ...what, toAll: what.kind !== "rows" });
  }

  /** Pages that have one of these documents open hear of it too: their next request is refused. */
  removed(docs: readonly DocId[]): void {
    for (const doc of docs) this.#note({ kind: "rows", doc, toAll: true });
  }

  /** The same of those that went into the bin. */
  binned(docs: readonly DocId[]): void {
    this.removed(docs);
  }

  #note(what: Change): void {
    const key = `${what.kind}:${what.doc ?? ""}`;
    const toAll = what.toAll || this.#waiting.get(key)?.toAll === true;
    this.#waiting.set(key, { ...what, toAll });
    this.#timer ??= setTimeout(() => this.#tell(), QUIET_MS);
  }

  #tell(): void {
    this.#timer = null;
    for (const { toAll, ...what } of this.#waiting.values()) (toAll ? this.io : this.io.except(AT_WORK)).emit("library", what);
    this.#waiting.clear();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
