import { isDeepStrictEqual } from "node:util";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { DocId, Version } from "../../shared/ids";
import { jsonLength } from "../../shared/json-length";
import type { Batch } from "../../shared/log/commit";
import { Slices } from "../lane";
import { PACK_CHARS, PACK_COMMITS, batchesOf, packOf } from "./pack";
import type { Pack, PackHead } from "./pack";

/** What an adapter does for packing. Each call is one atomic step; they may be cut short between any two of them. */
export interface PackShelf {
  newestPack(doc: DocId): Promise<PackHead | null>;
  /** The pack that covers this seq. */
  readPack(doc: DocId, seq: number): Promise<Pack | null>;
  /** Durable when it resolves. False, and nothing is written, when another pack begins with the same batch or the document is gone. */
  writePack(doc: DocId, pack: Pack): Promise<boolean>;
  /** Batch records with `from` <= seq <= `to`, in order, at most `limit`, fewer when they are long; whether packs cover them or not. */
  records(doc: DocId, from: number, to: number, limit: number): Promise<Batch[]>;
  /** The version of the newest batch record that no pack covers. */
  newestRecord(doc: DocId): Promise<Version | null>;
  /** Removes the batch records with these seqs, which a durable pack covers. */
  dropRecords(doc: DocId, seqs: readonly number[]): Promise<void>;
}

/** Batch records that are compared and removed together. */
const AT_ONCE = 200;

/**
 * Packs the oldest stretch of a log that is not packed, leaving at least its newest `keep` commits as they are. Answers how many commits it packed,
 * 0 when there is no whole stretch. Cut short at any point the log stays whole, and the next call goes on.
 */
export async function packOldest(shelf: PackShelf, doc: DocId, keep: number): Promise<number> {
  const newest = await shelf.newestPack(doc);
  if (newest) await removeCovered(shelf, doc, newest.lastSeq);
  const head = await shelf.newestRecord(doc);
  const from = newest?.last ?? 0;
  if (head === null || head - keep - from < PACK_COMMITS) return 0;
  const stretch = await oldestStretch(shelf, doc, newest, head - keep);
  if (!stretch) return 0;
  const pack = await packOf(stretch);
  if (!(await shelf.writePack(doc, pack))) return 0;
  await compare(shelf, doc, stretch);
  await removeCovered(shelf, doc, pack.lastSeq);
  return pack.last - from;
}

/** Reads a pack back from the store, unpacks it and compares it, batch by batch, with what it was made of. Throws when it is another. */
async function compare(shelf: PackShelf, doc: DocId, stretch: readonly Batch[]): Promise<void> {
  const slices = new Slices();
  const pack = await shelf.readPack(doc, stretch[0]?.seq ?? 0);
  const held = pack ? await batchesOf(doc, pack) : [];
  if (held.length !== stretch.length) throw new Error(`a pack holds ${String(held.length)} batches of ${String(stretch.length)}`);
  for (const [index, batch] of stretch.entries()) {
    if (!isDeepStrictEqual(held[index], batch)) throw new Error(`batch ${String(batch.seq)} is another one in its pack`);
    if (slices.due) await slices.letOthersIn();
  }
}

/** Consecutive batches that follow a pack, none of which goes beyond version `upTo`; null unless they make a whole stretch. */
async function oldestStretch(shelf: PackShelf, doc: DocId, newest: PackHead | null, upTo: number): Promise<Batch[] | null> {
  const stretch: Batch[] = [];
  let [seq, version, chars] = [newest?.lastSeq ?? 0, newest?.last ?? 0, 0];
  const begin = version;
  for (;;) {
    const page = await shelf.records(doc, seq + 1, Number.MAX_SAFE_INTEGER, AT_ONCE);
    if (page.length === 0) return null;
    for (const batch of page) {
      const last = batch.commits.at(-1)?.version ?? 0;
      // Something is missing here, or what is read is no part of the log: neither is for packing.
      if (batch.seq !== seq + 1 || batch.commits[0]?.version !== version + 1 || last > upTo) return null;
      stretch.push(batch);
      [seq, version] = [batch.seq, last];
      chars += jsonLength(batch.commits);
      if (version - begin >= PACK_COMMITS || chars >= PACK_CHARS) return stretch;
    }
  }
}

/**
 * Removes the batch records that packs cover, up to a seq. A record that is another than in its pack is a stray, and goes too: what a process that
 * had stopped for long appended at a place that was packed meanwhile, and never acknowledged. Another packer may have removed the true one
 * already. That the pack is right was seen when it was written (`compare`), and is known by its sum.
 */
async function removeCovered(shelf: PackShelf, doc: DocId, upTo: number): Promise<void> {
  const slices = new Slices();
  let [pack, held]: [Pack | null, Batch[]] = [null, []];
  for (let from = 1; ;) {
    const records = await shelf.records(doc, from, upTo, AT_ONCE);
    const removable: number[] = [];
    for (const record of records) {
      if (!pack || record.seq > pack.lastSeq || record.seq < pack.seq) {
        pack = await shelf.readPack(doc, record.seq);
        held = pack ? await batchesOf(doc, pack) : [];
      }
      // The packs have a gap (a mixed restore): what lies in it is not covered, and stays.
      if (!pack) continue;
      if (held[record.seq - pack.seq]?.seq !== record.seq) throw new Error(`a pack lacks batch ${String(record.seq)}`);
      removable.push(record.seq);
      if (slices.due) await slices.letOthersIn();
    }
    const last = records.at(-1);
    if (!last) return;
    if (removable.length > 0) await shelf.dropRecords(doc, removable);
    from = last.seq + 1;
    await nextTurn();
  }
}
