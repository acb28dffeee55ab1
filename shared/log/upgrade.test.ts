import rules0 from "../../fixtures/logs/rules-0.json";
import old from "../../fixtures/logs/statement-fields.json";
import type { Claim } from "../claim/claim";
import type { ClaimId } from "../ids";
import { applyCommit } from "./apply";
import { Commit } from "./commit";
import { Op } from "./op";
import { emptyState, stateFromJson, stateToJson } from "./state";
import type { DocState, StateJson } from "./state";
import { opVersion, upgradeCommit, upgradeField, upgradeOp } from "./upgrade";

// `fixtures/logs/statement-fields.json` was written by the version in which a claim had the fields `statementFr` and `statementEn`: a log, a
// snapshot of it, and what a page that was closed had left in its browser.

const commits = old.commits as unknown as readonly Commit[];
const folded = (upTo = commits.length): DocState => commits.slice(0, upTo).reduce(applyCommit, emptyState);
const claimIn = (state: DocState, id: string): Claim => {
  const claim = state.claims.get(id as ClaimId);
  if (!claim) throw new Error(`no claim ${id}`);
  return claim;
};

test("L13: a log of statements in two fields folds to statements by language", () => {
  const state = folded();
  expect(claimIn(state, "denied").statements).toEqual({ fr: "La Hongrie a d’abord nié l’achat", en: "Hungary denied it" });
  // An empty one is none, and says all the same who emptied it.
  expect(claimIn(state, "clients").statements).toEqual({ en: "NSO has 23 clients" });
  expect(claimIn(state, "silent")).toMatchObject({
    statements: { fr: "Depuis 2016", en: "Since 2016" },
    kind: "figure",
    tags: ["passe 49"],
  });
  expect(claimIn(state, "clients").marks).toMatchObject({
    "statement.fr": { version: 11, by: "boris-check" },
    "statement.en": { version: 9, by: "theo-transl" },
  });
  expect(claimIn(state, "clients").fallBacks?.map(({ of, lang, by }) => [of, lang, by])).toEqual([
    ["statement", "en", "theo-transl"],
    ["statement", "fr", "boris-check"],
  ]);
  const [kept] = state.conflicts.values();
  expect(kept).toMatchObject({ code: "conflict", author: "boris-check" });
  expect(kept?.op).toEqual({ type: "statement.set", claim: "denied", lang: "fr", text: "Budapest a nié", seen: 3 });
  expect(JSON.stringify(stateToJson(state))).not.toMatch(/statement(Fr|En)/);
});

test("L13 L1: a snapshot of before is the state that the log before it folds to", () => {
  const snapshot = stateFromJson(old.snapshot as unknown as StateJson);
  expect(stateToJson(snapshot)).toEqual(stateToJson(folded(old.snapshot.version)));
  const later = commits.slice(old.snapshot.version).reduce(applyCommit, snapshot);
  expect(stateToJson(later)).toEqual(stateToJson(folded()));
});

test("L13 L9: a log of the first rules folds, in today's form, to what it came to then", () => {
  const then = stateToJson(stateFromJson({ ...rules0.state, conflicts: [] } as unknown as StateJson));
  expect(stateToJson((rules0.commits as unknown as Commit[]).reduce(applyCommit, emptyState)).claims).toEqual(then.claims);
});

test("L13: every commit of a log of before is one of today's, ops, submitted form and all, and is not lifted twice", () => {
  for (const commit of commits) {
    const lifted = upgradeCommit(commit);
    expect(Commit.safeParse(lifted).error).toBeUndefined();
    expect(upgradeCommit(lifted)).toBe(lifted);
  }
});

test("L13: what a page of before had left is today's when it is read", () => {
  const { saved, refused } = old.outbox.record;
  const ops = [...saved.inflightLocal, ...saved.queue, ...refused.flatMap((one) => one.ops)].map((op) => Op.parse(upgradeOp(op)));
  expect(ops.map(({ type }) => type)).toEqual(["statement.set", "claim.add", "statement.set", "statement.set"]);
  expect(ops[1]).toMatchObject({ v: 1, fields: { statements: { fr: "Pegasus se vend", en: "Pegasus is sold" } } });
  expect(ops[3]).toEqual({ type: "statement.set", claim: "denied", lang: "fr", text: "Refusé", seen: 3 });
  expect(["statementFr", "statementEn", "rationale", "statement.de"].map(upgradeField)).toEqual([
    "statement.fr",
    "statement.en",
    "rationale",
    "statement.de",
  ]);
});

test("L13: an op says the version that its type has now, and every other is lifted or refused", () => {
  for (const option of Op.def.options) {
    const [type = ""] = option.shape.type.def.values;
    const said = "v" in option.shape ? option.shape.v.def.values[0] : 0;
    expect([type, said]).toEqual([type, opVersion(type)]);
  }
});

test.each([null, 7, "claim.add", [], {}, { type: "claim.add" }, { type: "claim.add", fields: 3 }, { type: "claim.set", field: null }])(
  "L13: what is no op stays what it is: %j",
  (value) => {
    expect(() => upgradeOp(value)).not.toThrow();
    expect(Op.safeParse(upgradeOp(value)).success).toBe(false);
  },
);

test("L13: an op of a version that this code does not know is not folded as something else", () => {
  const [first] = commits;
  const later = { type: "claim.add", v: 99, claim: "later" } as unknown as Op;
  if (!first) throw new Error("no commit");
  expect(upgradeOp(later)).toBe(later);
  expect(Op.safeParse(later).success).toBe(false);
  expect(() => applyCommit(emptyState, { ...first, ops: [...first.ops, later] })).toThrow("of a later version");
});
