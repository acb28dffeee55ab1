import { Random } from "../../fixtures/random";
import { schema } from "../doc/schema";
import type { CommitId, DocId, UserId } from "../ids";
import { newId } from "../ids";
import { accept } from "./accept";
import { applyOp, nextAct } from "./apply";
import type { Op } from "./op";
import { Replica } from "./replica";
import type { Commit } from "./commit";
import { emptyState } from "./state";
import type { DocState } from "./state";

const me = "ana0000000" as UserId;
const other = "boris00000" as UserId;
const random = new Random(3);

const typed = (at: number, text: string): Op => ({
  type: "text.step",
  lang: "fr",
  step: { stepType: "replace", from: at, to: at, slice: { content: [{ type: "text", text }] } },
});
const deleted = (at: number): Op => ({ type: "text.step", lang: "fr", step: { stepType: "replace", from: at, to: at + 1 } });

/** One page and what the log has; `others` has somebody else type a letter and take it back, so many times. */
class Session {
  head: DocState;
  readonly page: Replica;

  constructor() {
    const doc = schema.nodes.doc.create(null, [schema.nodes.paragraph.create({ id: "b0" }, schema.text("Bonjour"))]);
    const added = applyOp(emptyState, { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op, nextAct(emptyState, me, 0));
    if (!added.ok) throw new Error(added.refusal.code);
    this.head = added.value;
    this.page = new Replica(this.head, me);
  }

  private accepted(ops: readonly Op[], id: CommitId, author: UserId): Commit {
    const accepted = accept({ doc: "docdocdocd" as DocId, id, base: this.head.version, ops: [...ops] }, author, 0, [], this.head);
    if (!accepted.ok) throw new Error(accepted.refusal.code);
    this.head = accepted.state;
    return accepted.commit;
  }

  /** In commits of 200 steps, which the page takes in ten at a time. */
  others(steps: number): void {
    const pair = [typed(1, "x"), deleted(1)];
    const ops = Array.from({ length: 200 }, (_, index) => pair[index % 2] ?? deleted(1));
    const commits = Array.from({ length: steps / 200 }, () => this.accepted(ops, newId<CommitId>(random.bytes), other));
    for (let at = 0; at < commits.length; at += 10) this.page.receiveOthers(commits.slice(at, at + 10), 0);
  }

  settle(): void {
    const id = newId<CommitId>(random.bytes);
    const next = this.page.next(id);
    if (next) this.page.receive(this.accepted(next.ops, id, me), 0);
  }

  /** How many steps the page keeps; there is no other way to see it. */
  get kept(): number {
    return (this.page as unknown as { traces: { length: number } }).traces.length;
  }

  get text(): string {
    return this.page.view.texts.fr?.doc.textContent ?? "";
  }
}

test("C7: a page that only looks on keeps no more after many commits than its bound", () => {
  const session = new Session();
  session.others(30_000);
  expect(session.kept).toBeLessThan(25_000);
});

test("C7: an undo from before many commits of others still works, within the bound, and what is beyond it is let go of as a whole", () => {
  const session = new Session();
  session.page.change([typed(8, " A")], 0);
  session.settle();
  session.others(10_000);
  session.page.change([typed(10, " B")], 0, "later");
  session.settle();
  session.others(17_000);
  expect(session.kept).toBeLessThanOrEqual(25_000);
  expect(session.text).toBe("Bonjour A B");
  session.page.undo(0);
  expect(session.text).toBe("Bonjour A");
  session.settle();
  // The first has fallen out of reach: nothing happens, and nothing wrong.
  expect(session.page.canUndo).toBe(false);
  expect(session.page.undo(0)).toEqual({ ok: true, value: null });
  expect(session.text).toBe("Bonjour A");
  session.page.redo(0);
  expect(session.text).toBe("Bonjour A B");
});

test("C7: unsent work is never let go of, however much there is", () => {
  const session = new Session();
  for (let n = 0; n < 30; n++) session.page.change([typed(8, "a")], n * 2000);
  session.others(26_000);
  expect(session.text).toBe(`Bonjour${"a".repeat(30)}`);
  session.page.undo(0);
  expect(session.text).toBe(`Bonjour${"a".repeat(29)}`);
});
