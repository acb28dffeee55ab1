import { createHash } from "node:crypto";
import { demo } from "../fixtures/demo";
import { textBetween } from "../shared/doc/text";
import { systemRandom } from "../shared/ids";
import type { CommitId, DocId, UserId, Version } from "../shared/ids";
import { applyCommit } from "../shared/log/apply";
import { MAX_OPS } from "../shared/log/commit";
import { Op } from "../shared/log/op";
import { emptyState } from "../shared/log/state";
import type { DocState } from "../shared/log/state";
import { ok } from "../shared/refusal";
import { DEMO_AUTHOR, seedDemo } from "./seed";
import type { SeedDeps } from "./seed";
import { caseFrom } from "./store/case-members";
import type { Case, DocumentRecord, User } from "./store/Store";

interface Made {
  record: DocumentRecord;
  original: Uint8Array;
  ops: Op[];
}

function setUp(): { deps: SeedDeps; made: Made[]; cases: Case[]; users: User[]; documents: DocId[]; removed: DocId[] } {
  const made: Made[] = [];
  const cases: Case[] = [];
  const users: User[] = [];
  const documents: DocId[] = [];
  const removed: DocId[] = [];
  const deps: SeedDeps = {
    store: {
      listCases: async () => cases,
      listDocumentIds: async () => [...documents],
      listUsers: async () => users,
      putCase: async (record) => {
        cases.push(caseFrom(record));
        return "written";
      },
      removeDocument: async (id) => void removed.push(id),
    },
    create: async (record, original, ops) => {
      made.push({ record, original, ops });
      documents.push(record.id);
      return ok(1);
    },
    textsDir: "fixtures/texts",
    random: systemRandom,
    now: () => 1_700_000_000_000,
  };
  return { deps, made, cases, users, documents, removed };
}

function stateOf(ops: readonly Op[]): DocState {
  const commit = { version: 1 as Version, id: "demo-commit" as CommitId, author: DEMO_AUTHOR, at: 1, base: 0 as Version, ops: [...ops] };
  return applyCommit(emptyState, commit);
}

test("an empty store gets the case, written last, and both texts with their bytes", async () => {
  const { deps, made, cases } = setUp();
  await seedDemo(deps);
  expect(cases).toMatchObject([{ name: "Pegasus", demo: true }]);
  expect(made).toHaveLength(2);
  for (const { record, original, ops } of made) {
    expect(record).toMatchObject({ case: cases[0]?.id, demo: true });
    expect(record.original?.sha256).toBe(createHash("sha256").update(original).digest("hex"));
    expect(ops.length).toBeLessThanOrEqual(MAX_OPS);
    for (const op of ops) expect(Op.safeParse(op).success).toBe(true);
  }
});

test("the ops fold into locked texts in which every claim stands on exactly its quote", async () => {
  const { deps, made } = setUp();
  await seedDemo(deps);
  for (const [index, text] of demo.texts.entries()) {
    const state = stateOf(made[index]?.ops ?? []);
    expect(state.details).toEqual({ ...text.details, locked: true });
    expect(state.source).toBe("fr");
    const source = state.texts.fr;
    if (!source) throw new Error("no source");
    source.doc.check();
    const claims = [...state.claims.values()];
    expect(claims.map((claim) => claim.statements)).toEqual(text.claims.map((claim) => claim.fields.statements));
    for (const [at, sample] of text.claims.entries()) {
      const claim = claims[at];
      expect(claim).toMatchObject({ ...sample.fields, verdict: sample.verdict, rationale: sample.rationale });
      expect(claim?.evidence).toHaveLength(sample.evidence.length);
      const anchor = source.anchors.find((one) => one.claim === claim?.id);
      expect(anchor && textBetween(source.doc, anchor.from, anchor.to)).toBe(sample.quote);
    }
  }
});

test("the demonstration shows overlapping claims and the Hungarian passage with a source on either side", async () => {
  const { deps, made } = setUp();
  await seedDemo(deps);
  const state = stateOf(made[0]?.ops ?? []);
  const anchors = state.texts.fr?.anchors ?? [];
  const overlaps = anchors.filter((a) => anchors.some((b) => a !== b && a.from < b.to && b.from < a.to));
  expect(overlaps.length).toBeGreaterThanOrEqual(6);
  const hungarian = [...state.claims.values()].find((claim) => claim.statements.en === "Hungary first denied, then admitted purchase");
  expect(hungarian).toMatchObject({
    status: "checking",
    verdict: "open",
    statements: { fr: "La Hongrie a d’abord nié, puis reconnu l’achat de Pegasus" },
  });
  expect(hungarian?.evidence.map((item) => item.stance)).toEqual(["supports", "refutes"]);
});

test.each(["cases", "users", "documents"] as const)("a store with %s is left alone", async (what) => {
  const { deps, made, cases, users, documents } = setUp();
  if (what === "cases") cases.push({ id: "c" } as Case);
  if (what === "users") users.push({ id: "u" as UserId } as User);
  if (what === "documents") documents.push("other" as DocId);
  await seedDemo(deps);
  expect(made).toEqual([]);
});

test("a seeding that was cut short begins anew, with nothing doubled", async () => {
  const { deps, made, cases, documents, removed } = setUp();
  let calls = 0;
  const torn: SeedDeps = {
    ...deps,
    create: async (...args) => (++calls === 2 ? Promise.reject(new Error("power cut")) : deps.create(...args)),
  };
  await expect(seedDemo(torn)).rejects.toThrow("power cut");
  expect(cases).toEqual([]);
  await seedDemo(deps);
  expect(removed).toEqual([made[0]?.record.id]);
  expect(cases).toHaveLength(1);
  expect(new Set(documents).size).toBe(2);
});
