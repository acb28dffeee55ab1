import { Random } from "../../fixtures/random";
import type { BlockId, ClaimId, CommentId, CommitId, DocId, EvidenceId, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { Op as OpSchema } from "../../shared/log/op";
import { emptyState } from "../../shared/log/state";
import { roles } from "../../shared/people";
import { maySend } from "../../shared/rights/op-rights";
import type { Reply } from "../../shared/protocol/socket";
import { encodeSubmission } from "../../shared/protocol/submit";
import { WIRE_VERSION } from "../../shared/protocol/version";
import { ask, claimed, enter, makeDocument, startTestServer, submission, textOf, typed, until } from "../../fixtures/live-server";
import type { Page, TestServer } from "../../fixtures/live-server";

jest.setTimeout(60_000);

let testServer: TestServer;
beforeAll(async () => {
  testServer = await startTestServer();
});
afterAll(async () => {
  await testServer.close();
  expect(testServer.complaints).toEqual([]);
});

// What a page that is not ours may send: no name, no shape, no answer wanted.
interface Raw {
  emit(event: string, ...args: unknown[]): void;
}
const raw = (page: Page): Raw => page as unknown as Raw;
const askRaw = (page: Page, event: string, payload: unknown): Promise<Reply<unknown>> =>
  new Promise((resolve) => raw(page).emit(event, payload, resolve));

const refusalOf = (reply: Reply<unknown>): string => (reply.ok ? "ok" : reply.refusal.code);

describe("the door", () => {
  test("refuses whatever is not of the agreed shape, and stays open", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    const good = submission(doc, 1, typed(1, "x"));
    const wrong: unknown[] = [
      null,
      undefined,
      0,
      "",
      "x".repeat(100_000),
      [],
      [[]],
      {},
      { ...good, extra: 1 },
      { ...good, doc: { $ne: null } },
      { ...good, id: "../../etc" },
      { ...good, base: -1 },
      { ...good, base: 1.5 },
      { ...good, base: "1" },
      { ...good, ops: [] },
      { ...good, ops: Array.from({ length: 201 }, () => typed(1, "x")) },
      { ...good, ops: [null] },
      { ...good, ops: [{ type: "claim.destroy" }] },
      { ...good, ops: [{ ...typed(1, "x"), step: null }] },
      { ...good, ops: [{ ...typed(1, "x"), step: JSON.parse('{"__proto__":{"polluted":true},"stepType":"replace"}') as unknown }] },
      { ...good, ops: [{ ...typed(1, "x"), step: { constructor: { prototype: { polluted: true } } } }] },
      { ...good, ops: [{ ...typed(1, "x"), step: { stepType: "replace", from: -4, to: 2 } }] },
      { ...good, ops: [{ ...typed(1, "x"), step: { stepType: "replace", from: 5, to: 2 } }] },
      { ...good, ops: [{ ...typed(1, "x"), step: nested(200) }] },
      { ...good, ops: [{ type: "text.add", lang: "en", dir: "ltr", doc: { type: "doc", content: [{ type: "script" }] } }] },
      { ...good, ops: [{ type: "text.add", lang: "xx", dir: "ltr", doc: textOf("x") }] },
    ];
    for (const payload of wrong) expect([payload, refusalOf(await askRaw(page, "submit", payload))]).toEqual([payload, "malformed"]);
    for (const event of ["open", "read"]) expect(refusalOf(await askRaw(page, event, { doc }))).toBe("malformed");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(refusalOf(await ask.submit(page, good))).toBe("ok");
    page.close();
  });

  test("passes over events without an answer, with too much, or of no name", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    for (const event of ["open", "submit", "read", "close", "here", "library", "c", "__proto__", "constructor"]) {
      for (const args of [[], [null], [undefined, null], [{ doc }, 1, 2], [[], {}]]) raw(page).emit(event, ...args);
    }
    expect(refusalOf(await ask.submit(page, submission(doc, 1, typed(1, "x"))))).toBe("ok");
    page.close();
  });

  test("ends a connection that sends more than a frame may hold, and serves the next one", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    raw(page).emit("submit", { ...submission(doc, 1, typed(1, "x")), more: "x".repeat(5 * 1024 * 1024) }, () => undefined);
    await until(() => !page.connected, "it is disconnected");
    const next = await enter(testServer, "editor");
    expect(refusalOf(await ask.submit(next.page, submission(doc, 1, typed(1, "x"))))).toBe("ok");
    next.page.close();
  });

  test("survives anything at random (100 seeds)", async () => {
    const { user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    for (let seed = 1; seed <= 100; seed += 10) {
      const { page } = await enter(testServer, "editor");
      for (let one = seed; one < seed + 10; one++) {
        const random = new Random(one);
        for (let n = 0; n < 5; n++) {
          const payload = random.chance(0.3)
            ? anything(random, 4)
            : random.chance(0.5)
              ? mutated(random, submission(doc, 1, typed(1, "x"), claimed(1, 4, "Bon")))
              : mutated(random, encodeSubmission(submission(doc, 1, typed(1, "x"), typed(2, "y"))));
          const event = random.pick(["open", "submit", "read", "here", "close"]);
          if (random.chance(0.3)) raw(page).emit(event, payload);
          else raw(page).emit(event, payload, () => undefined);
        }
      }
      expect((await ask.open(page, doc)).ok).toBe(true);
      page.close();
    }
  });

  test("turns away a page that speaks another version", async () => {
    const { page, user } = await enter(testServer, "reader");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    expect(refusalOf(await askRaw(page, "open", { doc, have: null, wire: WIRE_VERSION + 1 }))).toBe("wire-version");
    page.close();
  });

  test("knows no document that is not there", async () => {
    const { page } = await enter(testServer, "admin");
    const nowhere = "nowhere-00" as DocId;
    expect(refusalOf(await ask.open(page, nowhere))).toBe("not-found");
    expect(refusalOf(await ask.read(page, nowhere, 0))).toBe("not-found");
    expect(refusalOf(await ask.submit(page, submission(nowhere, 0, typed(1, "x"))))).toBe("not-found");
    page.close();
  });

  test("lets nobody ask without end", async () => {
    const { page, user } = await enter(testServer, "editor");
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    const answers = await Promise.all(Array.from({ length: 400 }, () => askRaw(page, "submit", null)));
    expect(answers.slice(0, 300).map(refusalOf)).toEqual(Array.from({ length: 300 }, () => "malformed"));
    // How many seconds are left depends on how long those took.
    expect(answers[300]).toMatchObject({ refusal: { code: "too-many-tries", detail: { seconds: expect.any(Number) } } });
    const other = await enter(testServer, "editor");
    expect(refusalOf(await ask.submit(other.page, submission(doc, 1, typed(1, "x"))))).toBe("ok");
    page.close();
    other.page.close();
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let n = 0; n < depth; n++) value = { deeper: value };
  return value;
}

function anything(random: Random, depth: number): unknown {
  const leaves = [null, true, -1, 1e308, "", "__proto__", "\ud83d", "x".repeat(1000), "$ne"];
  if (depth === 0 || random.chance(0.3)) return random.pick(leaves);
  const inner = () => anything(random, depth - 1);
  if (random.chance(0.5)) return Array.from({ length: random.below(5) }, inner);
  return Object.fromEntries(
    Array.from({ length: random.below(5) }, () => [random.pick(["doc", "ops", "base", "type", "toString", "constructor"]), inner()]),
  );
}

/** The value with one place in it replaced by anything. */
function mutated(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.chance(0.15)) return anything(random, 2);
  if (Array.isArray(value)) {
    const at = random.below(value.length);
    return value.map((item: unknown, index) => (index === at ? mutated(random, item) : item));
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return anything(random, 2);
  const chosen = random.pick(keys);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === chosen ? mutated(random, inner) : (inner as unknown)]),
  );
}

const claim = "claim-0001" as ClaimId;
const seen = 1 as Version;
const evidence = "source-001" as EvidenceId;
const comment = "comment-01" as CommentId;
const passage = { from: 1, to: 4, exact: "Bon", prefix: "", suffix: "jour" };

/** One of each kind, and of each way in which rights tell them apart. */
const samples: Record<string, Op> = {
  "text.step (source)": typed(1, "x"),
  "text.step (version)": { ...(typed(1, "x") as Extract<Op, { type: "text.step" }>), lang: "en" },
  "text.add": { type: "text.add", lang: "de", dir: "ltr", doc: textOf("Guten Tag") },
  "claim.add": claimed(1, 4, "Bon"),
  "claim.set (statement)": { type: "statement.set", claim, lang: "en", text: "Good", seen },
  "claim.set (kind)": { type: "claim.set", v: 1, claim, field: "kind", value: "figure", seen },
  "claim.anchor (source)": { type: "claim.anchor", claim, lang: "fr", ...passage },
  "claim.anchor (version)": { type: "claim.anchor", claim, lang: "en", ...passage, exact: "Goo" },
  "claim.unanchor": { type: "claim.unanchor", claim, lang: "en" },
  "claim.withdraw": { type: "claim.withdraw", claim },
  "claim.restore": { type: "claim.restore", claim },
  "evidence.add": { type: "evidence.add", claim, evidence, fields: {} },
  "evidence.set": { type: "evidence.set", claim, evidence, field: "title", value: "x" },
  "evidence.remove": { type: "evidence.remove", claim, evidence },
  "evidence.restore": { type: "evidence.restore", claim, evidence },
  "verdict.propose": { type: "verdict.propose", claim, verdict: "true", seen },
  "review.decide": { type: "review.decide", claim, decision: "sent-back", note: "?", seen },
  "comment.add": { type: "comment.add", claim, comment, text: "?" },
  "comment.edit": { type: "comment.edit", claim, comment, text: "!" },
  "comment.resolve": { type: "comment.resolve", claim, comment, resolved: true },
  "comment.remove": { type: "comment.remove", claim, comment },
  "comment.restore": { type: "comment.restore", claim, comment },
  "block.state": { type: "block.state", lang: "en", block: "b000" as BlockId, state: "done" },
  "doc.set": { type: "doc.set", field: "title", value: "Titre" },
  "conflict.settle": { type: "conflict.settle", commit: "commit-001" as CommitId, op: 0 },
};

describe("rights", () => {
  test("are shown for every kind of op there is", () => {
    const kinds = OpSchema.def.options.flatMap((option) => option.shape.type.def.values);
    expect(new Set(Object.values(samples).map(({ type }) => type))).toEqual(new Set(kinds));
  });

  test.each(roles)("of a %s over the socket are as the table says, op by op", async (role) => {
    const { page, user } = await enter(testServer, role);
    const doc = await makeDocument(testServer.authority, user.id, "Bonjour");
    const asEditor = { user: user.id, role: "editor" as const };
    const prepared = submission(doc, 1, { type: "text.add", lang: "en", dir: "ltr", doc: textOf("Good day") }, claimed(1, 4, "Bon", claim));
    expect((await testServer.authority.submit(prepared, asEditor)).ok).toBe(true);
    for (const [what, op] of Object.entries(samples)) {
      const state = testServer.authority.headOf(doc) ?? emptyState;
      const head = state.version;
      const code = refusalOf(await ask.submit(page, submission(doc, head, op)));
      expect([what, code === "forbidden"]).toEqual([what, !maySend({ user: user.id, role }, op, state)]);
    }
    page.close();
  });
});
