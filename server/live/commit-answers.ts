import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import { commitFor } from "../../shared/log/kept";
import { encodeCommits } from "../../shared/protocol/codec";
import type { CommitsSent, CompactCommit } from "../../shared/protocol/socket";
import { ok } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { Authority } from "../authority/authority";
import { writing } from "../json-pieces";
import { Slices } from "../lane";
import { gzipped } from "./gzip";

// A stretch of a log, as it is answered. Those of long commits cost some ten milliseconds each to read, write and pack, and are the same for everybody who
// asks for what follows the same version, for ever: they are made once and kept for a while.

/** Commits that one answer holds at most; what is missing beyond them is read on, or comes as a state. */
const MAX_COMMITS = 500;
/** An answer's length as JSON, beyond which the rest is read on. */
const MAX_ANSWER = 1024 * 1024;
/** Beyond this it is gzipped. */
const MAX_PLAIN = 64 * 1024;
const FIRST_PIECE = 8;
/** What is kept of answers that were made, in bytes as they are sent. */
const KEPT_BYTES = 16 * 1024 * 1024;

export interface CommitsAnswer {
  readonly commits: CommitsSent;
  readonly ids: readonly CommitId[];
  /** The log's newest version, as far as it is known. */
  readonly head: number;
  /** What it has cost to make, in bytes; of one that was there what is sent of it. */
  readonly bytes: number;
}

/** Commits as they go out, the JSON of each, and how long they are together. */
interface Found {
  readonly commits: CompactCommit[];
  readonly json: string[];
  readonly head: number;
  readonly bytes: number;
  /** Nothing that is appended will change it, and everybody is given the same. */
  readonly isLasting: boolean;
}

interface Kept extends CommitsAnswer {
  readonly commits: Uint8Array;
}

export class CommitAnswers {
  /** By document and version, the one that was asked for longest ago first. */
  readonly #kept = new Map<string, Kept>();
  readonly #making = new Map<string, Promise<Result<CommitsAnswer>>>();
  #bytes = 0;

  constructor(
    private readonly authority: Pick<Authority, "commitsAfter" | "headOf">,
    private readonly keptBytes = KEPT_BYTES,
  ) {}

  /** The commits after a version: at most 500, and no more once they are long. */
  async after(doc: DocId, after: Version, reader: UserId): Promise<Result<CommitsAnswer>> {
    const key = `${doc} ${after}`;
    // Whoever asks for what is being made waits for it, and looks again: it may hold what is only its reader's.
    const before = this.#making.get(key);
    if (before) await before.catch(() => undefined);
    const kept = this.#kept.get(key);
    if (kept) return ok(this.#again(key, kept, doc));
    const making = this.#make(key, doc, after, reader);
    this.#making.set(key, making);
    try {
      return await making;
    } finally {
      if (this.#making.get(key) === making) this.#making.delete(key);
    }
  }

  #again(key: string, kept: Kept, doc: DocId): CommitsAnswer {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return { ...kept, head: Math.max(kept.head, this.authority.headOf(doc)?.version ?? 0), bytes: kept.commits.length };
  }

  async #make(key: string, doc: DocId, after: Version, reader: UserId): Promise<Result<CommitsAnswer>> {
    const found = await findCommits(this.authority, doc, after, reader);
    if (!found.ok) return found;
    const { commits, json, head, bytes, isLasting } = found.value;
    const ids = commits.map(([names]) => String(names).split(".", 1)[0] as CommitId);
    if (bytes <= MAX_PLAIN) return ok({ commits, ids, head, bytes });
    // As bytes: those who do not take it hold less of the server's memory, and Socket.IO neither walks through it nor writes it again.
    const packed = await gzipped(`[${json.join(",")}]`);
    const answer = { commits: packed, ids, head, bytes };
    if (isLasting) this.#keep(key, answer);
    return ok(answer);
  }

  #keep(key: string, answer: Kept): void {
    if (this.#kept.has(key)) return;
    this.#kept.set(key, answer);
    this.#bytes += answer.commits.length;
    for (const [oldest, { commits }] of this.#kept) {
      if (this.#bytes <= this.keptBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= commits.length;
    }
  }
}

/** Read in growing pieces, so that a few long ones do not bring many with them, and written in pieces: a single one may have megabytes. */
async function findCommits(authority: Pick<Authority, "commitsAfter">, doc: DocId, after: Version, reader: UserId): Promise<Result<Found>> {
  const commits: CompactCommit[] = [];
  const json: string[] = [];
  let bytes = 0;
  let isEverybodys = true;
  const slices = new Slices();
  for (let piece = FIRST_PIECE; ; piece *= 4) {
    const from = (after + commits.length) as Version;
    const found = await authority.commitsAfter(doc, from, Math.min(piece, MAX_COMMITS - commits.length));
    if (!found.ok) return found;
    const { head } = found.value;
    isEverybodys &&= found.value.commits.every(({ dropped, refused }) => !dropped && !refused);
    for (const commit of encodeCommits(found.value.commits.map((one) => commitFor(one, reader)))) {
      const written = await slices.run(writing(commit));
      if (bytes + written.length > MAX_ANSWER && commits.length > 0) return ok({ commits, json, head, bytes, isLasting: isEverybodys });
      bytes += written.length;
      commits.push(commit);
      json.push(written);
    }
    // Whoever else reads has their turn in between.
    if (slices.due) await slices.letOthersIn();
    const isFull = commits.length >= MAX_COMMITS;
    if (found.value.commits.length === 0 || isFull || after + commits.length >= head)
      return ok({ commits, json, head, bytes, isLasting: isFull && isEverybodys });
  }
}
