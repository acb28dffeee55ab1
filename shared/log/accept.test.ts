import { schema } from "../doc/schema";
import type { ClaimId, CommentId, CommitId, DocId, UserId, Version } from "../ids";
import { accept } from "./accept";
import { applyCommit, applyOp } from "./apply";
import { Commit, RULES } from "./commit";
import { MAX_KEPT, commitFor } from "./kept";
import type { Op } from "./op";
import { Replica } from "./replica";
import { readOp, sift } from "./sift";
import { emptyState, stateFromJson, stateJsonFor, stateToJson } from "./state";
import type { DocState, StateJson } from "./state";

const ana = "user-ana" as UserId;
const boris = "user-boris" as UserId;
const claim = "claim-one" as ClaimId;
const doc = "document" as DocId;
const seen = 1 as Version;

const typed = (pos: number, text: string): Op => ({
  type: "text.step",
  lang: "fr",
  step: { stepType: "replace", from: pos, to: pos, slice: { content: [{ type: "text", text }] } },
});
const text = schema.node("doc", null, [schema.node("paragraph", { id: "block-1" }, [schema.text("le chat 👍 dort")])]).toJSON() as never;

const half = { type: "paragraph", attrs: { id: null } };
const twoHalves = { content: [half, half], openStart: 1, openEnd: 1 };

/** A text with a claim, at version 1. */
function start(): DocState {
  const ops: Op[] = [
    { type: "text.add", lang: "fr", dir: "ltr", doc: text },
    { type: "claim.add", v: 1, claim, lang: "fr", from: 1, to: 3, exact: "le", prefix: "", suffix: "", fields: {} },
    { type: "verdict.propose", claim, verdict: "true", seen: 0 as Version },
  ];
  const made = accept({ doc, id: "commit-first" as CommitId, base: 0 as Version, ops }, ana, 1, [], emptyState);
  if (!made.ok) throw new Error(made.refusal.code);
  return made.state;
}

const pastCommit = { id: "commit-past" as CommitId, author: boris, at: 1, base: 1 as Version, rules: RULES };

let count = 0;
/** Sends whatever is given, as the wire reads it. */
function send(
  state: DocState,
  author: UserId,
  given: readonly unknown[],
  over: readonly Op[] = [],
  base: number = state.version - over.length,
) {
  const sent = { doc, id: `commit-${String(++count)}` as CommitId, base: base as Version, ops: given.map(readOp) };
  const past = over.map((op, index): Commit => ({ ...pastCommit, version: (base + index + 1) as Version, ops: [op] }));
  return accept(sift(sent, { user: author, role: "editor" }, state), author, 2, past, state);
}

function taken(state: DocState, author: UserId, given: readonly unknown[], over?: readonly Op[]): { commit: Commit; state: DocState } {
  const accepted = send(state, author, given, over);
  if (!accepted.ok) throw new Error(accepted.refusal.code);
  const through = JSON.parse(JSON.stringify(accepted.commit)) as Commit;
  expect(stateToJson(applyCommit(state, through))).toEqual(stateToJson(accepted.state));
  return accepted;
}

const words = (state: DocState): string => state.texts.fr?.doc.textContent ?? "";
const tags = (value: unknown): Op => ({ type: "claim.set", v: 1, claim, field: "tags", value, seen });

test.each([
  ["an insertion", { stepType: "replace", from: 900, to: 900, slice: { content: [{ type: "text", text: "perdu" }] } }],
  ["a replacement", { stepType: "replace", from: 4, to: 900, slice: { content: [{ type: "text", text: "perdu" }] } }],
  ["a deletion", { stepType: "replace", from: 4, to: 900 }],
  ["emphasis", { stepType: "addMark", mark: { type: "em" }, from: 4, to: 900 }],
  ["a split", { stepType: "replace", from: 900, to: 900, structure: true, slice: twoHalves }],
  ["an undo", { stepType: "replace", from: 900, to: 900, slice: { content: [{ type: "text", text: "perdu" }] } }, { revert: 0, of: "1.0" }],
])("L6: %s that was never within the text is refused by itself, also when others have written since", (_kind, step, more: object = {}) => {
  const before = taken(start(), boris, [typed(1, "Oui, ")]).state;
  const op = { type: "text.step", lang: "fr", step, ...more };
  const { commit, state } = taken(before, ana, [op, typed(3, "s")], [typed(1, "Oui, ")]);
  expect(commit.refused).toEqual([{ op: 0, code: "out-of-range" }]);
  expect(words(state)).toBe("Oui, les chat 👍 dort");
});

test("L6: a tag cut through an emoji is refused by itself, the other changes of the hour go in", () => {
  const ops = [typed(1, "Oui, "), tags(["chat\uD83D"]), { type: "statement.set", claim, lang: "fr", text: "Il dort", seen }];
  const { commit, state } = taken(start(), ana, ops);
  expect(commit.refused).toEqual([{ op: 1, code: "surrogate" }]);
  expect(words(state)).toBe("Oui, le chat 👍 dort");
  expect(state.claims.get(claim)).toMatchObject({ tags: [], statements: { fr: "Il dort" } });
  expect(state.conflicts.size).toBe(0);
});

test("L6: what is not of its shape, or of no role's, is named by its index in what was sent", () => {
  const ops = [
    { type: "claim.set", v: 1, claim, field: "nothing", value: 1, seen },
    tags(["x".repeat(41)]),
    tags(["bien"]),
    { type: "comment.add", claim: "claim-none", comment: "comment-1", text: "Qui ?" },
    { type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen: 7 },
    { type: "block.state", lang: "fr", block: "__proto__", state: "done" },
    { type: "block.state", lang: "fr", block: "block-1", state: "done" },
  ];
  const { commit, state } = taken(start(), ana, ops);
  expect(commit.refused).toEqual([
    { op: 0, code: "malformed" },
    { op: 1, code: "malformed" },
    { op: 3, code: "not-found" },
    { op: 4, code: "malformed" },
    { op: 5, code: "not-found" },
  ]);
  expect(commit.dropped).toBeUndefined();
  expect(state.claims.get(claim)).toMatchObject({ tags: ["bien"], kind: "fact" });
  expect({ ...state.texts.fr?.blocks }).toEqual({ "block-1": "done" });
});

const linked = (from: number, href: string): Op => ({
  type: "text.step",
  lang: "fr",
  step: { stepType: "addMark", from, to: from + 2, mark: { type: "link", attrs: { href } } },
});

test("L6: a new link that leads where it does not say is refused by itself", () => {
  const ops = [linked(1, "https://www.lemonde.fr@ailleurs.example/"), typed(1, "Oui, "), linked(6, "https://www.lemonde.fr/")];
  const { commit, state } = taken(start(), ana, ops);
  expect(commit.refused).toEqual([{ op: 0, code: "bad-address" }]);
  expect(JSON.stringify(stateToJson(state))).not.toContain("ailleurs");
  expect(state.texts.fr?.doc.firstChild?.toString()).toBe('paragraph("Oui, ", link("le"), " chat 👍 dort")');
});

test("L6: steps after a refused one find their places without it", () => {
  // An emoji in two halves, then words after it, then words before it.
  const { commit, state } = taken(start(), ana, [typed(4, "\uD83D"), typed(5, "\uDE00"), typed(6, "beau "), typed(1, "Oui, ")]);
  expect(commit.refused).toEqual([
    { op: 0, code: "surrogate" },
    { op: 1, code: "surrogate" },
  ]);
  expect(words(state)).toBe("Oui, le beau chat 👍 dort");
});

test("L6: after a step that cannot be read nobody knows where the next ones stand: they go with it, in that text only", () => {
  const ops = [typed(1, "a"), { type: "text.step", lang: "fr", step: { stepType: "none" } }, typed(2, "b"), tags(["bien"])];
  const { commit, state } = taken(start(), ana, ops);
  expect(commit.refused).toEqual([
    { op: 1, code: "malformed" },
    { op: 2, code: "goes-with" },
  ]);
  expect(words(state)).toBe("ale chat 👍 dort");
  expect(state.claims.get(claim)?.tags).toEqual(["bien"]);
});

test("L6: what stands on a refused op goes with it", () => {
  const other = "claim-two" as ClaimId;
  const ops = [
    {
      type: "claim.add",
      v: 1,
      claim: other,
      lang: "fr",
      from: 1,
      to: 3,
      exact: "le",
      prefix: "",
      suffix: "",
      fields: { statements: { fr: "x".repeat(2001) } },
    },
    { type: "claim.set", v: 1, claim: other, field: "tags", value: ["a"], seen },
    { type: "claim.add", v: 1, claim: "claim-three", lang: "fr", from: 4, to: 900, exact: "x", prefix: "", suffix: "", fields: {} },
    { type: "comment.add", claim: "claim-three", comment: "comment-1" as CommentId, text: "Oui" },
    typed(1, "a"),
  ];
  const { commit } = taken(start(), ana, ops);
  expect(commit.refused?.map(({ op, code }) => [op, code])).toEqual([[0, "malformed"], [1, "not-found"], [2, "out-of-range"], [3, "goes-with"]]); // prettier-ignore
});

test("L6: positions inside a surrogate pair are refused, of steps and of passages", () => {
  const inside = 10; // between the halves of the thumb
  const passage = {
    type: "claim.add",
    v: 1,
    claim: "claim-two",
    lang: "fr",
    from: 4,
    to: inside,
    exact: "chat",
    prefix: "",
    suffix: "",
    fields: {},
  };
  for (const op of [typed(inside, "x"), passage]) {
    expect(send(start(), ana, [op])).toMatchObject({ ok: false, refusal: { code: "surrogate" }, refused: [{ op: 0, code: "surrogate" }] });
  }
});

test("L6: a submission of which nothing is left is refused, each op with its reason", () => {
  expect(send(start(), ana, [tags([""]), { type: "claim.withdraw", claim: "claim-none" }])).toMatchObject({
    ok: false,
    refused: [
      { op: 0, code: "malformed" },
      { op: 1, code: "not-found" },
    ],
  });
});

test("L6: the page takes the refused ones out of its view, keeps them with their reason, and goes on", () => {
  const base = start();
  const page = new Replica(base, ana);
  page.change([typed(1, "Oui, ")], 1);
  page.change([{ type: "statement.set", claim, lang: "fr", text: "demi \uD83D", seen }], 2);
  page.change([typed(6, "bon ")], 3);
  const sent = page.next("commit-page" as CommitId);
  if (!sent) throw new Error("nothing to send");
  page.change([typed(10, "et ")], 4);
  const accepted = accept(sift({ ...sent, doc }, { user: ana, role: "editor" }, base), ana, 5, [], base);
  if (!accepted.ok) throw new Error(accepted.refusal.code);
  const received = page.receive(JSON.parse(JSON.stringify(accepted.commit)) as Commit, 6);
  expect(received.refused).toMatchObject([{ op: { type: "statement.set" }, code: "surrogate" }]);
  expect(words(page.view)).toBe("Oui, bon et le chat 👍 dort");
  expect(page.view.claims.get(claim)?.statements).toEqual({});
  expect(page.pending).toBe(1);
});

const decide = (decision: string, note: string): object => ({ type: "review.decide", claim, decision, note, seen });

describe("L6: a claim is not sent back without a word", () => {
  test.each([
    ["nothing", ""],
    ["spaces", " \n\u00a0"],
    ["characters that nobody sees", "\u200b\u2060\ufeff"],
  ])("%s is none: refused by itself, for everyone", (_, note) => {
    const comment = { type: "comment.add", claim, comment: "comment-1" as CommentId, text: "?" };
    expect(send(start(), boris, [decide("sent-back", note)])).toMatchObject({ ok: false, refusal: { code: "note-wanted" } });
    expect(send(start(), boris, [decide("sent-back", note), comment])).toMatchObject({
      ok: true,
      commit: { ops: [comment], refused: [{ op: 0, code: "note-wanted" }] },
    });
  });

  test("a word will do, and the other decisions want none", () => {
    const back = taken(start(), boris, [decide("sent-back", "Une source ?")]).state;
    expect(back.claims.get(claim)).toMatchObject({ status: "sent-back", review: { note: "Une source ?" } });
    expect(taken(start(), boris, [decide("approved", "")]).state.claims.get(claim)?.status).toBe("approved");
    expect(taken(start(), boris, [decide("set-aside", "")]).state.claims.get(claim)?.status).toBe("set-aside");
  });

  test.each([undefined, 1])("L9: one that a log of rules %p has already stays sent back", (rules) => {
    const ops = [decide("sent-back", "")] as Op[];
    const { rules: _, ...past } = pastCommit;
    const commit = Commit.parse({ ...past, ...(rules ? { rules } : {}), version: 2, ops });
    expect(applyCommit(start(), commit).claims.get(claim)).toMatchObject({ status: "sent-back", review: { note: "" } });
  });
});

describe("L8: what is kept", () => {
  const withdraw: Op = { type: "claim.withdraw", claim };
  const comment = (size: number): Op => ({
    type: "comment.add",
    claim,
    comment: `comment-${String(++count)}` as CommentId,
    text: "x".repeat(size),
  });

  /** Version 2: somebody has withdrawn the claim. */
  const withdrawn = (): DocState => taken(start(), boris, [withdraw]).state;

  test("a passage in a version is not taken from a claim that was withdrawn, nor one that is not there", () => {
    const unanchor: Op = { type: "claim.unanchor", claim, lang: "en" };
    const english = {
      type: "text.add",
      lang: "en",
      dir: "ltr",
      doc: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "NSO sells" }] }] },
    };
    const passage = { type: "claim.anchor", claim, lang: "en", from: 1, to: 4, exact: "NSO", prefix: "", suffix: "" };
    const translated = taken(start(), boris, [english, passage] as Op[]).state;
    const { state } = taken(translated, boris, [withdraw]);
    expect(taken(state, ana, [unanchor, comment(1)], [withdraw]).commit.dropped?.[0]).toEqual({ op: 0, code: "gone" });
    expect(taken(translated, ana, [unanchor]).state.texts.en?.anchors).toEqual([]);
    expect(taken(start(), ana, [comment(1), unanchor]).commit.refused).toEqual([{ op: 1, code: "not-found" }]);
  });

  test("what others did is why: it is kept for its author alone", () => {
    const before = withdrawn();
    const { commit, state } = taken(before, ana, [comment(10)], [withdraw]);
    expect(commit.dropped).toEqual([{ op: 0, code: "gone" }]);
    expect(stateJsonFor(state, ana).conflicts).toHaveLength(1);
    expect(stateJsonFor(state, boris).conflicts).toEqual([]);
    // Boris' page folds the same log without it, also when Ana settles it.
    const theirs = commitFor(commit, boris);
    expect(JSON.stringify(theirs)).not.toContain("xxx");
    const { commit: settled } = taken(state, ana, [{ type: "conflict.settle", commit: commit.id, op: 0 }]);
    const page = [theirs, settled].reduce(applyCommit, before);
    expect(stateToJson(page)).toEqual(stateJsonFor(applyCommit(state, settled), boris));
  });

  test("L1 L9: others' pages fold the rest of such a commit by its own rules", () => {
    const before = withdrawn();
    const cutting: Op = { type: "text.step", lang: "fr", step: { stepType: "replace", from: 1, to: 3 } };
    const { commit, state } = taken(before, ana, [comment(10), cutting], [withdraw]);
    expect(commit.dropped).toEqual([{ op: 0, code: "gone" }]);
    const page = applyCommit(before, commitFor(commit, boris));
    expect(stateToJson(page)).toEqual(stateJsonFor(state, boris));
    expect(state.texts.fr?.anchors[0]?.head).not.toEqual([]);
  });

  test("what nobody did is why: it is refused, however old the base", () => {
    const state = taken(start(), boris, [typed(1, "a")]).state;
    for (const [op, code] of [
      [{ type: "comment.add", claim: "claim-none", comment: "comment-1", text: "x" }, "not-found"],
      [{ type: "claim.set", v: 1, claim, field: "status", value: "approved", seen }, "forbidden"],
      [{ type: "review.decide", claim, decision: "approved", note: "", seen }, "own-verdict"],
      [{ type: "claim.add", v: 1, claim, lang: "fr", from: 1, to: 3, exact: "le", prefix: "", suffix: "", fields: {} }, "exists"],
    ] as const) {
      const answer = send(state, ana, [op], [typed(1, "a")]);
      expect([answer.ok, answer.ok ? answer.commit.dropped : answer.refused[0]?.code]).toEqual([false, code]);
    }
  });

  test("it has bounds by number and by size; what is beyond them is refused", () => {
    let state = withdrawn();
    for (let round = 0; round < 3; round++) {
      const answer = send(
        state,
        ana,
        Array.from({ length: 100 }, () => comment(20)),
        [withdraw],
        1,
      );
      if (answer.ok) state = answer.state;
      else expect([round, answer.refusal.code]).toEqual([2, "gone"]);
    }
    expect(state.conflicts.size).toBe(MAX_KEPT);
    let large = withdrawn();
    for (let round = 0; round < 2; round++) {
      const answer = send(
        large,
        ana,
        Array.from({ length: 100 }, () => comment(4900)),
        [withdraw],
        1,
      );
      if (answer.ok) large = answer.state;
    }
    expect(JSON.stringify(stateJsonFor(large, ana).conflicts).length).toBeLessThan(550_000);
    // Somebody else has their own.
    expect(send(large, boris, [comment(4900)], [withdraw], 1)).toMatchObject({ ok: true });
  });

  test("nobody settles what is another's, and settling what is not there is refused", () => {
    const { commit, state } = taken(withdrawn(), ana, [comment(10)], [withdraw]);
    for (const author of [boris, ana]) {
      const op = author === boris ? 0 : 1;
      expect(send(state, author, [{ type: "conflict.settle", commit: commit.id, op }])).toMatchObject({
        ok: false,
        refusal: { code: "not-found" },
      });
    }
  });
});

test("the same verdict proposed again after an approval changes nothing: the two-person rule stays true", () => {
  const approved = taken(start(), boris, [{ type: "review.decide", claim, decision: "approved", note: "", seen }]).state;
  const again = taken(approved, boris, [{ type: "verdict.propose", claim, verdict: "true", seen: approved.version }]).state;
  expect(again.claims.get(claim)).toEqual(approved.claims.get(claim));
  expect(again.claims.get(claim)?.verdictBy).toBe(ana);
});

test("the two-person rule: nobody approves their own verdict, as first set, as changed, or after taking it over", () => {
  const review: Op = { type: "review.decide", claim, decision: "approved", note: "", seen };
  expect(send(start(), ana, [review])).toMatchObject({ ok: false, refusal: { code: "own-verdict" } });
  expect(send(start(), boris, [{ type: "verdict.propose", claim, verdict: "false", seen }, review])).toMatchObject({
    ok: true,
    commit: { refused: [{ op: 1, code: "own-verdict" }] },
  });
  expect(send(start(), boris, [review])).toMatchObject({ ok: true });
  expect(send(start(), boris, [{ type: "verdict.propose", claim, verdict: "open", seen }, review])).toMatchObject({
    commit: { dropped: [{ op: 1, code: "no-verdict" }] },
  });
});

test.each([
  [
    "status",
    { type: "claim.set", v: 1, claim, field: "status", value: "checking", seen },
    { type: "claim.set", v: 1, claim, field: "status", value: "in-review", seen },
  ],
  [
    "statement",
    { type: "statement.set", claim, lang: "en", text: "A", seen },
    { type: "statement.set", claim, lang: "en", text: "B", seen },
  ],
  ["verdict", { type: "verdict.propose", claim, verdict: "false", seen }, { type: "verdict.propose", claim, verdict: "partly", seen }],
  ["rationale", { type: "verdict.propose", claim, rationale: "A", seen }, { type: "verdict.propose", claim, rationale: "B", seen }],
  [
    "review",
    { type: "review.decide", claim, decision: "sent-back", note: "?", seen },
    { type: "review.decide", claim, decision: "approved", note: "", seen },
  ],
  [
    "reviewed verdict",
    { type: "verdict.propose", claim, verdict: "false", seen },
    { type: "review.decide", claim, decision: "approved", note: "", seen },
  ],
] as const)("L7: a %s that its author had not seen is not overwritten, and both values stay", (_, theirs, mine) => {
  const carl = "user-carl" as UserId;
  const before = taken(start(), boris, [theirs]);
  const { commit, state } = taken(before.state, carl, [mine], [theirs]);
  expect(commit.dropped).toEqual([{ op: 0, code: "conflict" }]);
  expect(state.claims).toEqual(before.state.claims);
  expect(stateJsonFor(state, carl).conflicts).toMatchObject([{ op: mine, code: "conflict" }]);
  // Seen, it is theirs to overwrite.
  expect(taken(before.state, carl, [{ ...mine, seen: 2 }]).commit.dropped).toBeUndefined();
});

test("old logs open: a mark on a block that is not there", () => {
  const state = start();
  const act = { author: boris, at: 1, version: 2 as Version, rules: RULES };
  for (const block of ["__proto__", "constructor", "nowhere"]) {
    const marked = applyOp(state, { type: "block.state", lang: "fr", block: block as never, state: "done" }, act);
    const json = marked.ok ? JSON.stringify(stateToJson(marked.value)) : "";
    expect(stateFromJson(JSON.parse(json) as StateJson).texts.fr?.anchors).toHaveLength(1);
    expect(json).not.toContain("__proto__");
  }
  expect(state.texts.fr?.blocks["constructor"]).toBeUndefined();
});
