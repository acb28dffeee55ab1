import type { ClaimId, EvidenceId, UserId } from "../ids";
import { Op } from "../log/op";
import { emptyState } from "../log/state";
import type { DocState } from "../log/state";
import { roles } from "../people";
import type { Role } from "../people";
import { actions, may } from "./may";
import type { Action, Facts } from "./may";
import { maySend } from "./op-rights";

// The rights written down once more, by role instead of by action, so that a slip in the table does not go unseen.

const me = "me" as UserId;
const as = (role: Role, house: Role = role) => ({ user: me, house, role });

const reads: Action[] = ["people.see", "members.see", "case.leave", "document.read", "original.read", "history.read", "conflict.settle"];
const answers: Action[] = [...reads, "comment.add", "comment.edit", "comment.resolve", "comment.remove", "comment.restore"];
const gives: Action[] = ["evidence.add", "evidence.set", "evidence.remove", "evidence.restore"];
const makes: Action[] = ["case.make", "case.rename", "document.add", "document.move"];
const claims: Action[] = [
  "claim.add",
  "claim.set",
  "statement.set",
  "claim.anchor",
  "claim.unanchor",
  "claim.withdraw",
  "claim.restore",
  "verdict.propose",
];
const translates: Action[] = ["text.step", "text.add", "block.state", "statement.set", "claim.anchor", "claim.unanchor"];
const expected: Readonly<Record<Role, readonly Action[]>> = {
  reader: reads,
  author: [...answers, ...gives],
  translator: [...answers, ...translates],
  "fact-checker": [...answers, ...gives, ...makes, ...claims],
  editor: actions.filter((action) => !["people.manage", "members.manage", "bin.remove"].includes(action)),
  admin: actions,
};

test.each(roles)("a %s may do what is written down of the role, where no fact holds them back", (role) => {
  const allowed = actions.filter((action) => may(as(role), action));
  expect(allowed.toSorted()).toEqual([...new Set(expected[role])].toSorted());
});

test("every kind of op is an action", () => {
  const kinds = Op.def.options.flatMap((option) => option.shape.type.def.values);
  expect(kinds.filter((kind) => !actions.includes(kind))).toEqual([]);
});

test("without a grant nobody may do anything, and the house's affairs go by the role in the house", () => {
  expect(actions.filter((action) => may(null, action))).toEqual([]);
  expect(may(as("editor", "reader"), "case.make")).toBe(false);
  expect(may(as("reader", "admin"), "people.manage")).toBe(true);
  expect(may(as("reader", "admin"), "document.rename")).toBe(false);
});

const facts: readonly [Action, Facts, readonly Role[]][] = [
  ["text.step", { lang: "fr", source: "fr" }, ["admin", "editor"]],
  ["text.step", { lang: "fr", source: "fr", locked: true }, []],
  ["text.step", { lang: "en", source: "fr", locked: true }, ["admin", "editor", "translator"]],
  ["text.add", { source: null }, ["admin", "editor", "fact-checker"]],
  ["claim.anchor", { lang: "fr", source: "fr" }, ["admin", "editor", "fact-checker"]],
  ["review.decide", { own: true }, []],
  ["comment.edit", { own: false }, []],
  ["evidence.set", { own: false }, ["admin", "editor", "fact-checker"]],
  ["evidence.set", { own: true }, ["admin", "editor", "fact-checker", "author"]],
];
test.each(facts)("%s with %j is for %j", (action, what, whom) => {
  expect(roles.filter((role) => may(as(role), action, what))).toEqual(whom);
});

const given = (by: string) => ({ id: `of-${by}`, by }) as never;

test("L6: an author changes the sources they gave, and nobody else's", () => {
  const claim = "claim" as ClaimId;
  const state = {
    ...emptyState,
    claims: new Map([[claim, { evidence: [given("me"), given("another")] }]]) as unknown as DocState["claims"],
  };
  const change = (evidence: string): Op => ({ type: "evidence.set", claim, evidence: evidence as EvidenceId, field: "title", value: "x" });
  expect(maySend(as("author"), change("of-me"), state)).toBe(true);
  expect(maySend(as("author"), change("of-another"), state)).toBe(false);
  expect(maySend(as("fact-checker"), change("of-another"), state)).toBe(true);
  // It comes with the same sending.
  expect(maySend(as("author"), change("to-come"), state)).toBe(true);
});
