import type { ClaimId, UserId, Version } from "../ids";
import { RULES } from "../log/commit";
import type { OpOf } from "../log/op";
import type { Claim } from "./claim";
import { foldClaim, newClaim } from "./fold";
import type { Act } from "./fold";

// L7: a value that somebody else set after its author last looked is neither overwritten nor decided on.

const claim = "claim00000" as ClaimId;
const [ana, boris, chloe] = ["ana0000000", "boris00000", "chloe00000"] as [UserId, UserId, UserId];
const seen = (version: number): Version => version as Version;
const act = (author: UserId, version: number): Act => ({ author, at: version, version: seen(version), rules: RULES });
const first = newClaim({ type: "claim.add", v: 1, claim, fields: {} } as unknown as OpOf<"claim.add">, act(ana, 1));

type Fold = Parameters<typeof foldClaim>[1];

function after(before: Claim, author: UserId, version: number, op: Fold): Claim {
  const result = foldClaim(before, op, act(author, version));
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const set = (field: "status" | "assignee", value: string, at: number): Fold =>
  ({ type: "claim.set", v: 1, claim, field, value, seen: at }) as Fold;
const word = (lang: "fr" | "de", text: string, at: number): Fold => ({ type: "statement.set", claim, lang, text, seen: at }) as Fold;
const propose = (what: { verdict?: "true" | "false"; rationale?: string }, at: number): Fold =>
  ({ type: "verdict.propose", claim, ...what, seen: at }) as Fold;
const review = (decision: "approved" | "sent-back" | "set-aside", at: number): Fold =>
  ({ type: "review.decide", claim, decision, note: "", seen: at }) as Fold;

const judged = after(first, ana, 2, propose({ verdict: "true", rationale: "Deux sources" }, 1));
const waiting = after(judged, ana, 3, set("status", "in-review", 2));

const fields: [string, Claim, (at: number) => Fold, (at: number) => Fold][] = [
  ["statement.fr", first, (at) => word("fr", "Une", at), (at) => word("fr", "Autre", at)],
  ["statement.de", first, (at) => word("de", "Eine", at), (at) => word("de", "Andere", at)],
  ["status", first, (at) => set("status", "checking", at), (at) => set("status", "in-review", at)],
  ["verdict", first, (at) => propose({ verdict: "true" }, at), (at) => propose({ verdict: "false" }, at)],
  ["rationale", first, (at) => propose({ rationale: "Une source" }, at), (at) => propose({ rationale: "Aucune" }, at)],
  ["review", waiting, (at) => review("sent-back", at), (at) => review("set-aside", at)],
];

describe.each(fields)("L7: %s", (field, before, one, other) => {
  const theirs = after(before, boris, 10, one(9));

  test("set by somebody else since is not overwritten", () => {
    expect(foldClaim(theirs, other(9), act(chloe, 11))).toEqual({ ok: false, refusal: { code: "conflict", detail: { field } } });
  });

  test("that they set twice since is not overwritten either", () => {
    const again = after(theirs, boris, 11, other(10));
    expect(foldClaim(again, one(9), act(chloe, 12))).toEqual({ ok: false, refusal: { code: "conflict", detail: { field } } });
    expect(foldClaim(again, one(10), act(chloe, 12))).toEqual({ ok: false, refusal: { code: "conflict", detail: { field } } });
    expect(foldClaim(again, one(11), act(chloe, 12))).toMatchObject({ ok: true });
  });

  test("that was seen is overwritten, as is one's own, and the same may be said twice", () => {
    expect(foldClaim(theirs, other(10), act(chloe, 11))).toMatchObject({ ok: true });
    expect(foldClaim(theirs, other(9), act(boris, 11))).toMatchObject({ ok: true });
    expect(foldClaim(theirs, one(9), act(chloe, 11))).toMatchObject({ ok: true });
  });

  test("that was not seen is not overwritten by who happened to say the same before", () => {
    const twice = after(theirs, chloe, 11, one(9));
    expect(foldClaim(twice, other(9), act(chloe, 12))).toEqual({ ok: false, refusal: { code: "conflict", detail: { field } } });
    expect(foldClaim(twice, other(11), act(chloe, 12))).toMatchObject({ ok: true });
  });
});

test.each(["approved", "sent-back", "set-aside"] as const)("L7: nobody has %s a verdict that they have not seen", (decision) => {
  const changed = after(waiting, boris, 10, propose({ verdict: "false" }, 9));
  expect(foldClaim(changed, review(decision, 9), act(chloe, 11))).toEqual({
    ok: false,
    refusal: { code: "conflict", detail: { field: "verdict" } },
  });
  const again = changed.status === "in-review" ? changed : after(changed, ana, 11, set("status", "in-review", 10));
  expect(foldClaim(again, review(decision, 11), act(chloe, 12))).toMatchObject({ ok: true });
});

const older = (author: UserId, version: number): Act => ({ ...act(author, version), rules: 2 });

test("L9: in a log of older rules who had said the same did overwrite it", () => {
  const said = [older(boris, 10), older(chloe, 11)].reduce((claimed, by) => {
    const result = foldClaim(claimed, word("fr", "Une", 9), by);
    return result.ok ? result.value : claimed;
  }, first);
  expect(foldClaim(said, word("fr", "Autre", 9), older(chloe, 12))).toMatchObject({ ok: true });
});

test("L7: what is not guarded keeps the last value", () => {
  const theirs = after(first, boris, 10, set("assignee", boris, 9));
  expect(foldClaim(theirs, set("assignee", chloe, 9), act(chloe, 11))).toMatchObject({ ok: true, value: { assignee: chloe } });
});
