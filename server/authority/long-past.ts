import type { CommitId, DocId } from "../../shared/ids";
import type { Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import { LogCourse } from "../../shared/log/log-course";
import type { Older } from "../../shared/log/log-course";
import { Slices } from "../lane";
import type { Store } from "../store/Store";
import { batchesAfter, commitsBetween } from "./log-reader";

/** What somebody's work that comes back after a long time missed. */
export interface Missed {
  readonly older: Older;
  /** The work's own commit, when the log has it already. */
  readonly known: Commit | null;
}

/**
 * What a document's log did before its recent commits, for work that was made on a version of long ago. It is read from the log when the
 * first such work comes, in slices, and kept: what comes after costs nothing more than what it is carried over.
 */
export class LongPast {
  #course: LogCourse | null = null;
  #reading: Promise<unknown> = Promise.resolve();
  #usedAt = 0;

  constructor(
    private readonly store: Pick<Store, "readBatches" | "readSnapshot">,
    private readonly doc: DocId,
    /** Milliseconds. */
    private readonly now: () => number,
  ) {}

  /** What happened after `base`, at least up to version `upTo`, and whether a commit of this id is in it. Rejects with StoreAway. */
  missed(base: number, upTo: number, id: CommitId): Promise<Missed> {
    const read = this.#reading.then(() => this.#missed(base, upTo, id));
    this.#reading = read.catch(() => undefined);
    return read;
  }

  async #missed(base: number, upTo: number, id: CommitId): Promise<Missed> {
    this.#usedAt = this.now();
    if (!this.#course || base < this.#course.after) this.#course = new LogCourse(beginFor(base, upTo));
    await this.#extend(this.#course, upTo);
    return { older: this.#course.since(base), known: await this.#find(this.#course, id, base) };
  }

  async #extend(course: LogCourse, upTo: number): Promise<void> {
    if (course.upTo >= upTo) return;
    const slices = new Slices();
    for await (const { commits } of batchesAfter(this.store, this.doc, course.upTo as Version)) {
      for (const commit of commits) {
        if (commit.version <= course.upTo) continue;
        course.append(commit);
        if (slices.due) await slices.letOthersIn();
      }
      if (course.upTo >= upTo) return;
    }
    throw new Error(`the log ends before version ${upTo}`);
  }

  async #find(course: LogCourse, id: CommitId, base: number): Promise<Commit | null> {
    for (const version of course.versionsLike(id, base)) {
      const [commit] = await commitsBetween(this.store, this.doc, (version - 1) as Version, version, 1);
      if (commit?.id === id) return commit;
    }
    return null;
  }

  /** Lets go of it when it was last asked for before then. */
  tidy(before: number): void {
    if (this.#usedAt < before) this.#course = null;
  }
}

/** Further back than asked, so that people who left one after another do not have it read again for each: twice as far at most. */
function beginFor(base: number, upTo: number): number {
  const span = 2 ** Math.ceil(Math.log2(Math.max(1, upTo - base)));
  return Math.max(0, upTo - span);
}
