import type { Logged } from "./inflight";
import type { Op } from "./op";
import type { LocalOp, Trace } from "./pending";
import type { Undoable, UndoGroup } from "./undo";

/** Changes of the same key within this time, in milliseconds, are undone together. */
const GROUP_MS = 1000;
const MAX_UNDO = 200;

/** What one person can undo and redo, the newest last. */
export class UndoStacks {
  private readonly stacks: Record<"undo" | "redo", UndoGroup[]> = { undo: [], redo: [] };
  private groups = 0;

  has(which: "undo" | "redo"): boolean {
    return this.stacks[which].length > 0;
  }

  /** The group that a new change belongs to; what was undone before can then no longer be redone. */
  begin(key: string, now: number): UndoGroup {
    this.stacks.redo = [];
    const last = this.stacks.undo.at(-1);
    if (last && key !== "" && last.key === key && now - last.at < GROUP_MS) {
      last.at = now;
      return last;
    }
    const group = this.empty(now, key);
    this.stacks.undo = [...this.stacks.undo.slice(1 - MAX_UNDO), group];
    return group;
  }

  /** A group that stands on no stack yet. */
  empty(now: number, key = ""): UndoGroup {
    return { id: ++this.groups, key, at: now, items: [] };
  }

  push(which: "undo" | "redo", group: UndoGroup): void {
    this.stacks[which] = [...this.stacks[which], group];
  }

  pop(which: "undo" | "redo"): UndoGroup | undefined {
    const group = this.stacks[which].at(-1);
    this.stacks[which] = this.stacks[which].slice(0, -1);
    return group;
  }

  /** The traces that some undo or redo begins from. */
  traces(): ReadonlySet<Trace> {
    const needed = new Set<Trace>();
    for (const group of [...this.stacks.undo, ...this.stacks.redo])
      for (const item of group.items) {
        const traces = item.kind === "step" ? [item.trace] : [...(item.after ? [item.after] : []), ...item.takers.values()];
        for (const trace of traces) needed.add(trace);
      }
    return needed;
  }

  /** What begins from one of these can be taken back no more, nor what was to be taken back after it. */
  forget(gone: ReadonlySet<Trace>): void {
    for (const which of ["undo", "redo"] as const) {
      const stack = this.stacks[which];
      this.stacks[which] = stack.slice(stack.findLastIndex(({ items }) => items.some((item) => beginsFrom(item, gone))) + 1);
    }
  }

  /** Where an own op became more steps in the log than it had been in the view, these are taken back together. */
  joinLogged(log: readonly Logged[], logged: ReadonlyMap<Op, Trace>, shown: readonly LocalOp[]): void {
    for (const { op, owner, from, inverse } of log) {
      const trace = logged.get(op);
      const group = from && shown.find((local) => local.trace === from)?.group;
      if (trace && inverse && !owner && group) this.join(group, from, trace);
    }
  }

  /** One of a group's steps became several: the further one is taken back with it. */
  join(group: number, beside: Trace | null, trace: Trace): void {
    const found = [...this.stacks.undo, ...this.stacks.redo].find(({ id }) => id === group);
    if (!found) return;
    const after = found.items.findIndex((item) => item.kind === "step" && item.trace === beside);
    found.items.splice(after < 0 ? found.items.length : after + 1, 0, { kind: "step", trace });
  }
}

/** Positions in it were made before all that is still known: from there they cannot be mapped. Of other ops none matters. */
function beginsFrom(item: Undoable, gone: ReadonlySet<Trace>): boolean {
  if (item.kind === "step") return gone.has(item.trace);
  return item.ops.some(({ type }) => type === "claim.anchor") && (item.after === null || gone.has(item.after));
}
