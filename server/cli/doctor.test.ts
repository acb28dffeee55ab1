import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId, systemRandom } from "../../shared/ids";
import type { CommitId, DocId, UserId, Version } from "../../shared/ids";
import { RULES } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import { stateToJson } from "../../shared/log/state";
import { createAuthority } from "../authority/authority";
import type { Authority } from "../authority/authority";
import { makeDocument, makeUser, submission, typed } from "../../fixtures/live-server";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { run } from "./commands";

let dataDir: string;
let store: Store;
const who = { user: "anna" as UserId, role: "editor" as const };

const start = (): Authority =>
  createAuthority({ store, logger: { error: () => undefined, warn: () => undefined }, now: Date.now, random: systemRandom });

/** Runs `sourcier doctor …` as from a shell: the store is its own. */
async function doctor(...args: string[]): Promise<{ code: number; said: string }> {
  await store.close();
  const said: string[] = [];
  const code = await run(["doctor", ...args], { env: { DATA_DIR: dataDir }, cwd: dataDir, print: (line) => void said.push(line) });
  store = await openSqlite(dataDir);
  return { code, said: said.join("\n") };
}

async function wordsOf(authority: Authority, doc: DocId, version: Version | null = null): Promise<string> {
  const state = await authority.stateAt(doc, version);
  return state.ok ? (state.value.texts.fr?.doc.textContent ?? "") : state.refusal.code;
}

/** Puts into the log what no door lets in today. */
async function force(doc: DocId, version: number, seq: number, ops: Op[]): Promise<void> {
  const commit = {
    version: version as Version,
    id: newId<CommitId>(systemRandom),
    author: who.user,
    at: 1,
    base: (version - 1) as Version,
    rules: RULES,
    ops,
  };
  expect(await store.appendBatch({ doc, seq, commits: [commit] })).toBe("appended");
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "sourcier-doctor-"));
  store = await openSqlite(dataDir);
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const impossible: Op = { type: "text.step", lang: "fr", step: { stepType: "replace", from: 9000, to: 9001 } };

test("L10: a document whose log holds a commit that does not apply is told of, mended by command, and opens at its last good version", async () => {
  let authority = start();
  const [ill, well] = [await makeDocument(authority, who.user, "Bonjour"), await makeDocument(authority, who.user, "Salut")];
  await authority.submit(submission(ill, 1, typed(1, "A")), who);
  await authority.drain();
  const head = (await store.readCommitsBackwards(ill, null, 1))[0]?.version ?? (0 as Version);
  const [last] = (await store.readBatches(ill, 0 as Version, 100)).slice(-1);
  await force(ill, head + 1, (last?.seq ?? 0) + 1, [impossible]);
  await force(ill, head + 2, (last?.seq ?? 0) + 2, [typed(1, "B")]);
  const logged = await store.readCommitsBackwards(ill, null, 100);

  authority = start();
  expect(await authority.stateAt(ill, null)).toEqual({ ok: false, refusal: { code: "unreadable" } });
  expect(await wordsOf(authority, well)).toContain("Salut");
  await authority.drain();

  const told = await doctor();
  expect(told.code).toBe(1);
  expect(told.said).toContain(ill);
  expect(told.said).toContain(`last good version is ${head}`);
  expect(told.said).not.toContain(well);

  expect((await doctor(ill, "Nobody")).code).toBe(1);
  const admin = await makeUser(store, "admin", "Ada");
  expect(await doctor(ill, "Ada")).toMatchObject({ code: 0 });
  expect(await doctor()).toEqual({ code: 0, said: "Every document can be opened." });
  // Everything is still there, and who had it mended.
  const after = await store.readCommitsBackwards(ill, null, 100);
  expect(after.slice(1)).toEqual(logged);
  expect(after[0]).toMatchObject({ author: admin.id, version: head + 3, ops: [] });

  authority = start();
  const now = await authority.stateAt(ill, null);
  if (!now.ok) throw new Error(now.refusal.code);
  expect(await wordsOf(authority, ill)).toContain("ABonjour");
  expect(await wordsOf(authority, ill, head)).toContain("ABonjour");
  expect(await wordsOf(authority, ill, (head + 1) as Version)).toBe("unreadable");
  // What was made on what is set aside has no place here; what is made now has.
  expect(await authority.submit(submission(ill, head, typed(1, "X")), who)).toMatchObject({ ok: false, refusal: { code: "unreadable" } });
  expect(await authority.submit(submission(ill, now.value.version, typed(1, "y")), who)).toMatchObject({ ok: true });
  await authority.drain();
  authority = start();
  expect(await wordsOf(authority, ill)).toContain("y");
  expect(await authority.submit({ ...submission(ill, 1, typed(1, "z")), id: "mend-000000000001" as CommitId }, who)).toMatchObject({
    ok: false,
  });
  await authority.drain();
});

test("L10: so is one whose text was nested, step by step, beyond what any reader can follow", async () => {
  let authority = start();
  const doc = await makeDocument(authority, who.user, "Bonjour");
  const head = await authority.stateAt(doc, null);
  if (!head.ok) throw new Error(head.refusal.code);
  await authority.drain();
  const [last] = (await store.readBatches(doc, 0 as Version, 100)).slice(-1);
  let inner: { [key: string]: never } | object = { type: "blockquote" };
  for (let level = 1; level < 20; level++) inner = { type: "blockquote", content: [inner] };
  const nest = (at: number): Op => ({
    type: "text.step",
    lang: "fr",
    step: { stepType: "replace", from: at, to: at, slice: { content: [inner] } } as never,
  });
  const { version } = head.value;
  await force(
    doc,
    version + 1,
    (last?.seq ?? 0) + 1,
    Array.from({ length: 400 }, (_, index) => nest(20 * index)),
  );
  const told = await doctor();
  expect(told.said).toContain(`last good version is ${version}`);
  await makeUser(store, "admin", "Ada");
  expect(await doctor(doc, "Ada")).toMatchObject({ code: 0 });
  authority = start();
  expect(await wordsOf(authority, doc)).toContain("Bonjour");
  await authority.drain();
});

test("L11: a document whose log ends before its snapshot or its record, after a mixed restore, is named, with how much is missing and what to do", async () => {
  const authority = start();
  const [ahead, well] = [await makeDocument(authority, who.user, "Bonjour"), await makeDocument(authority, who.user, "Salut")];
  const head = await authority.stateAt(ahead, null);
  if (!head.ok) throw new Error(head.refusal.code);
  await authority.drain();
  await store.writeSnapshot({ doc: ahead, version: 9 as Version, seq: 4, state: { ...stateToJson(head.value), version: 9 } });
  const { code, said } = await doctor();
  expect(code).toBe(1);
  expect(said).toContain(`${ahead}: its log ends at version 1, 8 before version 9`);
  expect(said).toContain("put back the whole store from one backup");
  expect(said).not.toContain(well);
  expect(said).not.toContain("Every document");
});
