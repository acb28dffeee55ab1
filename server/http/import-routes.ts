import { RateLimiterMemory } from "rate-limiter-flexible";
import { newId } from "../../shared/ids";
import type { DocId, RandomBytes } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { AddDocument } from "../../shared/protocol/import";
import { routes } from "../../shared/protocol/routes/table";
import type { SignedIn } from "../accounts/sessions";
import { openingOps } from "../import/ops";
import { readJson } from "../json-bounds";
import type { DocumentRecord, Store } from "../store/Store";
import { lineOf } from "./line";
import type { DocumentAuthority, LibraryNotices, TextReader } from "./ports";
import { route, shaped } from "./routes";
import type { ServedRoute } from "./routes";

/** Readings per person: enough for a whole file of texts, each previewed and added. */
const READINGS = 300;
const READINGS_SECONDS = 600;
/** What a text is called, in JSON. */
const DETAILS = { values: 50 };

export interface ImportDeps {
  readonly store: Pick<Store, "findDocument">;
  readonly authority: DocumentAuthority;
  readonly reader: TextReader;
  readonly notifier: LibraryNotices;
  readonly clock: () => number;
  readonly random: RandomBytes;
  readonly maxTextBytes: number;
}

/** Adding a text: a look at what was read of it, then the same bytes again with the person's choices. */
export function importRoutes({ store, authority, reader, notifier, clock, random, maxTextBytes }: ImportDeps): ServedRoute[] {
  const readings = new RateLimiterMemory({ points: READINGS, duration: READINGS_SECONDS });
  const pays = async (who: SignedIn): Promise<Result<null>> => {
    const { consumedPoints, msBeforeNext } = await readings.penalty(who.user.id);
    return consumedPoints <= READINGS ? ok(null) : refuse("too-many-tries", { seconds: Math.ceil(msBeforeNext / 1000) });
  };
  const doors = { fileBytes: maxTextBytes, pays };
  const previewed = route(
    routes.previewImport,
    async ({ who, body, query }) => {
      const preview = await reader.preview({ ...query, bytes: body }, who.user.id);
      return preview.ok ? ok({ jsonBytes: preview.value }) : preview;
    },
    doors,
  );
  const added = route(
    routes.addDocument,
    async ({ who, granted, body, bytes: bytesFor, isKeyed, again }) => {
      const [told, choices, bytes] = body;
      if (!told || !choices || !bytes) return refuse("malformed");
      const json = readJson(Buffer.from(told), DETAILS);
      if (!json.ok) return json;
      const wish = shaped(AddDocument, json.value);
      if (!wish.ok) return wish;
      const { original, lang } = wish.value;
      const title = lineOf(wish.value.details.title, "details.title");
      if (!title.ok) return title;
      const details = { ...wish.value.details, title: title.value };
      const into = granted.file;
      if (into.binned) return refuse("no-case");
      const { name, mime, encoding } = original;
      // What was made of some ten thousand blocks is read where the file is.
      const read = await reader.document({ bytes, name, mime, encoding }, { choices, title: details.title }, who.user.id);
      if (!read.ok) return read;
      const { doc, hand, sha256 } = read.value;
      if ((doc["content"] as unknown[]).length === 0) return refuse("empty-text");
      const ops = openingOps({ lang, doc }, details);
      // Reading takes seconds, behind those of others.
      const still = await again();
      if (!still.ok) return still;
      const record: DocumentRecord = {
        id: newId<DocId>(bytesFor(random)),
        case: into.id,
        createdBy: who.user.id,
        createdAt: clock(),
        demo: false,
        original: { name, mime, size: bytes.length, sha256, ...(hand ? { byHand: hand } : {}) },
      };
      const created = await authority.create(record, bytes, ops, who.user.id);
      if (!created.ok && created.refusal.code === "exists" && isKeyed) {
        const before = await store.findDocument(record.id);
        return before?.case === into.id && before.original?.sha256 === sha256 ? ok({ json: { doc: record.id } }) : refuse("key-reused");
      }
      if (!created.ok) return created;
      notifier.notify({ kind: "rows", doc: record.id, case: into.id });
      return ok({ json: { doc: record.id } });
    },
    doors,
  );
  return [previewed, added];
}
