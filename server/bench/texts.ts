import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../fixtures/random";
import type { CaseId, DocId, Version } from "../../shared/ids";
import { openStore } from "../store/open";
import type { SectionRow } from "../store/rows";
import type { Store } from "../store/Store";
import { Vocabulary, askBoard, makeBoard } from "./board";

// What it takes to find texts by what they say: bytes at rest, and how long a question waits in the store.

const LANGS = ["fr", "en"] as const;
const BLOCKS = 24;
/** Words of a paragraph. */
const LENGTH = 40;
const SECTIONS = 2;
const AT_ONCE = 50;

/** The sections of a text of some thousand words, in both languages, and their UTF-16 units. */
function sectionsOf(doc: DocId, vocabulary: Vocabulary): { put: SectionRow[]; units: number } {
  let units = 0;
  const put = LANGS.flatMap((lang) =>
    Array.from({ length: SECTIONS }, (_, section): SectionRow => {
      const blocks = Array.from({ length: BLOCKS / SECTIONS }, (__, block) => ({
        id: `b${String(section)}-${String(block)}`,
        text: vocabulary.sentence(LENGTH),
      }));
      units += blocks.reduce((sum, { text }) => sum + text.length, 0);
      return { doc, version: 2 as Version, key: `${lang}/${String(section)}`, lang, at: section, blocks };
    }),
  );
  return { put, units };
}

function bytesIn(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function questions(store: Store, cases: readonly CaseId[]) {
  const find = (words: string) => ({
    [`"${words}", a page`]: () => store.findTexts({ filter: { cases, words }, sort: "changed", after: null, limit: 30 }),
    [`"${words}", how many`]: () => store.countFound("texts", { cases, words }, 1001),
  });
  return { ...find("surveillance"), ...find("de"), ...find("gouvernement ministre"), ...find("portionquésen"), ...find("le por") };
}

/** The table for so many texts. */
export async function benchTexts(texts: number, mongodbUri: string | null): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-texts-"));
  try {
    let store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
    const { docs, cases } = await makeBoard(store, texts);
    await store.close();
    const before = bytesIn(dataDir);
    store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
    const vocabulary = new Vocabulary(new Random(7));
    let units = 0;
    const began = performance.now();
    for (let from = 0; from < docs.length; from += AT_ONCE) {
      await Promise.all(
        docs.slice(from, from + AT_ONCE).map((doc) => {
          const made = sectionsOf(doc, vocabulary);
          units += made.units;
          return store.project({ doc, version: 2 as Version, row: null, changes: { sections: { put: made.put, gone: [] } }, whole: true });
        }),
      );
    }
    const written = (performance.now() - began) / (texts * LANGS.length * SECTIONS);
    const answered = await askBoard(questions(store, cases));
    await store.close();
    const share = mongodbUri === null ? ((bytesIn(dataDir) - before) / units).toFixed(2) : "–";
    return [
      `${String(texts)} texts in two languages, ${(units / 1e6).toFixed(0)} million characters: ${share} bytes at rest for each, ${written.toFixed(1)} ms to write a section.`,
      "",
      "| question | p50 ms | p95 ms |",
      "| --- | ---: | ---: |",
      ...answered.map(({ what, took }) => `| ${what} | ${took.at(0.5).toFixed(1)} | ${took.at(0.95).toFixed(1)} |`),
      "",
    ].join("\n");
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
