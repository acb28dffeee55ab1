import type { Act } from "../claim/fold";
import { stepOf } from "../doc/steps";
import type { CommitId, UserId, Version } from "../ids";
import type { Lang } from "../languages";
import type { Refusal, RefusalCode } from "../refusal";
import { ok, refuse } from "../refusal";
import { stateForbids } from "../rights/op-rights";
import { applyCommit, applyNewOp, applyOp, nextAct } from "./apply";
import type { Commit, Submission } from "./commit";
import { MAX_OPS } from "./commit";
import { Moves } from "./moves";
import type { TextMove } from "./moves";
import { textOf } from "./op";
import type { Op } from "./op";
import { addedBy, standsOn } from "./op-ids";
import { renaming, waitingIn } from "./own-names";
import { pastOf } from "./past";
import type { Past } from "./past";
import type { LocalOp, Trace } from "./pending";
import { withDistances } from "./pending";
import { rebase } from "./rebase";
import type { Placed } from "./rebase";
import type { DocState } from "./state";
import { inflightOf, savedOf } from "./saved-work";
import type { SavedWork } from "./saved-work";
import { TakeBack } from "./take-back";
import type { Forbids, TakenBack } from "./take-back";
import { Traces } from "./traces";
import { inverseOf } from "./undo";
import type { Undoable, UndoGroup } from "./undo";
import { UndoStacks } from "./undo-stacks";
import {
  foreign,
  movesText,
  ownInLog,
  placesTakenBack,
  replaced,
  sameOp,
  taken,
  takenBack,
  takersBack,
  textsAdded,
  textsLost,
  turnedOf,
} from "./inflight";
import type { Inflight, Logged, Received } from "./inflight";

export type { Received, Turned } from "./inflight";
export type { SavedWork } from "./saved-work";

/**
 * One person's copy of a document: the confirmed state, own work on top of it, and undo. Pure but for its own fields: time and ids are
 * arguments, transport and storage are others' (SPEC C1–C6). One submission is in flight at a time; what is typed meanwhile waits.
 */
export class Replica {
  private inflight: Inflight | null = null;
  private queue: readonly LocalOp[] = [];
  private readonly traces = new Traces();
  private readonly undos = new UndoStacks();
  private shown: DocState;

  constructor(
    private base: DocState,
    private readonly me: UserId,
  ) {
    this.shown = base;
  }

  /** The state as this person sees it. */
  get view(): DocState {
    return this.shown;
  }

  /** The state that the log has confirmed. */
  get confirmed(): DocState {
    return this.base;
  }

  /** Ops not yet acknowledged. */
  get pending(): number {
    return (this.inflight?.submission.ops.length ?? 0) + this.queue.length;
  }

  /** All of one's own that the log does not have, in its order. */
  private get locals(): readonly LocalOp[] {
    return [...(this.inflight?.local ?? []), ...this.queue];
  }

  get canUndo(): boolean {
    return this.undos.has("undo");
  }

  get canRedo(): boolean {
    return this.undos.has("redo");
  }

  /**
   * Does ops at once in the view and queues them. All or nothing: refused when one has no place.
   * Ops of the same `key` within a second are undone together; "" never merges.
   */
  change(ops: readonly Op[], now: number, key = ""): { ok: true } | { ok: false; refusal: Refusal } {
    const act = nextAct(this.base, this.me, now);
    let state = this.shown;
    for (const op of ops) {
      const forbidden = stateForbids(state, op);
      const result = forbidden === null ? applyNewOp(state, op, act) : ({ ok: false, refusal: { code: forbidden } } as const);
      if (!result.ok) return result;
      state = result.value;
    }
    const group = this.undos.begin(key, now);
    for (const op of ops) this.push(op, group, act);
    return { ok: true };
  }

  /** Why `change` would not take this op by itself; null when it would. */
  refusalOf(op: Op, now: number): Refusal | null {
    const code = stateForbids(this.shown, op);
    if (code !== null) return { code };
    const result = applyNewOp(this.shown, op, nextAct(this.base, this.me, now));
    return result.ok ? null : result.refusal;
  }

  /** Applies one op to the view and appends it to the queue. Returns why it has no place; null when it has. */
  private push(op: Op, group: UndoGroup, act: Act, undoes: Trace | null = null): RefusalCode | null {
    const before = this.shown;
    const result = applyNewOp(before, op, act);
    if (!result.ok) return result.refusal.code;
    this.shown = result.value;
    const trace = op.type === "text.step" ? this.traces.own(op, before, undoes) : null;
    const item: Undoable | null =
      op.type === "text.step"
        ? trace && { kind: "step", trace }
        : inverseOf(op, before, this.me, { after: this.traces.last, waiting: this.locals });
    if (item) group.items.push(item);
    this.queue = [...this.queue, { op, group: group.id, trace, applied: true }];
    return null;
  }

  /**
   * The next submission, or null when one is in flight or nothing waits. `id` becomes the commit's. It holds no more ops than weigh `most`
   * together, but at least one.
   */
  next(id: CommitId, weigh: (op: Op) => number = () => 0, most = 0): Submission | null {
    if (this.inflight || this.queue.length === 0) return null;
    let weight = 0;
    const foremost = this.queue.slice(0, MAX_OPS);
    const over = foremost.findIndex(({ op }) => (weight += weigh(op)) > most);
    const first = over < 0 ? foremost : foremost.slice(0, Math.max(1, over));
    const ops = withDistances(first);
    const local = first.map((item, index) => ({ ...item, op: ops[index] ?? item.op, sent: index }));
    this.queue = this.queue.slice(first.length);
    const submission = { id, base: this.base.version, ops } as Submission;
    this.inflight = { submission, local };
    return submission;
  }

  /** The submission in flight, exactly as it was first sent: to send again after a break. */
  get unanswered(): Submission | null {
    return this.inflight?.submission ?? null;
  }

  /** Takes in the next commit of the log. Throws when it is not the next. `now` dates what own pending work looks like. */
  receive(commit: Commit, now: number): Received {
    if (this.inflight?.submission.id === commit.id) return this.receiveOwn(commit, this.inflight, now);
    return this.receiveOthers([commit], now);
  }

  /**
   * Takes in commits of the log that follow one another, none of them the one in flight. Own work is carried over all of them together, at
   * the price of one: after a break there may be hundreds, with much of one's own waiting.
   */
  receiveOthers(commits: readonly Commit[], now: number): Received {
    const base = commits.reduce(applyCommit, this.base);
    const over = pastOf(commits);
    if (!over.some(({ op }) => movesText(op))) {
      const rename = renaming(this.base.version, base.version, () => 0);
      this.base = base;
      this.refold(now, rename);
      return { moves: [], lost: [], refused: [], own: false };
    }
    const inflightCount = this.inflight?.local.length ?? 0;
    const { locals } = this;
    const carried = this.carry(locals, base, over, over.map(foreign), now);
    this.base = base;
    if (this.inflight) this.inflight = { ...this.inflight, local: carried.locals.slice(0, inflightCount).flat() };
    this.queue = carried.locals.slice(inflightCount).flat();
    const lost = carried.lost.filter((index) => index >= inflightCount).flatMap((index) => locals[index]?.op ?? []);
    return { moves: carried.moves, lost, refused: [], own: false };
  }

  private receiveOwn(commit: Commit, inflight: Inflight, now: number): Received {
    const former = this.base;
    const base = applyCommit(former, commit);
    this.inflight = null;
    const local = inflight.local.filter(({ applied }) => applied).map(({ op }) => op);
    const same = local.length === commit.ops.length && local.every((op, k) => sameOp(op, commit.ops[k]));
    this.base = base;
    if (same) {
      const names = pastOf([commit]);
      for (const [k, { trace }] of inflight.local.filter(({ applied }) => applied).entries())
        if (trace) this.traces.name(trace, names[k]?.id ?? null);
      const count = (lang: Lang): number => waitingIn(inflight.local, lang).length;
      this.refold(now, renaming(former.version, base.version, count));
      return { moves: [], lost: [], refused: turnedOf(commit, inflight), own: true };
    }
    return this.replaceInflight(commit, inflight, former, base, now);
  }

  /** The log has our commit in another form than we have: ours is taken back, the log's put in its place, the rest carried over. */
  private replaceInflight(commit: Commit, inflight: Inflight, former: DocState, base: DocState, now: number): Received {
    const log = ownInLog(commit, taken(commit, inflight), former);
    const rest = this.queue;
    const carried = this.carry(rest, base, replaced(inflight.local, log), log, now, {
      inflight: inflight.local,
      former: former.version,
      lostTexts: [...textsLost(commit), ...textsAdded(turnedOf(commit, inflight).map(({ op }) => op))],
    });
    this.queue = carried.locals.flat();
    const lost = carried.lost.flatMap((index) => rest[index]?.op ?? []);
    return { moves: carried.moves, lost, refused: turnedOf(commit, inflight), own: true };
  }

  /**
   * Carries `locals` over `over` onto `base` and makes the result the view.
   * `log`: what came to stand in the log; `inflight`: local ops that stand in the view until now, before these, and are taken back in `over`;
   * `former`: the version that they stood on; `lostTexts`: as for `rebase`.
   */
  private carry(
    locals: readonly LocalOp[],
    base: DocState,
    over: readonly Past[],
    log: readonly Logged[],
    now: number,
    {
      inflight = [],
      former: madeOn = this.base.version,
      lostTexts = [],
    }: { inflight?: readonly LocalOp[]; former?: Version; lostTexts?: readonly Lang[] } = {},
  ): { locals: LocalOp[][]; moves: TextMove[]; lost: number[] } {
    const shown = [...inflight, ...locals];
    const former = shown.flatMap(({ trace }) => trace ?? []);
    const moves = new Moves(former);
    this.traces.takeOff(former.length);
    const logged = this.traces.log(log, moves);
    this.undos.joinLogged(log, logged, shown);
    const placed: LocalOp[][] = locals.map(() => []);
    const waiting = new Set(locals);
    const answered = new Set(shown.filter((local) => !waiting.has(local)).map(({ trace }) => trace));
    const lost: number[] = [];
    const gone = new Set<string>();
    const result = rebase({
      ops: withDistances(locals),
      over,
      base: madeOn,
      takenBack: (lang) => placesTakenBack(inflight, lang),
      undone: (index) => {
        const undone = locals[index]?.trace?.undoes ?? null;
        return undone !== null && answered.has(undone) ? takersBack(undone, log, logged, over) : null;
      },
      lostTexts,
      state: base,
      act: nextAct(base, this.me, now),
      forbids: stateForbids,
      onPlaced: (it) => {
        const local = locals[it.index];
        if (!local) return null;
        const trace = this.retrace(it, local, placed[it.index]?.length === 0, moves);
        placed[it.index]?.push({ ...local, op: it.op, trace, applied: true });
        return trace;
      },
      onDropped: (index, op, lostTexts) => {
        const local = locals[index];
        if (!local) return;
        const lang = textOf(op);
        const textLost = lang !== null && lostTexts.has(lang);
        if (textLost || op.type === "text.step" || op.type === "text.add" || standsOn(op, gone)) {
          lost.push(index);
          for (const id of addedBy(op)) gone.add(id);
        }
        // Its positions are those of the text as it is now: it may be carried further before it is sent.
        else placed[index]?.push({ ...local, op, applied: false });
      },
    });
    this.shown = result.state;
    this.traces.forget(this.undos, (this.inflight?.local.length ?? 0) + this.queue.length);
    return { locals: placed, moves: moves.list(), lost };
  }

  /** Traces an own step put on again. The first of what one step became stands for it in its undo group, others join it there. */
  private retrace(placed: Placed, local: LocalOp, first: boolean, moves: Moves): Trace | null {
    const { op, before, carrier, undoes } = placed;
    if (op.type !== "text.step" || !before.texts[op.lang]) return null;
    moves.add(op.lang, stepOf(op.step), carrier ? local.trace : null);
    const former = first ? local.trace : null;
    const trace = this.traces.own(op, before, undoes ?? local.trace?.undoes ?? null, former);
    if (trace && !former) this.undos.join(local.group, local.trace, trace);
    return trace;
  }

  /** Folds own work again, when what it stands on kept its text. */
  private refold(now: number, rename: (op: Op) => Op): void {
    const act = nextAct(this.base, this.me, now);
    let state = this.base;
    const sent = this.inflight?.local ?? [];
    const { locals } = this;
    // What an undo takes back may stand in the log since.
    const ops = withDistances(locals).map(rename);
    const again = locals.map((local, index): LocalOp => {
      const op = ops[index] ?? local.op;
      const result = applyOp(state, op, act);
      if (result.ok) state = result.value;
      return local.applied === result.ok && op === local.op ? local : { ...local, op, applied: result.ok };
    });
    if (this.inflight) this.inflight = { ...this.inflight, local: again.slice(0, sent.length) };
    this.queue = again.slice(sent.length);
    this.shown = state;
  }

  /** The server refused the commit in flight as a whole: takes its ops out of the view and returns them. */
  refuse(id: CommitId, now: number): { moves: readonly TextMove[]; ops: readonly Op[]; lost: readonly Op[] } | null {
    const inflight = this.inflight;
    if (inflight?.submission.id !== id) return null;
    this.inflight = null;
    const rest = this.queue;
    const carried = this.carry(rest, this.base, takenBack(inflight.local), [], now, {
      inflight: inflight.local,
      lostTexts: textsAdded(inflight.submission.ops),
    });
    this.queue = carried.locals.flat();
    return { moves: carried.moves, ops: inflight.submission.ops, lost: carried.lost.flatMap((index) => rest[index]?.op ?? []) };
  }

  /** Takes the newest own change back, or refuses with all as it was: `forbids` is asked of each op that this would do. */
  undo(now: number, forbids: Forbids = stateForbids): TakenBack {
    return this.takeBack("undo", now, forbids);
  }

  redo(now: number, forbids: Forbids = stateForbids): TakenBack {
    return this.takeBack("redo", now, forbids);
  }

  /** Takes the newest group of a stack back; what that did goes to the other stack. */
  private takeBack(which: "undo" | "redo", now: number, forbids: Forbids): TakenBack {
    for (let group = this.undos.pop(which); group; group = this.undos.pop(which)) {
      const { shown, queue } = this;
      const { length } = this.traces;
      const opposite = this.undos.empty(now);
      const act = nextAct(this.base, this.me, now);
      const run = new TakeBack({
        present: () => ({ traces: this.traces, shown: this.shown, confirmed: this.base.version, waiting: this.locals }),
        push: (op, undoes) => this.push(op, opposite, act, undoes),
        forbids,
      });
      const code = run.group(group);
      if (code !== null) {
        this.traces.takeOff(this.traces.length - length);
        [this.shown, this.queue] = [shown, queue];
        this.undos.push(which, group);
        return refuse(code);
      }
      const { without } = run;
      if (opposite.items.length === 0 && without !== null) return refuse(without);
      if (opposite.items.length === 0) continue;
      this.undos.push(which === "undo" ? "redo" : "undo", opposite);
      return ok({ moves: run.moves.list(), without });
    }
    return ok(null);
  }

  /** What has to survive a reload; null when the log has everything. */
  saved(): SavedWork | null {
    if (this.pending === 0) return null;
    return savedOf(this.base.version, this.inflight, this.queue);
  }

  /** A replica with the saved work put back on the state that it was made on: `base` must be at `saved.base`. */
  static restore(base: DocState, me: UserId, saved: SavedWork, now: number): Replica {
    if (base.version !== saved.base) throw new Error(`saved work of version ${saved.base} on version ${base.version}`);
    const replica = new Replica(base, me);
    const group = replica.undos.empty(now);
    const act = nextAct(base, me, now);
    const steps = new Map<string, (Trace | null)[]>();
    const locals = [...saved.inflightLocal, ...saved.queue].map((op): LocalOp => {
      const before = op.type === "text.step" ? (steps.get(op.lang) ?? []) : [];
      const undoes = op.type === "text.step" && op.revert ? (before.at(-op.revert) ?? null) : null;
      const done = replica.push(op, group, act, undoes) === null;
      if (op.type === "text.step") steps.set(op.lang, [...before, done ? replica.traces.last : null]);
      if (done) return replica.queue.at(-1) as LocalOp;
      return { op, group: group.id, trace: null, applied: false };
    });
    replica.queue = locals.slice(saved.inflightLocal.length);
    replica.inflight = inflightOf(saved, locals.slice(0, saved.inflightLocal.length));
    return replica;
  }
}
