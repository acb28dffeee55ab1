import type { ClaimId, CommitId, UserId, Version } from "../../shared/ids";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { historyLine } from "./history-line";

const commit = (...ops: Op[]): Commit => ({
  version: 7 as Version,
  id: "commit-1" as CommitId,
  author: "ana-1" as UserId,
  at: 1_700_000_000_000,
  base: 6 as Version,
  ops,
});
const step = (json: Record<string, never> | object, lang: "fr" | "en" = "fr"): Op => ({ type: "text.step", lang, step: json as never });
const typed = (at: number, text: string): Op =>
  step({ stepType: "replace", from: at, to: at, slice: { content: [{ type: "text", text }] } });
const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
const claim = "claim-1" as ClaimId;

test("typing is one entry with what was typed", () => {
  const line = historyLine(commit(typed(5, "S"), typed(6, "i"), typed(7, "x"), step({ stepType: "replace", from: 2, to: 5 })));
  expect(line).toEqual({
    version: 7,
    author: "ana-1",
    at: 1_700_000_000_000,
    ops: [{ type: "text.step", lang: "fr", inserted: "Six", deleted: 3, place: { from: 2, to: 5 }, count: 4 }],
    dropped: 0,
  });
});

const written = (...ops: Op[]): string | undefined => historyLine(commit(...ops)).ops[0]?.inserted;

test("words written in several blocks in one go stand apart, in the order of the text", () => {
  expect(written(typed(40, "The minister said."), typed(20, "In 2024"), typed(2, "The report"))).toBe(
    "The report … In 2024 … The minister said.",
  );
  expect(written(typed(2, "Un"), typed(40, "Deux"))).toBe("Un … Deux");
  const back = step({ stepType: "replace", from: 4, to: 5 });
  expect(written(typed(2, "mo"), typed(4, "s"), back, typed(4, "t"))).toBe("most");
  expect(written(typed(2, "le "), step({ stepType: "replace", from: 30, to: 32 }), typed(5, "mot"))).toBe("le mot");
  expect(written(typed(2, "le "), step({ stepType: "replace", from: 30, to: 32 }), typed(20, "mot"))).toBe("le  … mot");
  const split = { content: [{ type: "paragraph" }, { type: "paragraph" }], openStart: 1, openEnd: 1 };
  expect(written(typed(2, "Un"), step({ stepType: "replace", from: 4, to: 4, slice: split }), typed(6, "Deux"))).toBe("Un\nDeux");
});

test("an excerpt is 80 characters at most and never half of one", () => {
  const [entry] = historyLine(commit(typed(1, "👩".repeat(200)))).ops;
  expect([...(entry?.inserted ?? "")]).toHaveLength(80);
  expect(entry?.inserted?.isWellFormed()).toBe(true);
  expect(entry?.inserted?.endsWith("👩…")).toBe(true);
});

test("pasted blocks and line breaks are lines; a split is one", () => {
  const paste = { stepType: "replace", from: 1, to: 1, slice: { content: [paragraph("Un"), paragraph("Deux")], openStart: 1, openEnd: 1 } };
  const split = {
    stepType: "replace",
    from: 3,
    to: 3,
    slice: { content: [{ type: "paragraph" }, { type: "paragraph" }], openStart: 1, openEnd: 1 },
  };
  expect(historyLine(commit(step(paste))).ops[0]?.inserted).toBe("Un\nDeux");
  expect(historyLine(commit(step(split))).ops[0]?.inserted).toBe("\n");
});

test("marks and wrapping say their kind, and two languages are not mixed", () => {
  const mark = { stepType: "addMark", mark: { type: "em" }, from: 1, to: 4 };
  expect(historyLine(commit(step(mark), step(mark), step(mark, "en"))).ops).toEqual([
    { type: "text.step", lang: "fr", field: "addMark", count: 2 },
    { type: "text.step", lang: "en", field: "addMark", count: 1 },
  ]);
});

test("ops name their claim, their field and what it became", () => {
  const seen = 0 as Version;
  const ops: Op[] = [
    { type: "claim.add", v: 1, claim, lang: "fr", from: 1, to: 5, exact: "Pegasus", prefix: "", suffix: "", fields: {} },
    { type: "claim.set", v: 1, claim, field: "tags", value: ["a", "b"], seen },
    { type: "claim.set", v: 1, claim, field: "assignee", value: null, seen },
    { type: "verdict.propose", claim, verdict: "false", rationale: "…", seen },
    { type: "doc.set", field: "locked", value: true },
  ];
  expect(historyLine({ ...commit(...ops), dropped: [{ op: 1, code: "conflict" }] })).toMatchObject({
    ops: [
      { type: "claim.add", claim, lang: "fr", value: "Pegasus", count: 1 },
      { type: "claim.set", claim, field: "tags", value: "a, b", count: 1 },
      { type: "claim.set", claim, field: "assignee", value: "", count: 1 },
      { type: "verdict.propose", claim, field: "verdict", value: "false", count: 1 },
      { type: "doc.set", field: "locked", value: "true", count: 1 },
    ],
    dropped: 1,
  });
});
