import { cp } from "node:fs/promises";
import { temporaryFolder } from "../../fixtures/built-server";
import { quoteOf, textBetween } from "../../shared/doc/text";
import { TITLE_BLOCK } from "../../shared/doc/title";
import type { ClaimId, CommitId, DocId, UserId, Version } from "../../shared/ids";
import { systemRandom } from "../../shared/ids";
import { anchorIn, applyCommit } from "../../shared/log/apply";
import { emptyState, stateToJson } from "../../shared/log/state";
import type { DocState } from "../../shared/log/state";
import { HOUSE } from "../../shared/people";
import { historyLine } from "../projections/history-line";
import { openSqlite } from "../store/sqlite";
import type { Store } from "../store/Store";
import { createAuthority } from "./authority";
import type { Authority } from "./authority";

// `fixtures/stores/before-titles` was written by the version before titles were blocks: the demonstration, a version in English begun beside one text.

const docs = ["demo-text-1", "demo-text-2"] as DocId[];
const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
const opened: Authority[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
  await cp("fixtures/stores/before-titles", folder.path, { recursive: true });
  store = await openSqlite(folder.path);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((authority) => authority.drain()));
  await store.close();
  await folder.remove();
});

function open(givesTitles: boolean): Authority {
  const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom, givesTitles });
  opened.push(authority);
  return authority;
}

async function headOf(authority: Authority, doc: DocId): Promise<DocState> {
  const state = await authority.open(doc);
  if (!state.ok) throw new Error(state.refusal.code);
  return state.value;
}

/** What each claim stands on, language by language. */
function passages({ texts }: DocState): string[] {
  return Object.values(texts).flatMap(({ lang, doc, anchors }) =>
    anchors.map((anchor) => `${lang} ${anchor.claim} ${String(anchor.to > anchor.from)} ${textBetween(doc, anchor.from, anchor.to)}`),
  );
}

test("N1: a store of before opens, its texts gain their titles, and every claim stands on its words", async () => {
  const before = await Promise.all(docs.map((doc) => headOf(open(false), doc)));
  const authority = open(true);
  for (const [index, doc] of docs.entries()) {
    const was = before[index] as DocState;
    const now = await headOf(authority, doc);
    expect(was.claims.size).toBeGreaterThan(5);
    expect(passages(now)).toEqual(passages(was));
    expect(now.claims).toEqual(was.claims);
    expect(now.details).toEqual({ ...was.details, locked: true });
    expect(now.texts.fr?.doc.firstChild?.toJSON()).toEqual({
      type: "heading",
      attrs: { id: TITLE_BLOCK, level: 1 },
      content: [{ type: "text", text: was.details.title }],
    });
    expect(now.texts.fr?.doc.childCount).toBe((was.texts.fr?.doc.childCount ?? 0) + 1);
    expect(now.version).toBe(was.version + 1);
  }
  const version = (await headOf(authority, docs[1] as DocId)).texts.en;
  expect(version?.doc.firstChild?.toJSON()).toEqual({ type: "heading", attrs: { id: TITLE_BLOCK, level: 1 } });
  expect(version?.anchors.map(({ exact }) => exact)).toEqual(["Tel Aviv"]);
});

test("N1: it is gained once, whoever opens it and however often; the log folds to what is shown", async () => {
  const two = [open(true), open(true)];
  const heads = await Promise.all(two.map((authority) => headOf(authority, docs[0] as DocId)));
  await Promise.all(opened.splice(0).map((authority) => authority.drain()));
  const later = await headOf(open(true), docs[0] as DocId);
  const log = (await store.readBatches(docs[0] as DocId, 0 as Version, 100)).flatMap(({ commits }) => commits);
  expect(log.map(({ author }) => author).filter((author) => author === HOUSE)).toHaveLength(1);
  const folded = stateToJson(log.reduce(applyCommit, emptyState));
  for (const head of [...heads, later]) expect(stateToJson(head)).toEqual(folded);
  expect(historyLine(log.at(-1) as never).ops).toEqual([{ type: "title", value: expect.stringMatching(/^80 ONG/) as string, count: 1 }]);
});

test("N1 R1: what somebody made on the text of before is carried over the title's coming", async () => {
  const doc = docs[0] as DocId;
  const was = await headOf(open(false), doc);
  const text = was.texts.fr?.doc;
  const anchor = was.texts.fr?.anchors[0];
  if (!text || !anchor) throw new Error("no text");
  const authority = open(true);
  await headOf(authority, doc);
  const { from, to } = anchor;
  const claim = "late-claim" as ClaimId;
  const ops = [{ type: "claim.add" as const, v: 1 as const, claim, lang: "fr" as const, from, to, ...quoteOf(text, from, to), fields: {} }];
  const answer = await authority.submit(
    { doc, id: "late-commit" as CommitId, base: was.version, ops },
    { user: "somebody" as UserId, role: "fact-checker" },
  );
  expect(answer.ok).toBe(true);
  expect(anchorIn(await headOf(authority, doc), "fr", claim)?.exact).toBe(anchor.exact);
});
