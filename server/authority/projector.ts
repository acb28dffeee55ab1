import type { UserId } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import type { Logger } from "./logger";
import { projectionOf } from "../projections/projection";
import type { DocumentRecord, Store } from "../store/Store";
import type { DocumentRow, Projection } from "../store/rows";
import type { BatchOrigin } from "./room";

/** The readable records follow the log within this, in milliseconds; changes in between are written once. */
const AFTER_MS = 250;
/** Another process's commits are that process's to project; after this long, ours too. */
const AFTER_OTHERS_MS = 5000;
const AGAIN_MS = 1000;
/** Claims that are written together: a few milliseconds' work. */
const PART = 100;

interface Pending {
  readonly state: DocState;
  readonly at: number;
  readonly by: UserId | null;
}

/** Keeps the readable records of one document in step with its log. They can be rebuilt at any time, so a failure is only tried again. */
export class Projector {
  #pending: Pending | null = null;
  #timer: NodeJS.Timeout | null = null;
  #due = Number.POSITIVE_INFINITY;
  #writing: Promise<void> | null = null;
  #stopped = false;

  /** `written`: the state that the records show; null writes all of them. */
  constructor(
    private readonly store: Pick<Store, "project">,
    private readonly logger: Logger,
    private readonly record: DocumentRecord,
    private written: DocState | null,
    private readonly projected: (row: DocumentRow) => void,
  ) {}

  moved(state: DocState, at: number, by: UserId | null, origin: BatchOrigin): void {
    this.#pending = { state, at, by };
    this.#schedule(origin === "own" ? AFTER_MS : AFTER_OTHERS_MS);
  }

  #schedule(ms: number): void {
    const due = performance.now() + ms;
    if (this.#stopped || this.#writing || this.#due <= due) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  /** Writes what is pending now. Resolves when nothing is being written; what failed stays pending. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#due = Number.POSITIVE_INFINITY;
    await this.#writing;
    const pending = this.#pending;
    if (!pending || this.#stopped || this.#writing) return;
    this.#pending = null;
    this.#writing = this.#write(pending);
    await this.#writing;
  }

  async #write(pending: Pending): Promise<void> {
    let again = AFTER_MS;
    try {
      const projection = projectionOf({ record: this.record, before: this.written, after: pending.state, at: pending.at, by: pending.by });
      for (const part of partsOf(projection)) {
        // Who writes meanwhile does not wait for hundreds of records.
        await new Promise(setImmediate);
        await this.store.project(part);
      }
      this.written = pending.state;
      if (projection.row) this.projected(projection.row);
    } catch (error) {
      this.logger.warn({ doc: this.record.id, error }, "readable records could not be written");
      this.#pending ??= pending;
      again = AGAIN_MS;
    } finally {
      this.#writing = null;
    }
    if (this.#pending) this.#schedule(again);
  }

  /** Nothing more is written. Resolves when nothing is being written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#writing;
  }
}

/** A rebuild takes everything's place at once; what has changed since the last time may come bit by bit, as each record has its own version. */
function* partsOf(projection: Projection): Generator<Projection> {
  const { changes, whole } = projection;
  const claims = changes.claims?.put ?? [];
  const last = whole ? 0 : Math.floor(Math.max(0, claims.length - 1) / PART) * PART;
  for (let from = 0; from < last; from += PART) {
    yield { ...projection, row: null, changes: { claims: { put: claims.slice(from, from + PART), gone: [] } } };
  }
  yield last === 0 ? projection : { ...projection, changes: { ...changes, claims: { put: claims.slice(last), gone: [] } } };
}
