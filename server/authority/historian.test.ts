import { makeDocument, submission, typed } from "../../fixtures/live-server";
import { deleted, who } from "../../fixtures/long-log";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../shared/ids";
import type { DocId, Version } from "../../shared/ids";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";
import type { HistoryNews } from "./historian";

const logger = { error: jest.fn(), warn: jest.fn() };
const [ana, ben] = [who("ana"), who("ben")];
let directory = "";
let store: Store;
let clock = 1_795_000_000_000;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-historian-"));
  store = await openSqlite(directory);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const start = (): Authority => createAuthority({ store, logger, now: () => clock, random: systemRandom });
const version = (authority: Authority, doc: DocId): number => authority.headOf(doc)?.version ?? 1;

async function writes(authority: Authority, doc: DocId, by: typeof ana, at: number, words: string): Promise<void> {
  for (const [index, letter] of [...words].entries()) {
    clock += 100;
    expect(await authority.submit(submission(doc, version(authority, doc), typed(at + index, letter)), by)).toMatchObject({ ok: true });
  }
}

async function lines(authority: Authority, doc: DocId, filter = {}) {
  const rows = await authority.history(doc, filter, 100);
  if (!rows.ok) throw new Error(rows.refusal.code);
  return rows.value.map(({ first, last, author, ops }) => [first, last, author, ops[0]?.inserted ?? ops[0]?.taken ?? ""]);
}

test("the history is there as soon as it is asked for, goes on where it ended, also after a restart, and is told by what is new", async () => {
  const authority = start();
  const doc = await makeDocument(authority, ana.user, "Bonjour le monde");
  await writes(authority, doc, ana, 1, "Eh ");
  expect(await lines(authority, doc)).toEqual([
    [2, 4, "ana", "Eh "],
    [1, 1, "ana", ""],
  ]);
  await writes(authority, doc, ben, 20, "!");
  await writes(authority, doc, ana, 4, "bien ");
  expect(await lines(authority, doc, { after: 4 })).toEqual([
    [5, 5, "ben", "!"],
    [2, 10, "ana", "Eh bien "],
  ]);
  await authority.drain();
  const again = start();
  await again.open(doc);
  clock += 120_000;
  await again.submit(submission(doc, 10, deleted(4, 9)), ben);
  expect(await lines(again, doc, { author: ben.user })).toEqual([
    [11, 11, "ben", "bien "],
    [5, 5, "ben", "!"],
  ]);
  expect(await store.historyEnd(doc)).toBe(11);
  await again.drain();
});

test("who asks at once has the same lines, and each commit in one", async () => {
  const authority = start();
  const doc = await makeDocument(authority, ana.user, "Bonjour");
  const writing = writes(authority, doc, ana, 1, "abcdefghijklmnopqrstuvwxyz");
  while (version(authority, doc) < 27) {
    await Promise.all([lines(authority, doc), lines(authority, doc)]);
    await new Promise(setImmediate);
  }
  await writing;
  expect(await lines(authority, doc)).toEqual([
    [2, 27, "ana", "abcdefghijklmnopqrstuvwxyz"],
    [1, 1, "ana", ""],
  ]);
  await authority.drain();
});

test("who watches is told of each new row in turn, without a gap, until they stop", async () => {
  const authority = start();
  const doc = await makeDocument(authority, ana.user, "Bonjour");
  const other = await makeDocument(authority, ana.user, "Ailleurs");
  const told: HistoryNews[] = [];
  const stop = authority.histories.watch(doc, (news) => told.push(news));
  const reaches = async (head: number) => {
    while ((told.at(-1)?.head ?? 0) < head) await new Promise((wait) => setTimeout(wait, 5));
  };
  await reaches(1);
  await writes(authority, doc, ana, 1, "Eh");
  await writes(authority, other, ana, 1, "Oh");
  await reaches(3);
  await writes(authority, doc, ben, 9, "!");
  await reaches(4);
  expect(told.flatMap(({ rows }) => rows).every((row) => row.doc === doc)).toBe(true);
  told.slice(1).forEach((news, index) => expect(news.after).toBe(told[index]?.head));
  expect(told.at(-1)?.rows.map(({ first, last, author }) => [first, last, author])).toEqual([[4, 4, "ben"]]);
  stop();
  const before = told.length;
  await writes(authority, doc, ana, 3, "?");
  await lines(authority, doc);
  expect(told).toHaveLength(before);
  await authority.drain();
});

test("of a document that is not there, or in the bin, there is none", async () => {
  const authority = start();
  expect(await authority.history("none-such" as DocId, {}, 5)).toMatchObject({ ok: false, refusal: { code: "not-found" } });
  const doc = await makeDocument(authority, ana.user, "Bonjour");
  await lines(authority, doc);
  await authority.forget([doc]);
  expect(await authority.history(doc, {}, 5)).toMatchObject({ ok: false });
  expect(await store.historyEnd(doc)).toBe(0 as Version);
  await authority.drain();
});
