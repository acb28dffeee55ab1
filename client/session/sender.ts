import type { CommitId, DocId } from "../../shared/ids";
import type { RefusedOp, Submission } from "../../shared/log/commit";
import type { Refusal } from "../../shared/refusal";
import { encodeSubmission } from "../../shared/protocol/submit";
import type { Clock, Link } from "./ports";
import { Pause, endsSession, isPassing, wantedPause, within } from "./retry";
import type { Work } from "./work";

/** How long after its acknowledgement a commit may take to come before the log is asked. */
const ROAD_MS = 2_000;
/** Without an answer for this long, the connection may be one in name only. */
const SLOW_MS = 2_000;

export interface SenderDeps {
  readonly doc: DocId;
  readonly link: Link;
  readonly clock: Clock;
  readonly work: Work;
  /** Resolves when what must survive a crash is written down. */
  readonly keep: () => Promise<void>;
  /** The acknowledged commit does not come: look for it. */
  readonly look: () => Promise<void>;
  readonly changed: () => void;
  readonly ended: (why: Refusal) => void;
}

/**
 * Sends the work that waits, one submission at a time, each until it is in the log or refused. The id of a submission is on disk before
 * the server hears of it: after any crash the same work comes with the same id, and the server recognises it (SPEC L3).
 */
export class Sender {
  /** Why the server cannot keep anything at the moment. */
  trouble: Refusal | null = null;
  /** A submission has been without an answer for long. */
  slow = false;
  private live = false;
  private running = false;
  private tries = 0;
  private readonly watches = new Set<{ readonly over: () => boolean; readonly resolve: () => void }>();
  private readonly pause: Pause;

  constructor(private readonly deps: SenderDeps) {
    this.pause = new Pause(deps.clock);
  }

  /** In step with the server, or no longer. */
  set(live: boolean): void {
    this.live = live;
    this.tries = 0;
    this.pause.end();
    this.wake();
    this.poke();
  }

  /** There may be something to send. */
  poke(): void {
    if (this.running || !this.live) return;
    this.running = true;
    // Not at once, so that what one gesture does goes together.
    queueMicrotask(() => void this.run());
  }

  /** Commits came in, or something else that somebody may be waiting for. */
  wake(): void {
    for (const watch of this.watches) {
      if (!watch.over()) continue;
      this.watches.delete(watch);
      watch.resolve();
    }
  }

  /** Resolves when nothing is left to send, the connection is lost, or after `ms`. */
  async idle(ms: number): Promise<void> {
    const { clock, work } = this.deps;
    await within(
      clock,
      this.until(() => !this.live || work.pending === 0),
      ms,
    );
  }

  /** What the server says of its store. */
  health(trouble: Refusal | null): void {
    this.setTrouble(trouble);
    if (trouble === null) {
      this.tries = 0;
      this.pause.end();
    }
  }

  private async run(): Promise<void> {
    try {
      while (this.live) {
        const submission = this.deps.work.next();
        if (!submission) break;
        await this.send(submission);
      }
    } finally {
      this.running = false;
    }
  }

  private async send(submission: Submission): Promise<void> {
    const { link, doc, keep, clock } = this.deps;
    const { id } = submission;
    await keep();
    if (!this.live || this.isSettled(id)) return;
    const slow = clock.after(SLOW_MS, () => this.setSlow(true));
    const asked = link.ask("submit", encodeSubmission({ ...submission, doc }));
    const answer = await Promise.race([asked, this.until(() => this.isSettled(id) || !this.live).then(() => "over" as const)]);
    slow();
    this.setSlow(false);
    if (this.isSettled(id)) this.done();
    else if (answer === null) await this.again(null);
    else if (answer === "over") return;
    else if (!answer.ok) await this.refused(id, answer.refusal, answer.refused);
    else await this.acknowledged(id, answer.value.version);
  }

  private isSettled(id: CommitId): boolean {
    return this.deps.work.unanswered?.id !== id;
  }

  private done(): void {
    this.tries = 0;
    this.setTrouble(null);
    this.wake();
  }

  private async refused(id: CommitId, refusal: Refusal, each: readonly RefusedOp[] = []): Promise<void> {
    if (endsSession(refusal)) {
      this.set(false);
      this.deps.ended(refusal);
    } else if (isPassing(refusal)) {
      if (refusal.code === "store-away" || refusal.code === "disk-full") this.setTrouble(refusal);
      await this.again(wantedPause(refusal));
    } else {
      this.deps.work.refuse(id, refusal, each);
      this.done();
    }
  }

  /** In the log; the commit itself comes by the common road. */
  private async acknowledged(id: CommitId, version: number): Promise<void> {
    this.done();
    const { work, clock, look } = this.deps;
    const late = clock.after(ROAD_MS, () => void look());
    await this.until(() => this.isSettled(id) || !this.live || (work.confirmed?.version ?? 0) >= version);
    late();
    // It has passed and was not known as ours: another page of this person has sent the same work.
    if (!this.isSettled(id) && (work.confirmed?.version ?? 0) >= version) work.drop(id);
  }

  private async again(ms: number | null): Promise<void> {
    if (this.live) await this.pause.take(this.tries++, ms);
  }

  /** Resolves once `over` holds; looked at whenever `wake` is called. */
  private until(over: () => boolean): Promise<void> {
    if (over()) return Promise.resolve();
    return new Promise((resolve) => this.watches.add({ over, resolve }));
  }

  private setTrouble(trouble: Refusal | null): void {
    if (this.trouble?.code === trouble?.code) return;
    this.trouble = trouble;
    this.deps.changed();
  }

  private setSlow(slow: boolean): void {
    if (this.slow === slow) return;
    this.slow = slow;
    this.deps.changed();
  }
}
