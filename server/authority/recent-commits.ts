import type { CommitId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import type { Carried } from "../../shared/log/price";

/** How many commits, and how many characters of them as JSON, a document keeps at hand. */
const MAX_COMMITS = 4000;
const MAX_CHARS = 8_000_000;

/**
 * The newest commits of one document, without a gap up to its head: what a rebase runs over, what a page that was away for a moment
 * misses, and by whose ids a retry is recognised. What is older is read from the store.
 */
export class RecentCommits {
  #commits: Commit[] = [];
  #sizes: number[] = [];
  #chars = 0;
  readonly #byId = new Map<CommitId, Commit>();
  #from: number;
  /** How many ops came up to and with each commit, counted from some past one. */
  #upTo: number[] = [];
  #before = 0;

  /** `head`: the version that the first commit to come follows. */
  constructor(head: Version) {
    this.#from = head;
  }

  /** Every commit after this version is here. */
  get from(): number {
    return this.#from;
  }

  /** What they have as JSON, about. */
  get chars(): number {
    return this.#chars;
  }

  /** Lets go of the older ones until they have no more than so many characters; the last stays. */
  keep(chars: number): void {
    if (this.#chars > chars) this.#trim(chars);
  }

  /** `chars`: its length as JSON, at least roughly. */
  push(commit: Commit, chars: number): void {
    this.#commits.push(commit);
    this.#sizes.push(chars);
    this.#upTo.push((this.#upTo.at(-1) ?? this.#before) + commit.ops.length);
    this.#chars += chars;
    this.#byId.set(commit.id, commit);
    // In larger pieces, so that a document that is written in does not pay for it with every commit.
    if (this.#commits.length > MAX_COMMITS * 1.25 || this.#chars > MAX_CHARS * 1.25) this.#trim(MAX_CHARS);
  }

  #trim(chars: number): void {
    let gone = 0;
    while (this.#commits.length - gone > MAX_COMMITS || (this.#chars > chars && gone < this.#commits.length - 1)) {
      this.#chars -= this.#sizes[gone] ?? 0;
      const id = this.#commits[gone]?.id;
      if (id !== undefined) this.#byId.delete(id);
      gone += 1;
    }
    this.#before = this.#upTo[gone - 1] ?? this.#before;
    this.#upTo = this.#upTo.slice(gone);
    this.#commits = this.#commits.slice(gone);
    this.#sizes = this.#sizes.slice(gone);
    this.#from += gone;
  }

  find(id: CommitId): Commit | undefined {
    return this.#byId.get(id);
  }

  /** How many ops the commits after a version hold; of those that are no longer here (`far`), one each. */
  opsAfter(version: number): Carried {
    const start = version - this.#from;
    const before = start > 0 ? (this.#upTo[start - 1] ?? 0) : this.#before;
    return { near: Math.max(0, (this.#upTo.at(-1) ?? this.#before) - before), far: Math.max(0, -start) };
  }

  /** The commits after a version in order, at most `limit`; null when some of them are no longer here. */
  after(version: number, limit = Number.POSITIVE_INFINITY): Commit[] | null {
    if (version < this.#from) return null;
    const start = version - this.#from;
    return this.#commits.slice(start, start + limit);
  }
}
