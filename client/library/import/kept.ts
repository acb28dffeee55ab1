import * as z from "zod/mini";
import { BlockKind, ChromeReason, Encoding, ImportPreview, InlineRun, ListPlace } from "../../../shared/protocol/import";
import type { Keeping } from "../../app/useKeptForm";
import { noDetails } from "./details";
import type { DetailName, Details } from "./details";
import type { Manuscript } from "./manuscript";
import type { Given } from "./useImport";

// What this browser keeps of a text that is being added, so that a reload, the way back or the end of a session loses nothing of it.

const Block = z.object({
  key: z.int(),
  of: z.array(z.int()),
  kind: BlockKind,
  level: z.int(),
  list: z.optional(ListPlace),
  keep: z.boolean(),
  runs: z.array(InlineRun),
  written: z.boolean(),
  reason: z.nullable(ChromeReason),
});

const KeptManuscript = z.object({ blocks: z.array(Block), next: z.int() });

/** The person's own work: small, and kept with every change. */
export const KeptWork: z.ZodMiniType<KeptWork> = z.object({
  way: z.enum(["paste", "file"]),
  /** Pasted or typed, not read yet. */
  text: z.string(),
  details: z.object({
    title: z.string(),
    lang: z.string(),
    publisher: z.string(),
    author: z.string(),
    published: z.string(),
    address: z.string(),
  }),
  /** The fields that the person has written in: what is recognised leaves them alone. */
  touched: z.array(z.enum(["title", "lang", "publisher", "author", "published", "address"])),
  /** Null: as proposed. */
  home: z.nullable(z.string()),
  newName: z.nullable(z.string()),
  manuscript: z.nullable(KeptManuscript),
  aside: z.optional(z.nullable(KeptManuscript)),
}) as unknown as z.ZodMiniType<KeptWork>;

export interface KeptWork {
  readonly way: "paste" | "file";
  readonly text: string;
  readonly details: Details;
  readonly touched: readonly DetailName[];
  readonly home: string | null;
  readonly newName: string | null;
  readonly manuscript: Manuscript | null;
  /** The same paste as it was put right when it was read the other way. */
  readonly aside?: Manuscript | null | undefined;
}

export const noWork: KeptWork = { way: "paste", text: "", details: noDetails, touched: [], home: null, newName: null, manuscript: null };

const upload = z.object({
  name: z.string(),
  mime: z.string(),
  bytes: z.custom<Uint8Array<ArrayBuffer>>((value) => ArrayBuffer.isView(value)),
  encoding: z.nullable(Encoding),
  pasted: z.boolean(),
  plain: z.nullable(z.string()),
});
const reading = { upload, preview: ImportPreview };

/** The bytes and what was read of them: large, and kept once. */
export const KeptGiven = z.nullable(
  z.object({ ...reading, other: z.optional(z.nullable(z.object(reading))) }),
) as z.ZodMiniType<Given | null>;

const byTrouble: readonly Keeping[] = ["failed", "waits", "kept", "nothing"];

/** How it stands with two things that are kept apart and lost together. */
export const worseOf = (one: Keeping, other: Keeping): Keeping => byTrouble.find((keeping) => keeping === one || keeping === other) ?? one;
