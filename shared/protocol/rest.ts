import * as z from "zod/mini";
import { CaseId, ClaimId, DocId, UserId, Version } from "../ids";
import { Lang, UiLang } from "../languages";
import { DocDetails } from "../log/op";
import type { StateJson } from "../log/state";
import { Me, Person, PersonName, Role, Theme } from "../people";
import { ClaimFacet, ClaimFilter, ClaimSort, DocumentFilter, DocumentSort } from "../search/filter";
import { ByHand } from "./import";
import { CaseAccess, CaseRole } from "./members";

// The bodies and answers of the REST routes (`routes/`). All are JSON but for files; a refusal is a problem (RFC 9457) with a 4xx or 5xx status.

/** What a route answers that has nothing to say. */
export const Nothing = z.strictObject({});

export const SignIn = z.strictObject({ name: z.string().check(z.maxLength(100)), password: z.string().check(z.maxLength(1000)) });
export const SetPreferences = z.strictObject({ lang: z.optional(UiLang), theme: z.optional(Theme) });
export const ChangePassword = z.strictObject({ current: z.string().check(z.maxLength(1000)), next: z.string().check(z.maxLength(1000)) });

/** `store` names the adapter; `needsSetup`: no account exists yet. */
export const SessionView = z.strictObject({ me: z.nullable(Me), needsSetup: z.boolean() });
export type SessionView = z.infer<typeof SessionView>;

export const Token = z.string().check(z.regex(/^[A-Za-z0-9_-]{20,100}$/));
export const LookInvite = z.strictObject({ token: Token });
export const InviteView = z.strictObject({ role: Role, name: z.string(), setup: z.boolean() });
export type InviteView = z.infer<typeof InviteView>;
export const AcceptInvite = z.strictObject({ token: Token, name: PersonName, password: z.string().check(z.maxLength(1000)), lang: UiLang });

export const MakeInvite = z.strictObject({ role: Role, name: z.union([PersonName, z.literal("")]) });
/** `path` is the link without the origin: `/invite#<token>`. */
export const MadeInvite = z.strictObject({ path: z.string(), expiresAt: z.number() });
export type MadeInvite = z.infer<typeof MadeInvite>;
export const InviteHash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const PendingInvite = z.strictObject({
  hash: z.string(),
  role: Role,
  name: z.string(),
  by: z.nullable(UserId),
  expiresAt: z.number(),
});
/** `invites` is empty for those who may not invite. */
export const PeopleView = z.strictObject({ people: z.array(Person), invites: z.array(PendingInvite) });
export type PeopleView = z.infer<typeof PeopleView>;
export const SetPerson = z.strictObject({ role: z.optional(Role), disabled: z.optional(z.boolean()) });

const CaseName = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));
export const MakeCase = z.strictObject({ name: CaseName, access: z.optional(CaseAccess) });
export const RenameCase = z.strictObject({ name: CaseName });
/** `role`: what whoever asks is in it. `members`: of a closed one. */
export const CaseView = z.strictObject({
  id: CaseId,
  name: z.string(),
  demo: z.boolean(),
  createdAt: z.number(),
  access: CaseAccess,
  role: Role,
  members: z.optional(z.array(z.strictObject({ user: UserId, role: CaseRole }))),
});
export type CaseView = z.infer<typeof CaseView>;

export const DocumentLine = z.strictObject({
  doc: DocId,
  case: CaseId,
  version: Version,
  title: z.string(),
  publisher: z.string(),
  author: z.string(),
  published: z.string(),
  address: z.string(),
  source: z.nullable(Lang),
  locked: z.boolean(),
  languages: z.array(z.strictObject({ lang: Lang, blocks: z.number(), done: z.number() })),
  byStatus: z.record(z.string(), z.number()),
  byVerdict: z.record(z.string(), z.number()),
  /** Of these, the approved ones. */
  approved: z.optional(z.record(z.string(), z.number())),
  claims: z.number(),
  changedAt: z.number(),
  changedBy: z.nullable(UserId),
  demo: z.boolean(),
  sha256: z.nullable(z.string()),
});
export type DocumentLine = z.infer<typeof DocumentLine>;
/** A case file with what it holds in figures. `changedAt`: when one of its texts was changed last; null while it has none. */
export const CaseLine = z.extend(CaseView, { texts: z.number(), claims: z.number(), changedAt: z.nullable(z.number()) });
export type CaseLine = z.infer<typeof CaseLine>;
/** Every case file, and the first lines: of those that were changed last, the newest first. The others come by `DocumentsView`. */
export const LibraryView = z.strictObject({ cases: z.array(CaseLine), documents: z.array(DocumentLine) });
export type LibraryView = z.infer<typeof LibraryView>;

/** Texts and case files that a page shows, or was told of, and their case files' figures with them. What is asked for and not answered is gone. */
export const LibraryPartQuery = z.pick(DocumentFilter, { cases: true, docs: true });
export const LibraryPart = LibraryView;

/** How many lines the library begins with, and how many one page has at most. */
export const FIRST_LINES = 60;
export const MOST_LINES = 200;

const Limit = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,2}$/)),
  z.transform((text: string) => Math.min(Number(text), MOST_LINES)),
);
export const paging = { cursor: z.optional(z.string().check(z.maxLength(2000))), limit: z.optional(Limit) };
export const DocumentsQuery = z.extend(DocumentFilter, { ...paging, sort: z.optional(DocumentSort) });
/** `next`: the cursor of the page after this one, null when there is none. */
export const DocumentsView = z.strictObject({ documents: z.array(DocumentLine), next: z.nullable(z.string()) });
export type DocumentsView = z.infer<typeof DocumentsView>;

export const ClaimsQuery = z.extend(ClaimFilter, { ...paging, sort: z.optional(ClaimSort) });
/** One claim in a list: what it says, how it stands, and the text in which it is found. */
export const ClaimLine = z.strictObject({
  claim: ClaimId,
  doc: DocId,
  case: CaseId,
  /** Of the text. */
  title: z.string(),
  /** Its words in the source, or in the first version that has it. */
  quote: z.string(),
  lang: z.nullable(Lang),
  statements: z.record(z.string(), z.string()),
  kind: z.string(),
  tags: z.array(z.string()),
  status: z.string(),
  verdict: z.string(),
  assignee: z.nullable(UserId),
  author: UserId,
  sources: z.number(),
  orphan: z.boolean(),
  withdrawn: z.boolean(),
  createdAt: z.number(),
  changedAt: z.number(),
});
export type ClaimLine = z.infer<typeof ClaimLine>;
export const ClaimsView = z.strictObject({ claims: z.array(ClaimLine), next: z.nullable(z.string()) });
export type ClaimsView = z.infer<typeof ClaimsView>;

export const ClaimCountsQuery = z.extend(ClaimFilter, { by: ClaimFacet });
/** `value` null: nobody is assigned. */
export const ClaimCountsView = z.strictObject({ counts: z.array(z.strictObject({ value: z.nullable(z.string()), count: z.number() })) });

export const SearchQuery = z.strictObject({ words: z.string().check(z.maxLength(300)), limit: z.optional(Limit) });
export const SourceLine = z.strictObject({
  evidence: z.string(),
  claim: ClaimId,
  doc: DocId,
  case: CaseId,
  /** Of the text. */
  text: z.string(),
  title: z.string(),
  publisher: z.string(),
  address: z.string(),
  quote: z.string(),
});
export type SourceLine = z.infer<typeof SourceLine>;
/** Of each the newest first, at most as many as were asked for. */
export const SearchView = z.strictObject({
  documents: z.array(DocumentLine),
  claims: z.array(ClaimLine),
  sources: z.array(SourceLine),
});
export type SearchView = z.infer<typeof SearchView>;

/** What the person ticked in the preview; `original` is the received file in base64 (null for pasted text: then its UTF-8 bytes are kept). */
export const DocumentDetails = z.omit(DocDetails, { locked: true });
export const DocumentView = z.strictObject({
  line: DocumentLine,
  case: CaseView,
  original: z.nullable(
    z.strictObject({ name: z.string(), mime: z.string(), size: z.number(), sha256: z.string(), byHand: z.optional(ByHand) }),
  ),
});
export type DocumentView = z.infer<typeof DocumentView>;

export const AddedDocument = z.strictObject({ doc: DocId });

/** A version as it stands in an address. */
const VersionText = z.pipe(
  z.string().check(z.regex(/^\d{1,10}$/)),
  z.transform((text: string) => Number(text) as Version),
);
/** What a line of the history is about. */
export const historyKinds = ["text", "claim", "verdict", "source", "comment", "document"] as const;
export const HistoryKind = z.enum(historyKinds);
export type HistoryKind = z.infer<typeof HistoryKind>;
/**
 * `before`: only lines that begin before this version (the cursor). `after`: only those that a commit after this version began or went on with. And only those
 * about one claim, of one person, of one kind.
 */
export const HistoryQuery = z.strictObject({
  before: z.optional(VersionText),
  after: z.optional(VersionText),
  claim: z.optional(ClaimId),
  author: z.optional(UserId),
  kind: z.optional(HistoryKind),
});
export const StateQuery = z.strictObject({ version: z.optional(VersionText) });
/** `StateJson`, which our own server writes and `stateFromJson` reads: so only its outside is looked at, and nothing of a large text is copied. */
export const StateView = z.looseObject({
  version: Version,
  source: z.nullable(Lang),
  details: z.looseObject({}),
  texts: z.array(z.looseObject({ lang: Lang, dir: z.enum(["ltr", "rtl"]), doc: z.looseObject({}) })),
  claims: z.array(z.looseObject({ id: ClaimId })),
  conflicts: z.array(z.looseObject({})),
}) as unknown as z.ZodMiniType<StateJson>;

/** What is told of a text beside it; texts of before may hold what is not taken any more. */
export const DetailsView = z.strictObject({
  title: z.string(),
  publisher: z.string(),
  author: z.string(),
  published: z.string(),
  address: z.string(),
  locked: z.boolean(),
});

/**
 * One line of the readable history: a commit, or what one person wrote or set over and over within a minute. `first` is its first commit's version, by which
 * it is known, `version` its last one's. `inserted`: words that were written; `taken`: words that were taken out, `deleted` how many positions.
 */
export const HistoryLine = z.strictObject({
  first: Version,
  version: Version,
  author: UserId,
  at: z.number(),
  ops: z.array(
    z.strictObject({
      type: z.string(),
      claim: z.optional(z.string()),
      lang: z.optional(Lang),
      field: z.optional(z.string()),
      value: z.optional(z.string()),
      inserted: z.optional(z.string()),
      taken: z.optional(z.string()),
      deleted: z.optional(z.number()),
      /** Where in the text the words stand that were written, as it was behind the commit. */
      place: z.optional(z.strictObject({ from: z.number(), to: z.number() })),
      count: z.number(),
    }),
  ),
  dropped: z.number(),
});
export type HistoryLine = z.infer<typeof HistoryLine>;
/** Newest first. `next`: pass as `before` for older ones, null when there are none. `head`: the newest version of the log. */
export const HistoryView = z.strictObject({ lines: z.array(HistoryLine), next: z.nullable(Version), head: Version });
export type HistoryView = z.infer<typeof HistoryView>;
