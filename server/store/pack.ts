import { createHash } from "node:crypto";
import { isDeepStrictEqual, promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import type { DocId } from "../../shared/ids";
import type { Batch } from "../../shared/log/commit";
import { parsing, writing } from "../json-pieces";
import { Slices, inSlices } from "../lane";
import { packing, unpacking } from "./pack-columns";
import type { PackColumns } from "./pack-columns";
import { UnreadablePack } from "./errors";

// A pack: an old stretch of a document's log as one compressed record. It is never changed; once it is durable its batches are removed, and whatever
// batch record has a seq that it covers is none of the log (SPEC L12).

/** What is known of a pack without reading it. */
export interface PackHead {
  /** Of its first and its last batch. */
  readonly seq: number;
  readonly lastSeq: number;
  /** The versions of its first and its last commit. */
  readonly first: number;
  readonly last: number;
  /** SHA-256 of what is compressed, in base64: a pack that is not what was written is not read. */
  readonly sum: string;
}

export interface Pack extends PackHead {
  readonly bytes: Uint8Array;
}

/** A stretch is packed once it has so many commits, or so many characters of JSON; a batch is never parted. */
export const PACK_COMMITS = 1000;
export const PACK_CHARS = 4_000_000;

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
/** Of the qualities this one is a tenth smaller than the next lower one; higher ones take many times as long for a few per cent. */
const QUALITY = 5;

const sumOf = (json: string): string => createHash("sha256").update(json).digest("base64");

/** Packs consecutive batches, and reads them back: throws unless every commit comes back as it was. Compressing runs beside the event loop. */
export async function packOf(batches: readonly Batch[]): Promise<Pack> {
  const [first, last] = [batches[0], batches.at(-1)];
  if (!first || !last) throw new Error("a pack of nothing");
  const json = await inSlices(writing(await inSlices(packing(batches))));
  const bytes = await compress(json, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
  const pack = {
    seq: first.seq,
    lastSeq: last.seq,
    first: first.commits[0]?.version ?? 0,
    last: last.commits.at(-1)?.version ?? 0,
    sum: sumOf(json),
    bytes,
  };
  const back = await batchesOf(first.doc, pack);
  const slices = new Slices();
  for (const [index, batch] of batches.entries()) {
    if (!isDeepStrictEqual(back[index], batch)) throw new Error(`batch ${String(batch.seq)} does not come back from its pack`);
    if (slices.due) await slices.letOthersIn();
  }
  return pack;
}

/** The batches of a pack. Throws UnreadablePack when it is not what was written. */
export async function batchesOf(doc: DocId, { seq, sum, bytes }: Pick<Pack, "seq" | "sum" | "bytes">): Promise<Batch[]> {
  try {
    const json = (await decompress(bytes)).toString("utf8");
    if (sumOf(json) !== sum) throw new Error("its sum is another one");
    return await inSlices(unpacking(doc, (await inSlices(parsing(json))) as PackColumns));
  } catch (error) {
    throw new UnreadablePack(doc, seq, { cause: error });
  }
}

/** How many unpacked packs are kept at hand: a reader goes through one in several steps. */
const KEPT = 2;

/** The last packs that were read. A pack never changes, so what is at hand is right for as long as the record with its sum is there. */
export class UnpackedPacks {
  readonly #kept = new Map<string, readonly Batch[]>();

  /** `read`: its bytes, asked for only when it is not at hand. */
  async batches(doc: DocId, head: PackHead, read: () => Promise<Uint8Array>): Promise<readonly Batch[]> {
    const key = `${doc}/${String(head.seq)}/${head.sum}`;
    const known = this.#kept.get(key);
    const batches = known ?? (await batchesOf(doc, { ...head, bytes: await read() }));
    this.#kept.delete(key);
    this.#kept.set(key, batches);
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(old);
    }
    return batches;
  }
}

/** Of a pack's batches those that hold versions above `after`, at most `limit`. */
export const batchesAbove = (batches: readonly Batch[], after: number, limit: number): Batch[] =>
  batches.filter(({ commits }) => (commits.at(-1)?.version ?? 0) > after).slice(0, limit);
