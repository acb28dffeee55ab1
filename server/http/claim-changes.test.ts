import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, ClaimId, CommitId, DocId, UserId, Version } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { ClaimChangesView } from "../../shared/protocol/claim-changes";
import type { ClaimChange } from "../../shared/protocol/claim-changes";
import { ClaimsView } from "../../shared/protocol/rest";
import { openTestbed } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";
import { textOf } from "../../fixtures/live-server";

let bed: Testbed;
let checker: Browser;
let reader: Browser;
const maker = "maker-of-all" as UserId;
const [open, closed] = ["case-opened" as CaseId, "case-closed" as CaseId];
beforeAll(async () => {
  bed = await openTestbed();
  checker = await bed.as("fact-checker");
  reader = await bed.as("reader");
  const bare = { name: "Dossier", createdBy: maker, createdAt: 1, demo: false, changes: [], revision: 1 };
  await bed.store.putCase({ ...bare, id: open, access: "open", members: [] });
  await bed.store.putCase({ ...bare, id: closed, access: "closed", members: [{ user: maker, role: "editor", addedBy: maker, at: 1 }] });
});
afterAll(() => bed.close());

const id = (): string => newId<ClaimId>(systemRandom);
const add = (claim: ClaimId): Op => ({
  type: "claim.add",
  v: 1,
  claim,
  lang: "fr",
  from: 1,
  to: 5,
  exact: "Mots",
  prefix: "",
  suffix: "",
  fields: {},
});

/** A text with two claims on its words. */
async function text(home: CaseId): Promise<{ doc: DocId; claims: readonly [ClaimId, ClaimId] }> {
  const doc = id() as string as DocId;
  const record = { id: doc, case: home, createdBy: maker, createdAt: 1, demo: false, original: null };
  await bed.authority.create(record, null, [{ type: "text.add", lang: "fr", dir: "ltr", doc: textOf("Mots") }], maker);
  const claims = [id() as ClaimId, id() as ClaimId] as const;
  await submit(doc, claims.map(add));
  return { doc, claims };
}

async function submit(doc: DocId, ops: readonly Op[]): Promise<void> {
  const state = await bed.authority.stateAt(doc, null);
  const base: Version = state.ok ? state.value.version : (0 as Version);
  const commit = newId<CommitId>(systemRandom);
  const answer = await bed.authority.submit({ doc, id: commit, base, ops: [...ops] }, { user: maker, role: "editor" });
  if (!answer.ok) throw new Error(answer.refusal.code);
}

const change = async (page: Browser, set: ClaimChange, claims: readonly object[]): Promise<ClaimChangesView> =>
  ClaimChangesView.parse((await page.ask("PATCH", "/api/v1/claims", { set, claims })).body);

async function claimOf(doc: DocId, claim: ClaimId) {
  const state = await bed.authority.stateAt(doc, null);
  return state.ok ? state.value.claims.get(claim) : undefined;
}

test("claims of several texts are given to somebody at once, by one commit in each, and back again by what each had", async () => {
  const [one, other] = [await text(open), await text(open)];
  const claims = [one, other].flatMap(({ doc, claims }) => claims.map((claim) => ({ doc, claim, was: null })));
  const done = await change(checker, { field: "assignee", value: maker }, claims);
  expect(done).toEqual({ done: claims, not: [] });
  expect((await claimOf(one.doc, one.claims[1]))?.assignee).toBe(maker);
  // Lists show it by the time of the answer.
  const listed = ClaimsView.parse((await checker.ask("GET", `/api/v1/claims?docs=${one.doc},${other.doc}`)).body);
  expect(listed.claims.map(({ assignee }) => assignee)).toEqual([maker, maker, maker, maker]);
  const state = await bed.authority.stateAt(one.doc, null);
  expect(state.ok && state.value.version).toBe(3);
  // Once more changes nothing, and leaves no trace.
  expect(
    await change(
      checker,
      { field: "assignee", value: maker },
      claims.map(({ doc, claim }) => ({ doc, claim })),
    ),
  ).toEqual({
    done: [],
    not: [],
  });
  const back = claims.map(({ doc, claim }) => ({ doc, claim, was: maker }));
  expect((await change(checker, { field: "assignee", value: null }, back)).done).toHaveLength(4);
  expect((await claimOf(other.doc, other.claims[0]))?.assignee).toBeNull();
});

test("what somebody else set meanwhile is not written over; what is withdrawn or unknown is named, and the others are changed", async () => {
  const { doc, claims } = await text(open);
  const gone = id() as ClaimId;
  await submit(doc, [add(gone)]);
  await submit(doc, [
    { type: "claim.withdraw", claim: gone },
    { type: "claim.set", v: 1, claim: claims[0], field: "status", value: "checking", seen: 3 as Version },
  ]);
  const wanted = [...claims, gone, "claim-none" as ClaimId].map((claim) => ({ doc, claim, was: "to-check" }));
  const { done, not } = await change(checker, { field: "status", value: "in-review" }, wanted);
  expect(done).toEqual([{ doc, claim: claims[1], was: "to-check" }]);
  expect(not).toEqual([
    { doc, claim: claims[0], code: "conflict" },
    { doc, claim: gone, code: "gone" },
    { doc, claim: "claim-none", code: "not-found" },
  ]);
  expect((await claimOf(doc, claims[0]))?.status).toBe("checking");
});

test("a tag is added beside the others, and taken away alone", async () => {
  const { doc, claims } = await text(open);
  await submit(doc, [{ type: "claim.set", v: 1, claim: claims[0], field: "tags", value: ["Hongrie"], seen: 2 as Version }]);
  const both = claims.map((claim) => ({ doc, claim }));
  await change(checker, { field: "tag", value: "Europe", on: true }, both);
  expect((await claimOf(doc, claims[0]))?.tags).toEqual(["Hongrie", "Europe"]);
  expect((await change(checker, { field: "tag", value: "Hongrie", on: false }, both)).done).toEqual([{ doc, claim: claims[0], was: null }]);
  expect((await claimOf(doc, claims[0]))?.tags).toEqual(["Europe"]);
});

test("whoever may not, may not; a closed case file answers as a text that nobody has", async () => {
  const [here, there] = [await text(open), await text(closed)];
  const set: ClaimChange = { field: "status", value: "checking" };
  const all = [here, there].map(({ doc, claims }) => ({ doc, claim: claims[0] }));
  expect((await change(reader, set, all)).not.map(({ code }) => code)).toEqual(["forbidden", "not-found"]);
  const unknown = { doc: "doc-nobody-has", claim: "claim-none" };
  const { done, not } = await change(checker, set, [...all, unknown]);
  expect(done).toHaveLength(1);
  expect(not.map(({ code }) => code)).toEqual(["not-found", "not-found"]);
  expect((await claimOf(there.doc, there.claims[0]))?.status).toBe("to-check");
});

test.each([
  [{ field: "status", value: "approved" }, 1],
  [{ field: "verdict", value: "true" }, 1],
  [{ field: "tag", value: "", on: true }, 1],
  [{ field: "assignee", value: null }, 0],
  [{ field: "assignee", value: null }, 101],
])("%j on %d claims is refused as a whole", async (set, count) => {
  const claims = Array.from({ length: count }, () => ({ doc: "doc-nobody-has", claim: "claim-none" }));
  const answer = await checker.ask("PATCH", "/api/v1/claims", { set, claims });
  expect([answer.status, answer.refusal?.code]).toEqual([400, "malformed"]);
});
