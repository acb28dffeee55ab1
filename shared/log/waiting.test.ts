import { Random } from "../../fixtures/random";
import { Hub, Page } from "../../fixtures/replicas/hub";
import { schema } from "../doc/schema";
import type { ClaimId, CommentId, CommitId, DocId, EvidenceId, UserId, Version } from "../ids";
import { accept } from "./accept";
import { applyCommit } from "./apply";
import type { Commit } from "./commit";
import type { Op } from "./op";
import { conflictKey, emptyState } from "./state";
import type { DocState } from "./state";

// What was made on something that found no place, and is kept for its author, is kept with it (SPEC L8).

const ana = "user-ana" as UserId;
const boris = "user-boris" as UserId;
const claim = "claim-one" as ClaimId;
const comment = "comment-one" as CommentId;
const evidence = "evidence-one" as EvidenceId;
const text = schema.node("doc", null, [schema.node("paragraph", { id: "block-1" }, [schema.text("le chat dort")])]).toJSON() as never;

let count = 0;
function commits(state: DocState, author: UserId, ops: readonly Op[], over: readonly Commit[] = []): [Commit, DocState] {
  const submission = {
    doc: "document" as DocId,
    id: `commit-${String(++count)}` as CommitId,
    base: (state.version - over.length) as Version,
    ops: [...ops],
  };
  const accepted = accept(submission, author, 1, over, state);
  if (!accepted.ok) throw new Error(accepted.refusal.code);
  expect(applyCommit(state, accepted.commit)).toEqual(accepted.state);
  return [accepted.commit, accepted.state];
}

/** A claim that boris withdraws while ana is away, and what she then sends. */
function away(ops: readonly Op[]): [Commit, DocState] {
  const start = commits(emptyState, ana, [
    { type: "text.add", lang: "fr", dir: "ltr", doc: text },
    { type: "claim.add", v: 1, claim, lang: "fr", from: 1, to: 3, exact: "le", prefix: "", suffix: "", fields: {} },
  ])[1];
  const [withdrawal, withdrawn] = commits(start, boris, [{ type: "claim.withdraw", claim }]);
  return commits(withdrawn, ana, ops, [withdrawal]);
}

test("L8: a message on a claim withdrawn meanwhile is kept, and so is what became of it once its author took the claim up again", () => {
  const [commit] = away([
    { type: "comment.add", claim, comment, text: "Pourquoi ?" },
    { type: "comment.remove", claim, comment },
    { type: "claim.restore", claim },
    { type: "comment.restore", claim, comment },
  ]);
  expect(commit.refused).toBeUndefined();
  expect(commit.dropped).toEqual([
    { op: 0, code: "gone" },
    { op: 1, code: "gone" },
    { op: 3, code: "goes-with" },
  ]);
});

test("L8: a field of a source that found no place is kept with it, also when it is sent later", () => {
  const note: Op = { type: "evidence.set", claim, evidence, field: "note", value: "p. 3" };
  const [first, state] = away([{ type: "evidence.add", claim, evidence, fields: {} }, { type: "claim.restore", claim }, note]);
  expect(first.dropped).toEqual([
    { op: 0, code: "gone" },
    { op: 2, code: "goes-with" },
  ]);
  const stance: Op = { type: "evidence.set", claim, evidence, field: "stance", value: "supports" };
  const [later, after] = commits(state, ana, [
    stance,
    { type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen: state.version },
  ]);
  expect(later.refused).toBeUndefined();
  expect(after.conflicts.get(conflictKey(later.id, 0))).toMatchObject({ op: stance, code: "goes-with", author: ana });
});

test("L6: it is refused once its author let go of what it stands on, and to anybody else", () => {
  const [first, state] = away([
    { type: "comment.add", claim, comment, text: "Pourquoi ?" },
    { type: "claim.restore", claim },
  ]);
  const edit: Op = { type: "comment.edit", claim, comment, text: "Parce que." };
  const kind: Op = { type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen: state.version };
  expect(commits(state, boris, [edit, kind])[0].refused).toEqual([{ op: 0, code: "not-found" }]);
  const settled = commits(state, ana, [{ type: "conflict.settle", commit: first.id, op: 0 }])[1];
  expect(commits(settled, ana, [edit, kind])[0].refused).toEqual([{ op: 0, code: "not-found" }]);
});

test("L6: what was made on a claim in a text that somebody else began before is given back with it, and not sent", () => {
  const first = commits(emptyState, ana, [{ type: "text.add", lang: "fr", dir: "ltr", doc: text }])[1];
  const hub = new Hub(first);
  const random = new Random(1);
  const [one, other] = [new Page(hub, ana, random), new Page(hub, boris, random)];
  const version: Op = { type: "text.add", lang: "en", dir: "ltr", doc: text };
  other.replica.change([version], 1);
  one.replica.change([version], 1);
  one.send();
  const added: Op = { type: "claim.add", v: 1, claim, lang: "en", from: 1, to: 3, exact: "le", prefix: "", suffix: "", fields: {} };
  const more: Op = { type: "comment.add", claim, comment, text: "Pourquoi ?" };
  one.replica.change([added], 5000);
  one.replica.change([more], 10_000);
  one.replica.undo(15_000);
  one.replica.undo(20_000);
  other.send();
  other.deliver();
  for (let round = 0; round < 3; round++) {
    one.deliver();
    one.take(Infinity, 0);
    one.send();
  }
  expect(one.lost.map(({ type }) => type)).toEqual(["claim.add", "comment.add", "comment.remove", "claim.withdraw"]);
  expect(one.replica.pending).toBe(0);
  expect(hub.state.claims.size).toBe(0);
  expect(hub.log.flatMap(({ refused = [] }) => refused)).toEqual([]);
});
