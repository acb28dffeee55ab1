import { schema } from "../../shared/doc/schema";
import { quoteOf } from "../../shared/doc/text";
import { newId, systemRandom } from "../../shared/ids";
import type { CaseId, ClaimId, DocId, UserId, Version } from "../../shared/ids";
import { verdicts } from "../../shared/claim/claim";
import type { Op } from "../../shared/log/op";
import { createAuthority } from "../../server/authority/authority";
import { projectionNames, projectionVersions } from "../../server/projections/projection";
import { openStore } from "../../server/store/open";
import type { Store } from "../../server/store/Store";

/** A library of many texts: so many in the first case file, so many in each of the others. */
export interface LargeLibrary {
  readonly first: number;
  readonly others: number;
  readonly each: number;
}

/** Where a store is kept. */
export interface StorePlace {
  readonly dataDir: string;
  readonly mongodbUri?: string | undefined;
}

const caseAt = (n: number): CaseId => `long-case-${String(n).padStart(4, "0")}` as CaseId;
export const firstCase = caseAt(0);
export const secondCase = caseAt(1);
export const titleAt = (index: number): string => `Dépêche ${String(index + 1).padStart(4, "0")} : ce que dit le rapport`;
export const docAt = (index: number): DocId => `long-${String(index).padStart(5, "0")}` as DocId;

const author = "bench00000" as UserId;
const quiet = (): void => undefined;
/** Between one text and the next, in milliseconds. */
const APART = 60_000;
/** Texts that are written at once: the store makes several durable together. */
const LANES = 25;

/** Puts the texts into a store that no server has open; the first text is the one changed last. */
export async function plantLargeLibrary(place: StorePlace, { first, others, each }: LargeLibrary): Promise<void> {
  const store = await openStore(place);
  const began = Date.now();
  const homes = Array.from({ length: others + 1 }, (_, n) => ({ id: caseAt(n), n }));
  // The one made last stands first in the library.
  for (const { id, n } of homes)
    await store.putCase({ id, name: `Dossier ${String(n + 1)}`, createdBy: author, createdAt: began - n * APART, demo: false });
  const texts = homes.flatMap(({ id, n }) => Array.from({ length: n === 0 ? first : each }, () => id));
  const entries = [...texts.entries()];
  await Promise.all(
    Array.from({ length: LANES }, (_, lane) =>
      plantTexts(
        store,
        began,
        entries.filter(([index]) => index % LANES === lane),
      ),
    ),
  );
  // As a server leaves it: nothing is to be made again.
  for (const name of projectionNames) await store.writeProjection({ name, version: projectionVersions[name], rebuilding: null });
  await store.close();
}

/** By an authority with a clock of its own, as if each text had been made at its time. */
async function plantTexts(store: Store, began: number, texts: readonly (readonly [number, CaseId])[]): Promise<void> {
  let now = began;
  const authority = createAuthority({ store, logger: { warn: quiet, error: quiet }, now: () => now, random: systemRandom });
  for (const [index, home] of texts) {
    now = began - (index + 1) * APART;
    const record = { id: docAt(index), case: home, createdBy: author, createdAt: now, demo: false, original: null };
    const made = await authority.create(record, null, opsOf(index), author);
    if (!made.ok) throw new Error(made.refusal.code);
  }
  await authority.drain();
}

const paragraph = (words: string) => schema.nodes.paragraph.create({ id: "p1" }, schema.text(words));

/** A short text in two languages with three claims, one of them judged. */
function opsOf(index: number): Op[] {
  const sentence = `Le rapport numéro ${String(index + 1)} compte cinquante mille numéros visés dans onze pays.`;
  const doc = schema.nodes.doc.create(null, [paragraph(sentence)]);
  const english = schema.nodes.doc.create(null, [paragraph("The report counts fifty thousand numbers.")]);
  const passages = [
    [4, 12],
    [20, 30],
    [34, 44],
  ] as const;
  return [
    { type: "text.add", lang: "fr", dir: "ltr", doc: doc.toJSON() } as Op,
    { type: "text.add", lang: "en", dir: "ltr", doc: english.toJSON() } as Op,
    { type: "doc.set", field: "title", value: titleAt(index) },
    { type: "doc.set", field: "publisher", value: index % 3 === 0 ? "Le Monde" : "Amnesty International" },
    { type: "doc.set", field: "published", value: "2021-12-03" },
    ...passages.flatMap(([from, to], n): Op[] => {
      const claim = newId<ClaimId>(systemRandom);
      const fields = { statements: { fr: `Affirmation ${String(n + 1)}` } };
      const add: Op = { type: "claim.add", v: 1, claim, lang: "fr", from, to, ...quoteOf(doc, from, to), fields };
      const verdict = verdicts[index % verdicts.length] ?? "true";
      return n === 0 ? [add, { type: "verdict.propose", claim, verdict, rationale: "Vu.", seen: 0 as Version }] : [add];
    }),
  ];
}
