import type { DocId } from "../../shared/ids";
import type { LiveServer } from "./events";

/** Changes of the same kind within this are told of once, in milliseconds. */
const QUIET_MS = 300;

type Change = { kind: "cases" | "people" } | { kind: "rows"; doc?: DocId };

/** Tells every page that something in the library has changed; the page reads what it shows again. */
export class Bell {
  readonly #waiting = new Map<string, Change>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly io: LiveServer) {}

  ring(what: Change): void {
    this.#waiting.set(what.kind === "rows" ? `rows:${what.doc ?? ""}` : what.kind, what);
    this.#timer ??= setTimeout(() => this.#tell(), QUIET_MS);
  }

  /** Pages that have one of these documents open hear of it too: their next request is refused. */
  gone(docs: readonly DocId[]): void {
    for (const doc of docs) this.ring({ kind: "rows", doc });
  }

  #tell(): void {
    this.#timer = null;
    for (const what of this.#waiting.values()) this.io.emit("library", what);
    this.#waiting.clear();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
