import { RateLimiterMemory } from "rate-limiter-flexible";
import { CaseId, newId } from "../../shared/ids";
import type { DocId, RandomBytes } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { AddDocument, MAX_BLOCKS, PreviewQuery } from "../../shared/wire/import";
import type { SignedIn } from "../accounts/sessions";
import { openingOps } from "../exchange/ops";
import type { DocumentRecord, Store } from "../store/Store";
import type { DocumentAuthority, LibraryBell, TextReader } from "./ports";
import { Bytes, route } from "./routes";
import type { Route } from "./routes";

/** Readings per person: enough for a whole file of texts, each previewed and added. */
const READINGS = 300;
const READINGS_SECONDS = 600;
/** Beside the text in base64: its details and what was made of its blocks. */
const BESIDE_BYTES = 4 * 1024 * 1024;
/** Values that a choice holds on average: it is `of`, `keep` and `kind`, and a few have words of their own. */
const CHOICES = 12;

export interface ImportDeps {
  readonly store: Store;
  readonly authority: DocumentAuthority;
  readonly reader: TextReader;
  readonly bell: LibraryBell;
  readonly clock: () => number;
  readonly random: RandomBytes;
  readonly maxTextBytes: number;
}

/** Adding a text: a look at what was read of it, then the same bytes again with the person's choices. */
export function importRoutes({ store, authority, reader, bell, clock, random, maxTextBytes }: ImportDeps): Route[] {
  const megabytes = Math.floor(maxTextBytes / (1024 * 1024));
  const raw = { bytes: maxTextBytes, megabytes, values: 0 };
  const wrapped = { bytes: Math.ceil((maxTextBytes * 4) / 3) + BESIDE_BYTES, megabytes, values: CHOICES * MAX_BLOCKS };
  const readings = new RateLimiterMemory({ points: READINGS, duration: READINGS_SECONDS });
  const mayRead = async (who: SignedIn): Promise<Result<null>> => {
    const { consumedPoints, msBeforeNext } = await readings.penalty(who.user.id);
    return consumedPoints <= READINGS ? ok(null) : refuse("too-many-tries", { seconds: Math.ceil(msBeforeNext / 1000) });
  };
  return [
    route("POST /api/import/preview", { body: Bytes, limit: raw, query: PreviewQuery }, async ({ who, body, query }) => {
      const allowed = await mayRead(who);
      if (!allowed.ok) return allowed;
      const preview = await reader.preview({ ...query, bytes: body }, who.user.id);
      return preview.ok ? ok({ jsonBytes: preview.value }) : preview;
    }),
    route("POST /api/cases/:id/documents", { body: AddDocument, limit: wrapped }, async ({ who, param, body }) => {
      const allowed = await mayRead(who);
      if (!allowed.ok) return allowed;
      const home = param("id", CaseId);
      if (!home.ok) return home;
      const into = (await store.listCases()).find((one) => one.id === home.value);
      if (!into) return refuse("no-case");
      const bytes = Buffer.from(body.original.content, "base64");
      if (bytes.length > maxTextBytes) return refuse("too-large", { limit: megabytes });
      const { name, mime, encoding } = body.original;
      const read = await reader.document(
        { bytes, name, mime, encoding },
        { choices: body.choices, title: body.details.title },
        who.user.id,
      );
      if (!read.ok) return read;
      const { doc, hand, sha256 } = read.value;
      if ((doc["content"] as unknown[]).length === 0) return refuse("empty-text");
      const ops = openingOps({ lang: body.lang, doc }, body.details);
      const record: DocumentRecord = {
        id: newId<DocId>(random),
        case: into.id,
        createdBy: who.user.id,
        createdAt: clock(),
        demo: false,
        original: { name, mime, size: bytes.length, sha256, ...(hand ? { byHand: hand } : {}) },
      };
      const created = await authority.create(record, bytes, ops, who.user.id);
      if (!created.ok) return created;
      bell.ring({ kind: "rows", doc: record.id });
      return ok({ json: { doc: record.id } });
    }),
  ];
}
