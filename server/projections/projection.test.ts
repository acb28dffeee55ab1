import type { Claim, Evidence } from "../../shared/claim/claim";
import type { Anchor } from "../../shared/doc/anchor";
import { schema } from "../../shared/doc/schema";
import type { ClaimId, EvidenceId, UserId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { emptyState } from "../../shared/log/state";
import type { DocState, TextState } from "../../shared/log/state";
import type { BlockState } from "../../shared/log/op";
import { author, document, original, version } from "../../fixtures/store-contract/records";
import { finish } from "../../shared/sliced";
import { projectionOf } from "./projection";

const record = document({ demo: true, original: original(Uint8Array.of(1, 2, 3)) });
const by = "user-other" as UserId;

const anchor = (claim: string, exact: string, more: Partial<Anchor> = {}): Anchor => ({
  claim: claim as ClaimId,
  from: 1,
  to: 1 + exact.length,
  exact,
  prefix: "",
  suffix: "",
  head: [],
  tail: [],
  holes: [],
  windowFrom: 1,
  windowTo: 1 + exact.length,
  ...more,
});

const paragraph = (id: string | null, words: string) => ({ type: "paragraph", attrs: { id }, content: [{ type: "text", text: words }] });

/** A heading, a quotation of two paragraphs, a list with one, an empty paragraph and one without an id yet. */
const textOf = (lang: Lang, anchors: Anchor[], blocks: Record<string, BlockState> = {}): TextState => ({
  lang,
  dir: "ltr",
  anchors,
  blocks,
  doc: schema.nodeFromJSON({
    type: "doc",
    content: [
      { type: "heading", attrs: { id: "h", level: 2 }, content: [{ type: "text", text: "Titre" }] },
      { type: "blockquote", attrs: { id: "q" }, content: [paragraph("q1", "un"), paragraph("q2", "deux")] },
      { type: "bullet_list", attrs: { id: "l" }, content: [{ type: "list_item", attrs: { id: "i" }, content: [paragraph("p", "trois")] }] },
      { type: "paragraph", attrs: { id: "empty" } },
      paragraph(null, "quatre"),
    ],
  }),
});

const evidence = (id: string, more: Partial<Evidence> = {}): Evidence => ({
  id: id as EvidenceId,
  claim: "c1" as ClaimId,
  by: author,
  at: 5,
  removed: false,
  address: "https://example.org/",
  title: "T",
  publisher: "P",
  published: "2021",
  accessed: "",
  quote: "Q",
  stance: "supports" as const,
  note: "N",
  ...more,
});

const claimOf = (id: string, more: Partial<Claim> = {}): Claim => ({
  id: id as ClaimId,
  by: author,
  at: 1,
  changedAt: 2,
  statements: {},
  kind: "fact",
  tags: [],
  assignee: null,
  status: "to-check",
  verdict: "open",
  rationale: "",
  verdictBy: null,
  review: null,
  withdrawn: false,
  evidence: [],
  comments: [],
  marks: {},
  ...more,
});

const stateOf = (n: number, claims: Claim[], fr: TextState, en?: TextState): DocState => ({
  ...emptyState,
  version: version(n),
  details: { ...emptyState.details, title: "Le texte", locked: true },
  source: "fr",
  // The version first: the order of the rows must not depend on it.
  texts: en ? { en, fr } : { fr },
  claims: new Map(claims.map((claim) => [claim.id, claim])),
});

const first = stateOf(4, [claimOf("c1"), claimOf("c2")], textOf("fr", [anchor("c1", "un"), anchor("c2", "deux")]));
const project = (before: DocState | null, after: DocState) => {
  const { row, changes, whole } = finish(projectionOf({ record, before, after, at: 99, by }));
  const { claims, sources } = changes;
  if (!row || !claims || !sources) throw new Error("a kind is missing");
  return { row, claims: claims.put, sources: sources.put, goneSources: sources.gone, whole };
};

const change = (before: DocState, after: DocState) => {
  const { sources, goneSources } = project(before, after);
  return [sources.map((source) => `${source.evidence}@${String(source.version)}`), goneSources];
};

test("without a state before, everything is projected, whole", () => {
  const { row, claims, whole, goneSources } = project(null, first);
  expect(whole).toBe(true);
  expect(goneSources).toEqual([]);
  expect(claims.map((claim) => [claim.claim, claim.quote, claim.version])).toEqual([["c1", "un", 4], ["c2", "deux", 4]]); // prettier-ignore
  expect(row).toMatchObject({ doc: record.id, case: record.case, title: "Le texte", locked: true, source: "fr", version: 4 });
  expect(row).toMatchObject({ changedAt: 99, changedBy: by, demo: true, sha256: record.original?.sha256, claims: 2 });
});

test("a claim row says who, what and which words, in both languages", () => {
  const claim = claimOf("c1", {
    statements: { fr: "La Hongrie a démenti", en: "Hungary denied it" },
    tags: ["Œuvre"],
    rationale: "Vu.",
    verdict: "false",
    verdictBy: author,
    review: { decision: "approved", note: "", by, at: 3 },
    evidence: [evidence("e1"), evidence("e2", { removed: true })],
    comments: [{ id: "k1" as never, claim: "c1" as ClaimId, text: "?", by, at: 4, editedAt: null, resolved: false, removed: false }],
  });
  const { claims, sources } = project(
    null,
    stateOf(9, [claim], textOf("fr", [anchor("c1", "l’État")]), textOf("en", [anchor("c1", "the state")])),
  );
  expect(claims).toEqual([
    expect.objectContaining({
      quote: "l’État",
      quotes: { fr: "l’État", en: "the state" },
      statements: { fr: "La Hongrie a démenti", en: "Hungary denied it" },
      verdictBy: author,
      reviewedBy: by,
      evidence: [{ id: "e1", address: "https://example.org/", title: "T", publisher: "P", stance: "supports" }],
      comments: 1,
      orphan: false,
      terms: ["etat", "the", "state", "la", "hongrie", "dementi", "hungary", "denied", "it", "oeuvre", "vu"],
    }),
  ]);
  expect(sources).toStrictEqual([
    {
      evidence: "e1",
      claim: "c1",
      doc: record.id,
      version: 9,
      address: "https://example.org/",
      title: "T",
      publisher: "P",
      published: "2021",
      accessed: "",
      quote: "Q",
      stance: "supports",
      note: "N",
      by: author,
      at: 5,
    },
  ]);
});

test("blocks that hold words and have an id are counted, nested ones too; a source is all done", () => {
  const en = textOf("en", [], { h: "done", q1: "draft", p: "done", l: "done", elsewhere: "done" });
  const { row } = project(null, stateOf(5, [], textOf("fr", []), en));
  expect(row.languages).toEqual([
    { lang: "fr", blocks: 5, done: 5 },
    { lang: "en", blocks: 5, done: 2 },
  ]);
});

test("standing claims are counted by status and verdict, withdrawn ones not", () => {
  const claims = [
    claimOf("c1"),
    claimOf("c2", { status: "approved", verdict: "false" }),
    claimOf("c3", { status: "approved", verdict: "true" }),
    claimOf("c4", { withdrawn: true }),
  ];
  const { row } = project(null, stateOf(5, claims, textOf("fr", [])));
  expect(row).toMatchObject({ claims: 3, byStatus: { "to-check": 1, approved: 2 }, byVerdict: { open: 1, false: 1, true: 1 } });
});

test("with a state before, only what changed is projected", () => {
  const changed = claimOf("c2", { verdict: "true" });
  const after: DocState = { ...first, version: version(5), claims: new Map(first.claims).set(changed.id, changed) };
  const { claims, whole, row } = project(first, after);
  expect(whole).toBe(false);
  expect(claims.map((claim) => claim.claim)).toEqual(["c2"]);
  expect(row).toMatchObject({ version: 5, byVerdict: { open: 1, true: 1 } });
  expect(project(first, { ...first, version: version(6) })).toMatchObject({ claims: [], sources: [], goneSources: [] });
});

test("a passage that only moved is not projected; one whose words changed, went or came back is", () => {
  const move = (...anchors: Anchor[]): DocState => ({ ...first, version: version(5), texts: { fr: textOf("fr", anchors) } });
  const changed = (after: DocState, before = first) => project(before, after).claims.map((claim) => claim.claim);
  expect(changed(move(anchor("c1", "un", { from: 7, to: 9 }), anchor("c2", "deux")))).toEqual([]);
  expect(changed(move(anchor("c1", "un et demi"), anchor("c2", "deux")))).toEqual(["c1"]);
  const lost = move(anchor("c1", "un", { to: 1 }), anchor("c2", "deux"));
  expect(changed(lost)).toEqual(["c1"]);
  expect(project(first, lost).claims[0]).toMatchObject({ quote: "un", orphan: true });
  expect(changed(first, lost)).toEqual(["c1"]);
});

test("a passage given or taken in another language projects its claim", () => {
  const given: DocState = { ...first, version: version(5), texts: { ...first.texts, en: textOf("en", [anchor("c2", "two")]) } };
  expect(project(first, given).claims).toMatchObject([{ claim: "c2", quote: "deux", quotes: { fr: "deux", en: "two" } }]);
  expect(project(given, first).claims).toMatchObject([{ claim: "c2", quotes: { fr: "deux" } }]);
});

test("sources: added, changed, removed, gone with a withdrawn claim and back with it", () => {
  const [e1, e2] = [evidence("e1"), evidence("e2")];
  const withEvidence = (n: number, list: Evidence[], withdrawn = false): DocState => ({
    ...first,
    version: version(n),
    claims: new Map(first.claims).set("c1" as ClaimId, claimOf("c1", { evidence: list, withdrawn })),
  });
  const both = withEvidence(5, [e1, e2]);
  expect(change(first, both)).toEqual([["e1@5", "e2@5"], []]);
  expect(change(both, withEvidence(6, [e1, { ...e2, note: "other" }]))).toEqual([["e2@6"], []]);
  const less = withEvidence(7, [e1, { ...e2, removed: true }]);
  expect(change(both, less)).toEqual([[], ["c1/e2"]]);
  const none = withEvidence(8, less.claims.get("c1" as ClaimId)?.evidence.slice() ?? [], true);
  expect(change(less, none)).toEqual([[], ["c1/e1"]]);
  expect(change(none, withEvidence(9, [e1]))).toEqual([["e1@9"], []]);
});

test("a claim without any passage is an orphan without words", () => {
  const { claims } = project(null, stateOf(5, [claimOf("c1")], textOf("fr", [])));
  expect(claims).toMatchObject([{ quote: "", quotes: {}, orphan: true }]);
});

const quotesOf = (was: DocState | null, is: DocState) => project(was, is).claims.map(({ quote, quotes }) => [quote, quotes]);

test("a quote stays raised and struck as its text is, and is written anew when only the marks changed", () => {
  const passage = anchor("c1", "en 106 de 2019");
  const textWith = (marks: object[]): TextState => ({
    ...textOf("fr", [passage]),
    doc: schema.nodeFromJSON({
      type: "doc",
      content: [
        {
          type: "paragraph",
          content: [
            { type: "text", text: "en 10" },
            { type: "text", text: "6", marks: [{ type: "superscript" }] },
            { type: "text", text: " de " },
            { type: "text", text: "2019", marks },
          ],
        },
      ],
    }),
  });
  const [claim] = first.claims.values();
  const stateWith = (marks: object[]): DocState => stateOf(5, claim ? [claim] : [], textWith(marks));
  const [before, after] = [stateWith([]), stateWith([{ type: "struck" }])];
  const same = { ...after, claims: before.claims };
  expect(quotesOf(null, before)).toEqual([["en 10⁶ de 2019", { fr: "en 10⁶ de 2019" }]]);
  expect(quotesOf(before, same)).toEqual([["en 10⁶ de ~~2019~~", { fr: "en 10⁶ de ~~2019~~" }]]);
  expect(quotesOf(same, { ...same })).toEqual([]);
});

test("of some projections only, the others are not told of", () => {
  const { row, changes, whole } = finish(projectionOf({ record, before: null, after: first, at: 99, by }, ["claims"]));
  expect([row, Object.keys(changes), whole]).toEqual([null, ["claims"], true]);
});
