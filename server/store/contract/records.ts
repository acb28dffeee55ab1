import { emptyState, stateToJson } from "../../../shared/log/state";
import type { StateJson } from "../../../shared/log/state";
import type { Batch, Commit } from "../../../shared/log/commit";
import type { CaseId, ClaimId, CommitId, DocId, UserId, Version } from "../../../shared/ids";
import { sourceKey } from "../Store";
import type { ClaimRow, DocumentRecord, DocumentRow, Invite, Projection, Session, SourceRow, Store, User } from "../Store";

// Records to put into a store. Every id is new, so that the tests of one suite share one store without meeting.

/** The store under test: opened once for the suite, replaced when a test reopens it. */
export interface Bench {
  readonly store: Store;
  reopen(): Promise<void>;
}

let count = 0;
export const fresh = <T extends string>(kind: string): T => `${kind}-${String(++count).padStart(6, "0")}` as T;
export const version = (n: number): Version => n as Version;
export const author = "user-author" as UserId;

export const commit = (n: number, more: Partial<Commit> = {}): Commit => ({
  version: version(n),
  id: `commit-${String(n)}` as CommitId,
  author,
  at: 1_795_000_000_000 + n,
  base: version(n - 1),
  ops: [{ type: "doc.set", field: "title", value: `Title ${String(n)}` }],
  ...more,
});

/** A batch of versions first..last. */
export const batch = (doc: DocId, seq: number, first: number, last = first): Batch => ({
  doc,
  seq,
  commits: Array.from({ length: last - first + 1 }, (_, index) => commit(first + index)),
});

/** A commit whose accepted op carries any text. */
export const saying = (n: number, text: string): Commit => commit(n, { ops: [{ type: "doc.set", field: "title", value: text }] });

export const document = (more: Partial<DocumentRecord> = {}): DocumentRecord => ({
  id: fresh("doc"),
  case: "case-none" as CaseId,
  createdBy: author,
  createdAt: 1_795_000_000_000,
  demo: false,
  original: null,
  ...more,
});

export const original = (size: number) => ({ name: "texte.html", mime: "text/html", size, sha256: "ab".repeat(32) });

/** A document that is there, with nothing in its log. */
export async function created(store: Store, more: Partial<DocumentRecord> = {}): Promise<DocId> {
  const record = document(more);
  await store.createDocument(record, null);
  return record.id;
}

export const state = (n: number): StateJson => ({ ...stateToJson(emptyState), version: n });

export const row = (doc: DocId, n: number, more: Partial<DocumentRow> = {}): DocumentRow => ({
  doc,
  case: "case-none" as CaseId,
  version: version(n),
  title: `Version ${String(n)}`,
  publisher: "",
  author: "",
  published: "2021-07",
  address: "",
  source: "fr",
  locked: false,
  languages: [
    { lang: "fr", blocks: 12, done: 12 },
    { lang: "en", blocks: 12, done: 3 },
  ],
  byStatus: { "to-check": 1 },
  byVerdict: { open: 1 },
  claims: 1,
  changedAt: 1_795_000_000_000 + n,
  changedBy: null,
  demo: false,
  sha256: null,
  ...more,
});

export const claim = (doc: DocId, id: string, n: number, more: Partial<ClaimRow> = {}): ClaimRow => ({
  claim: id as ClaimId,
  doc,
  version: version(n),
  quote: "la Hongrie a d’abord démenti",
  quotes: { fr: "la Hongrie a d’abord démenti" },
  statement: { fr: "", en: "Hungary first denied" },
  kind: "fact",
  tags: ["Hongrie"],
  status: "to-check",
  verdict: "open",
  rationale: `at ${String(n)}`,
  assignee: null,
  author,
  verdictBy: null,
  reviewedBy: null,
  evidence: [{ id: "evidence-1", address: "https://example.org/", title: "T", publisher: "P", stance: "supports" }],
  comments: 0,
  orphan: false,
  withdrawn: false,
  createdAt: 1,
  changedAt: 2,
  terms: ["hongrie", "dementi"],
  ...more,
});

export const source = (doc: DocId, id: string, n: number): SourceRow => ({
  evidence: id,
  claim: "claim-1" as ClaimId,
  doc,
  version: version(n),
  address: "https://example.org/",
  title: `at ${String(n)}`,
  publisher: "",
  published: "2021",
  accessed: "2026-11-22",
  quote: "«\u202Foui\u202F»",
  stance: "refutes",
  note: "",
  by: author,
  at: 3,
});

/** A projection of versions: the claims and sources named, all at the row's version. */
export function projection(
  doc: DocId,
  n: number,
  what: { claims?: string[]; sources?: string[]; gone?: string[]; whole?: boolean } = {},
): Projection {
  return {
    row: row(doc, n),
    claims: (what.claims ?? []).map((id) => claim(doc, id, n)),
    sources: (what.sources ?? []).map((id) => source(doc, id, n)),
    goneSources: (what.gone ?? []).map((id) => sourceKey("claim-1", id)),
    whole: what.whole ?? false,
  };
}

export const user = (more: Partial<User> = {}): User => ({
  id: fresh("user"),
  name: "Zoë",
  key: fresh("key"),
  role: "editor",
  hue: 3,
  lang: "fr",
  theme: "system",
  password: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
  disabled: false,
  createdAt: 1_795_000_000_000,
  ...more,
});

export const session = (more: Partial<Session> = {}): Session => ({
  hash: fresh("hash"),
  user: fresh("user"),
  createdAt: 1000,
  usedAt: 1000,
  ...more,
});

export const invite = (more: Partial<Invite> = {}): Invite => ({
  hash: fresh("hash"),
  role: "reader",
  name: "",
  by: null,
  createdAt: 1000,
  expiresAt: 2000,
  usedAt: null,
  ...more,
});
