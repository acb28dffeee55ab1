import * as z from "zod/mini";
import { CaseId, DocId, UserId } from "../ids";
import { DocDetails } from "../log/op";

// The bin, as requests and answers show it.

/** What is removed can be brought back for so long. */
export const BIN_DAYS = 30;

const binned = { by: UserId, at: z.number() };

/** `texts`: how many come back with the case file. */
export const BinnedCase = z.strictObject({ id: CaseId, name: z.string(), ...binned, texts: z.number() });
/** `withCase`: it went with its case file, and comes back with that. `home`: the name of its case file. */
export const BinnedText = z.strictObject({
  doc: DocId,
  title: z.string(),
  ...binned,
  case: CaseId,
  home: z.string(),
  homeBinned: z.boolean(),
  withCase: z.boolean(),
});
export const BinView = z.strictObject({ cases: z.array(BinnedCase), texts: z.array(BinnedText) });
export type BinView = z.infer<typeof BinView>;

/** Where a text lies, or is to lie. */
export const MoveDocument = z.strictObject({ case: CaseId });
export const RenameDocument = z.strictObject({ title: DocDetails.shape.title });
