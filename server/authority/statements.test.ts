import { cp } from "node:fs/promises";
import { temporaryFolder } from "../../fixtures/built-server";
import type { ClaimId, CommitId, DocId, UserId, Version } from "../../shared/ids";
import { systemRandom } from "../../shared/ids";
import { applyCommit } from "../../shared/log/apply";
import { emptyState, stateToJson } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { readOp } from "../../shared/log/sift";
import { readHistory } from "../http/history-reading";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";

// `fixtures/stores/before-statements` was written by the version in which a claim had one statement in French and one in English: a log of 62
// commits, a snapshot of the first 61 of them, rows.

const doc = "statements" as DocId;
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const boris = { user: "boris-check" as UserId, role: "fact-checker" as const };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
let authority: Authority;
beforeEach(async () => {
  folder = await temporaryFolder();
  await cp("fixtures/stores/before-statements", folder.path, { recursive: true });
  store = await openSqlite(folder.path);
  authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
});
afterEach(async () => {
  await authority.drain();
  await store.close();
  await folder.remove();
});

const log = async () => (await store.readBatches(doc, 0 as Version, 1000)).flatMap(({ commits }) => commits);

async function stateAt(version: number | null): Promise<DocState> {
  const state = await authority.stateAt(doc, version as Version | null);
  if (!state.ok) throw new Error(state.refusal.code);
  return state.value;
}

test("L13: a store of before opens, at its head and at its snapshot, and its log is as it was", async () => {
  const before = JSON.stringify(await log());
  const head = await stateAt(null);
  expect(stateToJson(head)).toEqual(stateToJson((await log()).reduce(applyCommit, emptyState)));
  expect(head.claims.get("silent" as ClaimId)?.statements).toEqual({ fr: "Depuis 2016", en: "Since 2016" });
  const then = await stateAt(61);
  expect(then.claims.get("silent" as ClaimId)?.statements).toEqual({ en: "Since 2016" });
  expect(JSON.stringify(await log())).toBe(before);
  expect(before).toContain("statementFr");
});

test("L13: what was kept for its author goes in when it is put back, in today's form", async () => {
  const head = await stateAt(null);
  const [kept] = head.conflicts.values();
  if (!kept || kept.op.type !== "statement.set") throw new Error("nothing kept");
  const ops = [
    { ...kept.op, seen: head.version },
    { type: "conflict.settle" as const, commit: kept.commit, op: kept.index },
  ];
  const answer = await authority.submit({ doc, id: "put-back-1" as CommitId, base: head.version, ops }, boris);
  expect(answer.ok).toBe(true);
  const after = await stateAt(null);
  expect(after.conflicts.size).toBe(0);
  expect(after.claims.get("denied" as ClaimId)?.statements).toEqual({ fr: "Budapest a nié", en: "Hungary denied it" });
});

test("L13: a page of before that sends what it had is understood, and the history tells it as anything else", async () => {
  const head = await stateAt(null);
  const sent = { doc, id: "old-page-1" as CommitId, base: head.version };
  const old = { type: "claim.set", claim: "denied", field: "statementEn", value: "Budapest denied it", seen: head.version };
  const answer = await authority.submit({ ...sent, ops: [readOp(old)] }, boris);
  expect(answer.ok).toBe(true);
  const history = await readHistory(store, authority, doc, { claim: "denied" as ClaimId });
  expect((history.ok ? history.value.lines : []).flatMap(({ ops }) => ops).map(({ type, lang, value }) => [type, lang, value])).toEqual([
    ["statement.set", "en", "Budapest denied it"],
    ["statement.set", "fr", "La Hongrie a d’abord nié l’achat"],
    ["statement.set", "en", "Hungary denied it"],
    ["claim.add", "fr", "La Hongrie a d’abord nié"],
    ["claim.add", "fr", "23 gouvernements"],
    ["claim.add", "fr", "depuis 2016"],
  ]);
});
