import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBuiltServer } from "../../fixtures/built-server";
import { Random } from "../../fixtures/random";
import { claimFacets } from "../../shared/search/filter";
import { claimKinds, claimStatuses, verdicts } from "../../shared/claim/claim";
import { newId } from "../../shared/ids";
import type { CaseId, ClaimId, DocId, UserId, Version } from "../../shared/ids";
import { termsOf } from "../../shared/search/terms";
import { openStore } from "../store/open";
import type { ClaimRow, DocumentRow } from "../store/rows";
import type { Store } from "../store/Store";
import { Histogram } from "./histogram";

// A store of thousands of texts and twenty claims in each: what lists, words and counts take in the server, and its start.

const CASES = 50;
const EACH = 20;
const PEOPLE = 30;
const WORDS = 4000;
const TIMES = 20;
/** Texts that are written at once: they share one fsync. */
const AT_ONCE = 50;
const BEGAN = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const syllables = ["ba", "ce", "di", "fo", "gu", "lan", "mer", "nis", "por", "qué", "ra", "sen", "tion", "ver", "za", "ment"];

/** Small words are in nearly every sentence; then come those that a newsroom's subject brings with it. */
const common = ["de", "la", "le", "les", "et", "des", "en", "que", "du", "un", "gouvernement", "ministre", "logiciel", "surveillance"];

/** Words as a language has them: the first are in nearly every sentence, the last ones in one of thousands. */
export class Vocabulary {
  readonly words: readonly string[];

  constructor(private readonly random: Random) {
    const made = new Set(common);
    while (made.size < WORDS) made.add(Array.from({ length: 2 + random.below(3) }, () => random.pick(syllables)).join(""));
    this.words = [...made];
  }

  /** By Zipf's law: the chance of a word falls with its rank. */
  sentence(length: number): string {
    return Array.from({ length }, () => this.words[Math.floor(WORDS ** this.random.next()) - 1] ?? "").join(" ");
  }
}

export interface Board {
  readonly cases: readonly CaseId[];
  readonly people: readonly UserId[];
  readonly words: readonly string[];
  readonly docs: readonly DocId[];
}

/** Puts so many texts and their claims into a store, as their readable rows. */
export async function makeBoard(store: Store, texts: number): Promise<Board> {
  const random = new Random(20261130);
  const vocabulary = new Vocabulary(random);
  const people = Array.from({ length: PEOPLE }, () => newId<UserId>(random.bytes));
  const cases = Array.from({ length: CASES }, () => newId<CaseId>(random.bytes));
  for (const id of cases)
    await store.putCase({ id, name: vocabulary.sentence(3), createdBy: people[0] as UserId, createdAt: BEGAN, demo: false });
  const docs: DocId[] = [];
  while (docs.length < texts) {
    const some = Array.from({ length: Math.min(AT_ONCE, texts - docs.length) }, () => newId<DocId>(random.bytes));
    const made = some.map((doc) => textOf(doc, { random, vocabulary, people, home: random.pick(cases) }));
    await Promise.all(made.map(({ row }) => store.createDocument(recordOf(row, people[0] as UserId), null)));
    await Promise.all(
      made.map(({ row, claims }) =>
        store.project({
          doc: row.doc,
          version: row.version,
          row,
          changes: { claims: { put: claims, gone: [] }, sources: { put: [], gone: [] } },
          whole: true,
        }),
      ),
    );
    docs.push(...some);
  }
  return { cases, people, words: vocabulary.words, docs };
}

const recordOf = ({ doc, case: home, changedAt }: DocumentRow, createdBy: UserId) => ({
  id: doc,
  case: home,
  createdBy,
  createdAt: changedAt,
  demo: false,
  original: null,
});

interface Making {
  readonly random: Random;
  readonly vocabulary: Vocabulary;
  readonly people: readonly UserId[];
  readonly home: CaseId;
}

function textOf(doc: DocId, making: Making): { row: DocumentRow; claims: ClaimRow[] } {
  const { random, vocabulary, home } = making;
  const claims = Array.from({ length: EACH }, () => claimOf(doc, making));
  const row: DocumentRow = {
    doc,
    case: home,
    version: 1 as Version,
    title: vocabulary.sentence(7),
    publisher: vocabulary.sentence(2),
    author: vocabulary.sentence(2),
    published: "2026",
    address: "",
    source: "fr",
    locked: true,
    languages: [{ lang: "fr", blocks: 20, done: 20 }],
    byStatus: { "to-check": EACH },
    byVerdict: { open: EACH },
    approved: {},
    claims: EACH,
    changedAt: BEGAN + random.below(8000) * HOUR,
    changedBy: null,
    demo: false,
    sha256: null,
  };
  return { row, claims };
}

function claimOf(doc: DocId, { random, vocabulary, people }: Making): ClaimRow {
  const [quote, statement, rationale] = [vocabulary.sentence(14), vocabulary.sentence(10), vocabulary.sentence(12)];
  const tags = random.chance(0.5) ? [vocabulary.sentence(1)] : [];
  const createdAt = BEGAN + random.below(8000) * HOUR;
  return {
    claim: newId<ClaimId>(random.bytes),
    doc,
    version: 1 as Version,
    quote,
    quotes: { fr: quote },
    statements: { fr: statement },
    kind: random.pick(claimKinds),
    tags,
    // Most of a newsroom's claims are done with.
    status: random.chance(0.6) ? "approved" : random.pick(claimStatuses),
    verdict: random.pick(verdicts),
    rationale,
    assignee: random.chance(0.3) ? random.pick(people) : null,
    author: random.pick(people),
    verdictBy: null,
    reviewedBy: null,
    evidence: random.chance(0.7)
      ? [{ id: "evidence-1", address: "https://example.org/", title: "", publisher: "", stance: "supports" }]
      : [],
    comments: 0,
    orphan: random.chance(0.01),
    withdrawn: random.chance(0.03),
    createdAt,
    changedAt: createdAt + random.below(500) * HOUR,
    terms: termsOf(quote, statement, rationale, ...tags),
  };
}

type Ask = () => Promise<unknown>;

/** What people ask of a board: the whole house's, a case file's, by one thing or several, by words of every commonness. */
export function questions(store: Store, { cases, people, words, docs }: Board): Record<string, Ask> {
  const [house, some, one] = [[...cases], cases.slice(0, 20), cases.slice(0, 1)];
  const [mine, often, seldom] = [people[3] as UserId, "gouvernement", words[3000] ?? ""];
  type Filter = Parameters<Store["findClaims"]>[0]["filter"];
  const claims = (filter: Filter, after: Parameters<Store["findClaims"]>[0]["after"] = null): Ask => {
    return () => store.findClaims({ filter, sort: "changed", after, limit: 50 });
  };
  const texts = (filter: Parameters<Store["findDocuments"]>[0]["filter"], sort: "changed" | "title" = "changed"): Ask => {
    return () => store.findDocuments({ filter, sort, after: null, limit: 50 });
  };
  const counts = Object.fromEntries(
    claimFacets.flatMap((by): [string, Ask][] => [
      [`counts by ${by}, all case files`, () => store.countClaims({ cases: house }, by)],
      [`counts by ${by}, twenty case files`, () => store.countClaims({ cases: some }, by)],
      [`counts by ${by}, one case file`, () => store.countClaims({ cases: one }, by)],
      [`counts by ${by}, a frequent word`, () => store.countClaims({ cases: house, words: often }, by)],
      [`counts by ${by}, a small word`, () => store.countClaims({ cases: house, words: "de" }, by)],
      [`counts by ${by}, a status and an assignee`, () => store.countClaims({ cases: house, status: ["checking"], assignee: [mine] }, by)],
    ]),
  );
  return {
    "claims, the newest": claims({ cases: house }),
    "claims, the newest of one case file": claims({ cases: one }),
    "claims, far behind": claims({ cases: house }, { at: BEGAN + 100 * HOUR, doc: docs[0] as DocId, key: "" }),
    "claims of a text": claims({ cases: house, docs: docs.slice(0, 1) }),
    "claims by status": claims({ cases: house, status: ["in-review"] }),
    "claims by status and verdict": claims({ cases: house, status: ["checking"], verdict: ["false", "misleading"] }),
    "claims of one person": claims({ cases: house, assignee: [mine] }),
    "claims of one person, of a status and a kind": claims({ cases: house, assignee: [mine], status: ["sent-back"], kind: ["figure"] }),
    "claims of nobody": claims({ cases: house, assignee: ["nobody"] }),
    "claims without their passage": claims({ cases: house, orphan: true }),
    "claims without a source": claims({ cases: house, sources: false, status: ["approved"] }),
    "claims withdrawn": claims({ cases: house, withdrawn: true }),
    "claims by a tag": claims({ cases: house, tags: [words[1000] ?? ""] }),
    "claims by author, of twenty case files": claims({ cases: some, author: [mine] }),
    "claims by a frequent word": claims({ cases: house, words: often }),
    "claims by the beginning of one": claims({ cases: house, words: often.slice(0, 2) }),
    "claims by a rare word": claims({ cases: house, words: seldom }),
    "claims by a small word": claims({ cases: house, words: "de" }),
    "claims by three words": claims({ cases: house, words: "le ministre logiciel" }),
    "claims by a frequent and a rare word": claims({ cases: house, words: `${often} ${seldom}` }),
    "claims by a word, a status and a person": claims({ cases: house, words: often, status: ["checking"], assignee: [mine] }),
    "claims by a word in one case file": claims({ cases: one, words: often }),
    "texts, the newest": texts({ cases: house }),
    "texts by title": texts({ cases: house }, "title"),
    "texts by a frequent word": texts({ cases: house, words: often }),
    "texts by a rare word": texts({ cases: house, words: seldom }),
    "texts in figures": () => store.countDocuments({ cases: house }),
    "one text": () => store.readDocumentRow(docs[17] as DocId),
    "sources by a word": () => store.findSources({ filter: { cases: house, words: often }, sort: "changed", after: null, limit: 10 }),
    ...counts,
  };
}

export interface Answered {
  readonly what: string;
  readonly took: Histogram;
}

/** One after the other, round after round. */
export async function askBoard(asks: Record<string, Ask>, times = TIMES): Promise<Answered[]> {
  const rows = Object.entries(asks).map(([what, ask]) => ({ what, ask, took: new Histogram() }));
  for (let round = -1; round < times; round += 1) {
    for (const { ask, took } of rows) {
      const began = performance.now();
      await ask();
      // The first time nothing is compiled yet.
      if (round >= 0) took.add(performance.now() - began);
    }
  }
  return rows;
}

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** `rows`: how many of the slowest are told. */
export async function benchBoard(texts: number, mongodbUri: string | null): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-board-"));
  try {
    const store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
    const filling = performance.now();
    const board = await makeBoard(store, texts);
    const filled = performance.now() - filling;
    const answered = await askBoard(questions(store, board));
    await store.close();
    const starts = await startsOf(dataDir, mongodbUri);
    const all = new Histogram();
    for (const { took } of answered) for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) all.add(took.at(share));
    const slowest = answered.toSorted((one, other) => other.took.at(0.95) - one.took.at(0.95));
    return [
      `${texts} texts with ${texts * EACH} claims in ${CASES} case files, on ${mongodbUri === null ? "SQLite" : "the MongoDB-compatible server"}; made in ${ms(filled / 1000)} s.`,
      `${answered.length} questions, ${TIMES} times each: ${ms(all.at(0.5))} / ${ms(all.at(0.95))} ms (p50 / p95). From the start of the process to ready: ${starts.map(ms).join(", ")} ms.`,
      "",
      "| question | p50 ms | p95 ms |",
      "| --- | ---: | ---: |",
      ...slowest.map(({ what, took }) => `| ${what} | ${ms(took.at(0.5))} | ${ms(took.at(0.95))} |`),
      "",
    ].join("\n");
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Milliseconds until the built server is ready: the first start makes what a new version of rows wants. */
async function startsOf(dataDir: string, mongodbUri: string | null): Promise<number[]> {
  const env = { DEMO: "off", ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) };
  const took: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    const server = await startBuiltServer({ dataDir, env });
    if (!(await fetch(`${server.origin}/readyz`)).ok) throw new Error("not ready");
    took.push(performance.now() - began);
    await server.stop();
  }
  return took;
}
