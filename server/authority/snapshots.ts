import type { DocId } from "../../shared/ids";
import { writingState } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { Slices } from "../lane";
import type { Logger } from "./logger";
import type { Store } from "../store/Store";

/** A document that is opened folds at most about this many commits, or characters of them. */
export const EVERY_COMMITS = 500;
const EVERY_CHARS = 4_000_000;
/** However busy a document is, making snapshots of it takes at most one part in so many of the time. */
const SHARE = 100;
/** Fewer commits than this are not worth one when the document is put away. */
const WORTH_COMMITS = 50;

/** Keeps one document quick to open. Snapshots are a cache: one that fails is left for the next time. */
export class Snapshots {
  #commits: number;
  #chars = 0;
  #takenAt = Number.NEGATIVE_INFINITY;
  #writing: Promise<void> | null = null;
  #stopped = false;
  /** What the last one took of everybody's time, in milliseconds. */
  #cost = 0;

  /** `commits`: how many were folded on top of the snapshot that the document was opened from. */
  constructor(
    private readonly store: Pick<Store, "writeSnapshot">,
    private readonly logger: Logger,
    private readonly doc: DocId,
    commits: number,
  ) {
    this.#commits = commits;
  }

  /** The head has moved by so many commits; takes a snapshot beside everything else when it is time. */
  moved(state: DocState, seq: number, commits: number, chars: number): void {
    this.#commits += commits;
    this.#chars += chars;
    this.consider(state, seq);
  }

  consider(state: DocState, seq: number): void {
    if (this.#commits < EVERY_COMMITS && this.#chars < EVERY_CHARS) return;
    if (performance.now() - this.#takenAt < SHARE * this.#cost) return;
    this.#take(state, seq);
  }

  /** The document is put away: resolves when nothing more is written. */
  async finish(state: DocState, seq: number): Promise<void> {
    await this.#writing;
    if (this.#commits >= WORTH_COMMITS) this.#take(state, seq);
    await this.#writing;
  }

  /** The document is gone. Resolves when nothing is being written, and nothing more will be. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  #take(state: DocState, seq: number): void {
    if (this.#writing || this.#stopped) return;
    this.#commits = 0;
    this.#chars = 0;
    this.#takenAt = performance.now();
    this.#writing = new Promise(setImmediate)
      .then(async () => {
        const slices = new Slices();
        const json = await slices.run(writingState(state));
        // The store writes it as JSON, which takes about as long again.
        this.#cost = 2 * slices.spent;
        await this.store.writeSnapshot({ doc: this.doc, version: state.version, seq, state: json });
      })
      .catch((error: unknown) => this.logger.warn({ doc: this.doc, error }, "no snapshot"))
      .finally(() => {
        this.#writing = null;
      });
  }
}
