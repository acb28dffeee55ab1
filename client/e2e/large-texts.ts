import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schema } from "../../shared/doc/schema";
import { quoteOf } from "../../shared/doc/text";
import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, ClaimId, DocId, UserId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { createAuthority } from "../../server/authority/authority";
import { openStore } from "../../server/store/open";

/** A text of the measurement: the two French texts over and over. */
export interface LargeText {
  readonly doc: DocId;
  readonly words: number;
  readonly claims: number;
}

export const largeTexts: readonly LargeText[] = [
  { doc: "bench-small" as DocId, words: 800, claims: 20 },
  { doc: "bench-large" as DocId, words: 25_000, claims: 2000 },
  { doc: "bench-huge" as DocId, words: 250_000, claims: 2000 },
];

const author = "bench00000" as UserId;
const CASE = "bench-case" as CaseId;

const quiet = (): void => undefined;

/** Puts the texts into an embedded store that no server has open. */
export async function plantLargeTexts(dataDir: string, root: string): Promise<void> {
  const store = await openStore({ dataDir });
  const authority = createAuthority({ store, logger: { warn: quiet, error: quiet }, now: Date.now, random: systemRandom });
  const createdAt = Date.now();
  await store.putCase({ id: CASE, name: "Mesure", createdBy: author, createdAt, demo: false });
  for (const text of largeTexts) {
    const record = { id: text.doc, case: CASE, createdBy: author, createdAt, demo: false, original: null };
    const made = await authority.create(record, null, opsOf(text, paragraphs(root)), author);
    if (!made.ok) throw new Error(made.refusal.code);
  }
  await authority.drain();
  await store.close();
}

const paragraphs = (root: string): string[] =>
  ["000_53dec1b737c56bde.txt", "003_17d07009717388e6.txt"]
    .flatMap((name) => readFileSync(join(root, "fixtures", "texts", name), "utf8").split("\n"))
    .map((line) => line.trim())
    .filter((line) => line.split(/\s+/).length > 8);

function opsOf({ words, claims, doc: name }: LargeText, source: readonly string[]): Op[] {
  const blocks = [];
  for (let count = 0, index = 0; count < words; index++) {
    const line = (source[index % source.length] ?? "").split(/\s+/).slice(0, words - count);
    blocks.push(schema.nodes.paragraph.create({ id: `p${index}` }, schema.text(line.join(" "))));
    count += line.length;
  }
  const doc = schema.nodes.doc.create(null, blocks);
  const step = Math.floor((doc.content.size - 100) / claims);
  const ops: Op[] = [
    { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op,
    { type: "doc.set", field: "title", value: `${words} mots (${name})` },
  ];
  for (let index = 0; index < claims; index++) {
    const from = 2 + index * step;
    const passage = { from, to: from + Math.min(24, step - 1) };
    if (doc.textBetween(passage.from, passage.to) === "") continue;
    ops.push({
      type: "claim.add",
      v: 1,
      claim: newId<ClaimId>(systemRandom),
      lang: "fr",
      ...passage,
      ...quoteOf(doc, passage.from, passage.to),
      fields: { statements: { fr: `Affirmation ${index + 1}` } },
    });
  }
  return ops;
}
