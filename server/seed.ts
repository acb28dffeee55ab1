import { DEMO_AUTHOR } from "../shared/people";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Node } from "prosemirror-model";
import { demo } from "../fixtures/demo";
import type { DemoClaim, DemoText } from "../fixtures/demo";
import { schema } from "../shared/doc/schema";
import { findQuote, quoteOf } from "../shared/doc/text";
import { newId } from "../shared/ids";
import type { CaseId, ClaimId, CommentId, DocId, EvidenceId, RandomBytes, UserId, Version } from "../shared/ids";
import type { Op } from "../shared/log/op";
import type { Result } from "../shared/refusal";
import { sha256 } from "./import/digest";
import { documentOf } from "./import/document";
import { openingOps } from "./import/ops";
import { preview } from "./import/preview";
import type { DocumentRecord, Store } from "./store/Store";

export { DEMO_AUTHOR };
const DEMO_CASE = "demo-pegasus" as CaseId;
const docId = (index: number): DocId => `demo-text-${index + 1}` as DocId;

export interface SeedDeps {
  readonly store: Pick<Store, "listCases" | "listDocumentIds" | "listUsers" | "putCase" | "removeDocument">;
  /** The authority's way to make a document: the record, the bytes as received, the ops of its first commit. */
  readonly create: (record: DocumentRecord, original: Uint8Array, ops: Op[], author: UserId) => Promise<Result<unknown>>;
  /** The directory that holds the two texts. */
  readonly textsDir: string;
  readonly random: RandomBytes;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Puts the demonstration into a store where nobody has an account and nothing is kept. The case is written last: a seeding that was cut short
 * leaves no case, and the next start begins it anew. Rejects when the texts do not hold what the demonstration quotes, or a document is refused.
 */
export async function seedDemo(deps: SeedDeps): Promise<void> {
  const { store } = deps;
  const [users, cases, documents] = await Promise.all([store.listUsers(), store.listCases(), store.listDocumentIds()]);
  const ours = new Set(demo.texts.map((_, index) => docId(index)));
  if (users.length > 0 || cases.length > 0 || documents.some((id) => !ours.has(id))) return;
  for (const torn of documents) await store.removeDocument(torn);
  for (const [index, text] of demo.texts.entries()) {
    const bytes = new Uint8Array(await readFile(join(deps.textsDir, text.file)));
    const record: DocumentRecord = {
      id: docId(index),
      case: DEMO_CASE,
      createdBy: DEMO_AUTHOR,
      createdAt: deps.now(),
      demo: true,
      original: { name: text.file, mime: "text/plain", size: bytes.byteLength, sha256: sha256(bytes) },
    };
    const made = await deps.create(record, bytes, demoOps(text, bytes, deps.random), DEMO_AUTHOR);
    if (!made.ok) throw new Error(`demonstration refused: ${made.refusal.code}`);
  }
  await store.putCase({ id: DEMO_CASE, name: demo.name, createdBy: DEMO_AUTHOR, createdAt: deps.now(), demo: true });
}

/** The first commit of a text of the demonstration: imported as its preview proposes, then its claims. */
export function demoOps(text: DemoText, bytes: Uint8Array, random: RandomBytes): Op[] {
  const read = preview({ bytes, name: text.file });
  if (!read.ok) throw new Error(`demonstration unreadable: ${read.refusal.code}`);
  const json = documentOf(read.value.blocks, random, text.details.title);
  const doc = Node.fromJSON(schema, json);
  return [
    ...openingOps({ lang: text.lang, doc: json }, text.details),
    ...text.claims.flatMap((claim) => claimOps(claim, text, doc, random)),
  ];
}

function claimOps(sample: DemoClaim, text: DemoText, doc: Node, random: RandomBytes): Op[] {
  const [place, second] = findQuote(doc, sample.quote, 2);
  if (!place || second) throw new Error(`demonstration quote not found once: ${sample.quote}`);
  const claim = newId<ClaimId>(random);
  const { status, ...fields } = sample.fields;
  const seen = 0 as Version;
  const ops: Op[] = [
    { type: "claim.add", v: 1, claim, lang: text.lang, ...place, ...quoteOf(doc, place.from, place.to), fields },
    ...sample.evidence.map((fields): Op => ({ type: "evidence.add", claim, evidence: newId<EvidenceId>(random), fields })),
  ];
  if (sample.verdict !== "open" || sample.rationale !== "") {
    ops.push({ type: "verdict.propose", claim, verdict: sample.verdict, rationale: sample.rationale, seen });
  }
  if (status !== "to-check") ops.push({ type: "claim.set", v: 1, claim, field: "status", value: status, seen });
  if (sample.comment !== undefined) ops.push({ type: "comment.add", claim, comment: newId<CommentId>(random), text: sample.comment });
  return ops;
}
