import type { CommitId, UserId } from "../../shared/ids";
import type { Commit, RefusedOp } from "../../shared/log/commit";
import type { TextMove } from "../../shared/log/moves";
import type { Op } from "../../shared/log/op";
import { FAIR_SHARE, isTooDear, priceOf } from "../../shared/log/price";
import { Replica } from "../../shared/log/replica";
import type { SavedWork, Turned } from "../../shared/log/replica";
import type { Forbids } from "../../shared/log/take-back";
import type { DocState } from "../../shared/log/state";
import type { Refusal, RefusalCode, Result } from "../../shared/refusal";
import { ok, refuse } from "../../shared/refusal";
import type { RefusedWork, TakenBack } from "./contract";

/** What one message to the server may weigh, in characters of JSON: a frame holds 4 MB, a character takes up to three bytes. */
const MAX_WEIGHT = 1_200_000;
const weightOf = (op: Op): number => JSON.stringify(op).length;

export interface WorkDeps {
  readonly me: UserId;
  readonly now: () => number;
  readonly newId: () => CommitId;
  /** The view's texts moved by something that the editors have not done themselves. */
  readonly moved: (moves: readonly TextMove[], origin: "remote" | "undo" | "redo") => void;
  /** What has to survive a reload is different now. */
  readonly changed: () => void;
}

/** One person's copy of one document and what the log would not take of their work. Nothing here knows of sockets or disks. */
export class Work {
  private replica: Replica | null = null;
  private kept: readonly RefusedWork[] = [];

  constructor(private readonly deps: WorkDeps) {}

  /** Null until there is a state. */
  get view(): DocState | null {
    return this.replica?.view ?? null;
  }

  get confirmed(): DocState | null {
    return this.replica?.confirmed ?? null;
  }

  get pending(): number {
    return this.replica?.pending ?? 0;
  }

  get refused(): readonly RefusedWork[] {
    return this.kept;
  }

  get canUndo(): boolean {
    return this.replica?.canUndo ?? false;
  }

  get canRedo(): boolean {
    return this.replica?.canRedo ?? false;
  }

  get unanswered(): Replica["unanswered"] {
    return this.replica?.unanswered ?? null;
  }

  /** Own ops between the confirmed state and the view, in order. */
  get pendingOps(): readonly Op[] {
    const saved = this.pending === 0 ? null : this.replica?.saved();
    return saved ? [...saved.inflightLocal, ...saved.queue] : [];
  }

  saved(): SavedWork | null {
    return this.replica?.saved() ?? null;
  }

  /** Starts from a state, in place of whatever was there. */
  load(state: DocState): void {
    this.replica = new Replica(state, this.deps.me);
    this.deps.moved([], "remote");
  }

  /** Starts from the state at `saved.base` with the saved work on it. */
  restore(base: DocState, saved: SavedWork): void {
    this.replica = Replica.restore(base, this.deps.me, saved, this.deps.now());
    this.deps.moved([], "remote");
  }

  change(ops: readonly Op[], group: string): Result<null> {
    if (!this.replica) return refuse("busy");
    if (ops.some((op) => weightOf(op) > MAX_WEIGHT)) return refuse("too-large", { limit: MAX_WEIGHT });
    const { view } = this.replica;
    if (ops.some((op) => isTooDear(view, op))) return refuse("too-costly");
    const done = this.replica.change(ops, this.deps.now(), group);
    if (!done.ok) return done;
    this.deps.changed();
    return ok(null);
  }

  /** Why the view does not take this op; null when it does. */
  refusalOf(op: Op): Refusal | null {
    return this.replica ? this.replica.refusalOf(op, this.deps.now()) : { code: "busy" };
  }

  undo(forbids: Forbids): Result<TakenBack> {
    return this.takenBack(this.replica?.undo(this.deps.now(), forbids) ?? ok(null), "undo");
  }

  redo(forbids: Forbids): Result<TakenBack> {
    return this.takenBack(this.replica?.redo(this.deps.now(), forbids) ?? ok(null), "redo");
  }

  private takenBack(done: ReturnType<Replica["undo"]>, origin: "undo" | "redo"): Result<TakenBack> {
    if (!done.ok) return done;
    if (!done.value) return ok("nothing");
    this.deps.changed();
    this.deps.moved(done.value.moves, origin);
    return ok(done.value.without === null ? "done" : "without-link");
  }

  /** What to send next: the submission without an answer, exactly as it was first sent, or a new one. */
  next(): Replica["unanswered"] {
    const { replica } = this;
    if (!replica) return null;
    const unanswered = replica.unanswered;
    if (unanswered) return unanswered;
    const { view } = replica;
    // As parts of what one submission may hold and of what it may cost.
    const next = replica.next(this.deps.newId(), (op) => weightOf(op) / MAX_WEIGHT + priceOf(view, op) / FAIR_SHARE, 1);
    if (next) this.deps.changed();
    return next;
  }

  /** Takes in commits that follow the confirmed state. False when they do not fit it, which is a bug: then nothing is sure any more. */
  receive(commits: readonly Commit[]): boolean {
    const { replica } = this;
    if (!replica) return false;
    const standing = replica.pending > 0;
    const moves: TextMove[] = [];
    let sound = true;
    for (const run of runsAround(commits, replica.unanswered?.id ?? null)) {
      try {
        const [first] = run;
        const received = run.length === 1 && first ? replica.receive(first, this.deps.now()) : replica.receiveOthers(run, this.deps.now());
        moves.push(...received.moves);
        if (received.lost.length > 0) this.keep(received.lost, { code: "does-not-fit" });
        if (received.refused.length > 0) this.keepEach(received.refused, run[0]?.id ?? this.deps.newId());
      } catch {
        sound = false;
        break;
      }
    }
    if (standing) this.deps.changed();
    if (sound) this.deps.moved(moves, "remote");
    return sound;
  }

  /** Nothing of the submission was taken: it leaves the view and is kept for its author, each op with why it was refused. */
  refuse(id: CommitId, refusal: Refusal, each: readonly RefusedOp[] = []): void {
    const ops = this.drop(id);
    const turned = ops.map((op, index) => ({ op, code: each.find((one) => one.op === index)?.code ?? refusal.code }));
    if (turned.length > 0) this.keepEach(turned, id);
  }

  /** One entry for each op, to be settled by itself; what was written in one go in one text stays together. */
  private keepEach(turned: readonly Turned[], id: CommitId): void {
    const entries: { ops: Op[]; code: RefusalCode }[] = [];
    for (const { op, code } of turned) {
      const last = entries.at(-1);
      const before = last?.ops.at(-1);
      if (last?.code === code && op.type === "text.step" && before?.type === "text.step" && before.lang === op.lang) last.ops.push(op);
      else entries.push({ ops: [op], code });
    }
    const at = this.deps.now();
    this.keepAll(entries.map(({ ops, code }, index) => ({ id: index === 0 ? id : `${id}.${String(index)}`, ops, refusal: { code }, at })));
  }

  /** Takes the submission out of what waits, and returns it; for one that is in the log already. */
  drop(id: CommitId): readonly Op[] {
    const refused = this.replica?.refuse(id, this.deps.now());
    if (!refused) return [];
    if (refused.lost.length > 0) this.keep(refused.lost, { code: "does-not-fit" });
    this.deps.changed();
    this.deps.moved(refused.moves, "remote");
    return refused.ops;
  }

  /** Gives up the copy; what was pending is kept as refused. */
  abandon(refusal: Refusal): void {
    const ops = this.pendingOps;
    this.replica = null;
    if (ops.length > 0) this.keep(ops, refusal);
  }

  keep(ops: readonly Op[], refusal: Refusal, id: string = this.deps.newId()): void {
    this.keepAll([{ id, ops, refusal, at: this.deps.now() }]);
  }

  keepAll(refused: readonly RefusedWork[]): void {
    if (refused.length === 0) return;
    this.kept = [...this.kept.filter(({ id }) => !refused.some((one) => one.id === id)), ...refused];
    this.deps.changed();
  }

  dismiss(id: string): void {
    this.kept = this.kept.filter((one) => one.id !== id);
    this.deps.changed();
  }
}

/** Other people's commits together, which costs little more than one; the one in flight by itself. */
function runsAround(commits: readonly Commit[], inflight: CommitId | null): readonly (readonly Commit[])[] {
  const own = commits.findIndex(({ id }) => id === inflight);
  const runs = own < 0 ? [commits] : [commits.slice(0, own), commits.slice(own, own + 1), commits.slice(own + 1)];
  return runs.filter(({ length }) => length > 0);
}
