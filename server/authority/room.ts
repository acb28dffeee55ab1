import type { DocId, UserId, Version } from "../../shared/ids";
import { jsonLength } from "../../shared/json-length";
import { applying } from "../../shared/log/apply";
import type { Commit } from "../../shared/log/commit";
import type { Sifted } from "../../shared/log/sift";
import type { DocState } from "../../shared/log/state";
import type { Refusal } from "../../shared/refusal";
import { refuse } from "../../shared/refusal";
import { Slices } from "../lane";
import type { Logger } from "./logger";
import { StoreAway, StoreFull, Unstorable } from "../store/errors";
import type { DocumentRecord, Store } from "../store/Store";
import type { StoreHealth } from "./health";
import { LongPast } from "./long-past";
import { BatchThrottle } from "./batch-throttle";
import { MAX_BATCH_CHARS, MAX_BATCH_COMMITS, planTurn } from "./plan-batch";
import type { Again, SubmitAnswer, Plan, Waiting } from "./plan-batch";
import { batchesAfter, commitsBetween } from "./log-reader";
import type { RecentCommits } from "./recent-commits";

/** `own`: appended here. `tail`: another process's, or one of ours whose fate was unknown, read from the log. */
export type BatchOrigin = "own" | "tail";

export interface RoomDeps {
  readonly store: Store;
  readonly health: StoreHealth;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called at once when the head has moved: tells everybody, and sees to snapshot and projection. */
  readonly moved: (room: Room, commits: readonly Commit[], chars: number, origin: BatchOrigin) => void;
}

/** What a room starts from. */
export interface Opening {
  readonly record: DocumentRecord;
  readonly state: DocState;
  readonly seq: number;
  readonly recent: RecentCommits;
}

/**
 * How often a batch is tried on a new head, or again after an answer that did not come. Two processes whose people write without a pause
 * lose one try in two to each other, and each lost try is a batch of the other's that has come through.
 */
const MAX_TRIES = 40;
const MAX_AWAY_TRIES = 2;
/** Submissions that may wait at once. */
const MAX_WAITING = 5000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Characters of commits that even a slim room keeps: some thousand keystrokes, which those who were away for a moment missed. */
const SLIM = 300_000;

/**
 * One document's authority in this process: the durable head, and a queue in front of it. One loop takes turns: it plans a batch on the
 * head, appends it by compare-and-swap and only then moves the head, tells everybody and answers. Nothing else moves the head.
 */
export class Room {
  readonly doc: DocId;
  readonly record: DocumentRecord;
  readonly recent: RecentCommits;
  #head: DocState;
  #seq: number;
  #queue: Waiting[] = [];
  #running: Promise<void> | null = null;
  /** The log may hold more than the head: it is read before the next append. */
  #stale = false;
  #caught: (() => void)[] = [];
  #closed: Refusal | null = null;
  #barred: Refusal | null = null;
  #fetching = 0;
  /** When it was last asked for anything, by the clock. */
  usedAt: number;
  readonly #throttle = new BatchThrottle();
  readonly #longPast: LongPast;

  constructor(
    private readonly deps: RoomDeps,
    { record, state, seq, recent }: Opening,
  ) {
    this.doc = record.id;
    this.record = record;
    this.recent = recent;
    this.#head = state;
    this.#seq = seq;
    this.usedAt = deps.now();
    this.#longPast = new LongPast(deps.store, record.id, deps.now);
  }

  /** The durable head. */
  get head(): DocState {
    return this.#head;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Takes nothing more, and says why; what is there can be read. */
  bar(refusal: Refusal): void {
    this.#barred = refusal;
  }

  /** Why it takes nothing, though it can be read; null when it does. */
  get barred(): Refusal | null {
    return this.#barred;
  }

  /** Answers when the commit is durable and has its place, or will never have one in this form. Never rejects. */
  submit(sifted: Sifted, author: UserId, again: Again | null = null): Promise<SubmitAnswer> {
    this.usedAt = this.deps.now();
    const no = this.#closed ?? this.#barred;
    if (no) return Promise.resolve({ ok: false, refusal: no });
    if (this.#queue.length >= MAX_WAITING) return Promise.resolve(refuse("busy"));
    return new Promise((answer) => {
      this.#queue.push({ sifted, author, again, answer, missed: null });
      this.#run();
    });
  }

  /** Reads what others have appended. Resolves when the head is no older than the log was when this was called, or the store is away. */
  catchUp(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#stale = true;
    return new Promise((caught) => {
      this.#caught.push(caught);
      this.#run();
    });
  }

  /** The fate of something written is not known any more: the log is read before anything else happens here. */
  doubt(): void {
    this.#stale = true;
  }

  /** Takes nothing more, finishes what waits (`refusal` null) or refuses it. Resolves when no write is under way. */
  async close(refusal: Refusal | null): Promise<void> {
    this.#closed = refusal ?? { code: "stopping" };
    if (refusal) for (const one of this.#queue.splice(0)) one.answer({ ok: false, refusal });
    await this.#running;
  }

  #run(): void {
    this.#running ??= this.#turns().finally(() => {
      this.#running = null;
      if (this.#queue.length > 0 || this.#caught.length > 0) this.#run();
    });
  }

  async #turns(): Promise<void> {
    // Whatever arrives in the same turn of the event loop shares the batch.
    await soon();
    while (this.#queue.length > 0 || this.#caught.length > 0) {
      const wait = this.#throttle.wait(performance.now());
      if (wait >= 1) await sleep(wait);
      this.#throttle.begin(performance.now());
      const caught = this.#caught.splice(0);
      await this.#settle(this.#take());
      for (const done of caught) done();
    }
  }

  #take(): Waiting[] {
    let count = 0;
    let chars = 0;
    for (const one of this.#queue) {
      chars += one.sifted.chars;
      if (count > 0 && (chars > MAX_BATCH_CHARS || count >= MAX_BATCH_COMMITS)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** Answers every one of the batch. Never rejects. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#tryUntilSettled(await stillAsked(batch));
    } catch (error) {
      this.deps.logger.error({ doc: this.doc, error }, "a batch failed");
      this.#stale = true;
      answerAll(batch, "busy");
    }
  }

  async #tryUntilSettled(batch: readonly Waiting[]): Promise<void> {
    // Who asks while it is known to be away is told at once what one try says.
    let away = this.deps.health.state === "away" ? MAX_AWAY_TRIES - 1 : 0;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const outcome = await this.#try(batch);
      if (outcome === "settled") return;
      if (outcome === "away") {
        away += 1;
        if (away >= MAX_AWAY_TRIES) return answerAll(batch, "store-away");
        await sleep(50 * 3 ** away);
      }
      if (outcome === "unstorable") return this.#settleEachAlone(batch);
    }
    answerAll(batch, "busy");
  }

  /** One that cannot be kept must not take the others of its batch with it. */
  async #settleEachAlone(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 1) return answerAll(batch, "too-large");
    for (const one of batch) await this.#tryUntilSettled([one]);
  }

  async #try(batch: readonly Waiting[]): Promise<"settled" | "again" | "away" | "unstorable"> {
    try {
      const ahead = batch.some(({ sifted: { submission } }) => submission.base > this.#head.version);
      if (this.#stale || ahead) await this.#readTail();
      return await this.#append(batch, await this.#plan(batch));
    } catch (error) {
      this.deps.health.failed(error);
      if (error instanceof StoreAway) {
        // The write may have happened or may still happen; who waits is answered only once the log has been read.
        this.#stale = true;
        return "away";
      }
      if (error instanceof Unstorable) return "unstorable";
      if (error instanceof StoreFull) {
        answerAll(batch, "disk-full");
        return "settled";
      }
      throw error;
    }
  }

  #plan(batch: readonly Waiting[]): Promise<Plan> {
    return planTurn(batch, this.#head, this.recent, this.deps.now(), (error, submission) => {
      const ops = submission.ops.map(({ type }) => type);
      this.deps.logger.error({ doc: this.doc, base: submission.base, ops, error }, "a submission broke the rebase");
    });
  }

  async #append(batch: readonly Waiting[], { commits, chars, state, answers, behind }: Plan): Promise<"settled" | "again"> {
    if (commits.length > 0) {
      const seq = this.#seq + 1;
      const outcome = await this.deps.store.appendBatch({ doc: this.doc, seq, commits: [...commits] });
      this.deps.health.worked();
      if (outcome === "taken") {
        this.#stale = true;
        return "again";
      }
      this.#move(commits, chars, state, seq, "own");
    }
    for (const one of batch) {
      const answer = answers.get(one);
      if (answer) one.answer(answer);
    }
    for (const one of behind) void this.#queueAgain(one);
    return "settled";
  }

  #move(commits: readonly Commit[], chars: readonly number[], state: DocState, seq: number, origin: BatchOrigin): void {
    this.#head = state;
    this.#seq = seq;
    let sum = 0;
    commits.forEach((commit, index) => {
      const size = chars[index] ?? 0;
      sum += size;
      this.recent.push(commit, size);
    });
    const began = performance.now();
    this.deps.moved(this, commits, sum, origin);
    this.#throttle.told(performance.now() - began);
  }

  async #readTail(): Promise<void> {
    const slices = new Slices();
    for await (const { seq, commits } of batchesAfter(this.deps.store, this.doc, this.#head.version)) {
      if (seq !== this.#seq + 1) throw new Error(`batch ${seq} after batch ${this.#seq}`);
      let state = this.#head;
      for (const commit of commits) state = await slices.run(applying(state, commit));
      this.#move(
        commits,
        commits.map((commit) => jsonLength(commit)),
        state,
        seq,
        "tail",
      );
    }
    this.#stale = false;
    this.deps.health.worked();
  }

  /** Gives somebody who was away for long what they missed and is no longer at hand; nobody else waits for that. */
  async #queueAgain(one: Waiting): Promise<void> {
    this.#fetching += 1;
    try {
      const { base, id } = one.sifted.submission;
      one.missed = await this.#longPast.missed(base, this.recent.from, id);
      if (this.#closed) return one.answer({ ok: false, refusal: this.#closed });
      this.#queue.push(one);
      this.#run();
    } catch (error) {
      this.deps.health.failed(error);
      if (!(error instanceof StoreAway)) this.deps.logger.error({ doc: this.doc, error }, "the log could not be read");
      one.answer(refuse(error instanceof StoreAway ? "store-away" : "busy"));
    } finally {
      this.#fetching -= 1;
    }
  }

  /** The commits after a version, at most `limit`, and the head. */
  async commitsAfter(after: Version, limit: number): Promise<{ commits: Commit[]; head: Version }> {
    this.usedAt = this.deps.now();
    const head = this.#head.version;
    const commits = this.recent.after(after, limit) ?? (await commitsBetween(this.deps.store, this.doc, after, head, limit));
    return { commits, head };
  }

  /** Lets go of what nobody has asked for since then. */
  tidy(before: number): void {
    this.#longPast.tidy(before);
  }

  /** What it holds in memory, in characters, about. */
  get weight(): number {
    return Object.values(this.#head.texts).reduce((size, { doc }) => size + doc.content.size, this.recent.chars);
  }

  /** Lets go of all that can be read again; of an idle one only. */
  slim(): void {
    this.#longPast.tidy(Number.POSITIVE_INFINITY);
    this.recent.keep(SLIM);
  }

  /** Nothing waits and nothing is in doubt. */
  get idle(): boolean {
    return this.#running === null && this.#queue.length === 0 && this.#fetching === 0;
  }
}

/** Those of a batch that may still be done, as their authors are by now; the others are told. Only before its first try: what may have been written stands. */
async function stillAsked(batch: readonly Waiting[]): Promise<Waiting[]> {
  const asked = await Promise.all(batch.map(async (one) => ({ one, now: await one.again?.() })));
  return asked.flatMap(({ one, now }) => {
    if (now?.ok === false) {
      one.answer(now);
      return [];
    }
    if (now) one.sifted = now.value;
    return [one];
  });
}

function answerAll(batch: readonly Waiting[], code: Refusal["code"]): void {
  for (const one of batch) one.answer(refuse(code));
}
