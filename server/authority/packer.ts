import type { DocId } from "../../shared/ids";
import type { Logger } from "./logger";
import { StoreAway } from "../store/errors";
import type { Store } from "../store/Store";

/** The newest commits of a log stay as they were appended: who was away for a while reads these, and whoever opens the database. */
export const KEEP_COMMITS = 1000;
/** So many more are worth a pack. */
const STRETCH = 1000;
/** Between two packs, in milliseconds: each is some 50 of work, in slices, so that this is a small share of the time. */
const PAUSE_MS = 500;
const AGAIN_MS = 60_000;

/**
 * Packs old stretches of logs beside everything else, one document at a time. Where it is cut short, the next start goes on: what is packed is known from
 * the store alone.
 */
export class Packer {
  /** Documents that may have something to pack, by the version from which on that is so. */
  readonly #from = new Map<DocId, number>();
  readonly #waiting = new Set<DocId>();
  #working: Promise<void> | null = null;
  #at: DocId | null = null;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly store: Pick<Store, "packLog">,
    private readonly logger: Logger,
  ) {}

  /** The document's log has come to this version. Costs nothing until there is something to pack. */
  reached(doc: DocId, version: number): void {
    if (version < (this.#from.get(doc) ?? KEEP_COMMITS + STRETCH)) return;
    this.#from.set(doc, version + STRETCH);
    this.#waiting.add(doc);
    this.#soon(PAUSE_MS);
  }

  #soon(ms: number): void {
    if (this.#stopped || this.#timer || this.#working || this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#working = this.#pack().finally(() => {
        this.#working = null;
      });
      void this.#working.then(() => this.#soon(PAUSE_MS));
    }, ms);
    this.#timer.unref();
  }

  /** One stretch of one document; the others have their turn before its next one. */
  async #pack(): Promise<void> {
    const [doc] = this.#waiting;
    if (doc === undefined) return;
    this.#at = doc;
    this.#waiting.delete(doc);
    try {
      if ((await this.store.packLog(doc, KEEP_COMMITS)) > 0) this.#waiting.add(doc);
    } catch (error) {
      this.logger.warn({ doc, error }, "a log could not be packed");
      // Tried again when the store is back, or when the log has grown.
      if (error instanceof StoreAway) setTimeout(() => this.#again(doc), AGAIN_MS).unref();
    } finally {
      this.#at = null;
    }
  }

  #again(doc: DocId): void {
    this.#waiting.add(doc);
    this.#soon(PAUSE_MS);
  }

  /** Resolves when nothing is being packed of these, and nothing will be until they are heard of again. */
  async leave(docs: readonly DocId[]): Promise<void> {
    for (const doc of docs) {
      this.#waiting.delete(doc);
      this.#from.delete(doc);
    }
    if (this.#at !== null && docs.includes(this.#at)) await this.#working;
    for (const doc of docs) this.#waiting.delete(doc);
  }

  /** Resolves when nothing is being packed any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#working;
  }
}
