import type { UserId } from "../../shared/ids";
import type { DocState } from "../../shared/log/state";
import type { Logger } from "./logger";
import { inSlices } from "../lane";
import { partsOf } from "./projection-parts";
import { projectionNames, projectionOf } from "../projections/projection";
import type { ProjectionName } from "../projections/projection";
import type { DocumentRecord, Store } from "../store/Store";
import type { DocumentRow } from "../store/rows";
import type { BatchOrigin } from "./room";

/** The readable records follow the log within this, in milliseconds; changes in between are written once. */
const AFTER_MS = 250;
/** Another process's commits are that process's to project; after this long, ours too. */
const AFTER_OTHERS_MS = 5000;
const AGAIN_MS = 1000;

/** Which rows a projector writes, and how long it waits for more of one's own, in milliseconds. */
interface Following {
  readonly names: readonly ProjectionName[];
  readonly after: number;
}
/** What a document's line, its claims and sources show. */
export const ofRecords: Following = { names: projectionNames.filter((name) => name !== "sections"), after: AFTER_MS };
/** What its words are found by: a section is folded anew for each key that was pressed in it, so that keys are gathered. */
export const ofWords: Following = { names: ["sections"], after: 1500 };

interface Pending {
  readonly state: DocState;
  readonly at: number;
  readonly by: UserId | null;
}

interface ProjectorDeps extends Following {
  readonly store: Pick<Store, "project">;
  readonly logger: Logger;
  readonly record: DocumentRecord;
  readonly projected: (row: DocumentRow) => void;
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
    private readonly deps: ProjectorDeps,
    private written: DocState | null,
  ) {}

  moved(state: DocState, at: number, by: UserId | null, origin: BatchOrigin): void {
    this.#pending = { state, at, by };
    this.#schedule(origin === "own" ? this.deps.after : AFTER_OTHERS_MS + this.deps.after - AFTER_MS);
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
    let again = this.deps.after;
    try {
      const { state: after, at, by } = pending;
      const { record, names } = this.deps;
      const projection = await inSlices(projectionOf({ record, before: this.written, after, at, by }, names));
      for (const part of partsOf(projection)) {
        // Who writes meanwhile does not wait for hundreds of records.
        await new Promise(setImmediate);
        if (this.#stopped) return;
        await this.deps.store.project(part);
      }
      this.written = pending.state;
      if (projection.row) this.deps.projected(projection.row);
    } catch (error) {
      this.deps.logger.warn({ doc: this.deps.record.id, error }, "readable records could not be written");
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
