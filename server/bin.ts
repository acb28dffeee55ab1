import type { CaseId, DocId, UserId } from "../shared/ids";
import { ok, refuse } from "../shared/refusal";
import type { Result } from "../shared/refusal";
import { BIN_DAYS } from "../shared/protocol/bin";
import type { Authority } from "./authority/authority";
import { audienceOf } from "./grants";
import type { Audience } from "./grants";
import type { LibraryNotices } from "./http/ports";
import { createMutex } from "./mutex";
import type { Binned, Case, Store } from "./store/Store";
import { asBefore } from "./still-may";
import type { StillMay } from "./still-may";

// What is removed lies in the bin for some days: hidden from every list and closed, but whole. Its mark in the store is the whole of it,
// so that whatever interrupts a move into the bin or out of it, the next look finishes it.

const DAY_MS = 86_400_000;

export interface BinDeps {
  readonly store: Store;
  readonly authority: Pick<Authority, "close" | "forget">;
  readonly notifier: LibraryNotices;
  readonly clock: () => number;
}

/** Asked when the turn of an act has come, which may wait for others': whether whoever wants it still may. */

export type LibraryBin = ReturnType<typeof createBin>;

export function createBin({ store, authority, notifier, clock }: BinDeps) {
  /** Closes what is in the bin now, wherever it is open, and tells those who look. */
  async function closed(docs: readonly DocId[], home: CaseId): Promise<void> {
    await authority.close(docs);
    notifier.binned(docs, await audience(home));
    notifier.notify({ kind: "cases", case: home });
  }

  /** To be asked before the case file is removed for good. */
  async function audience(home: CaseId): Promise<Audience> {
    const file = await store.readCase(home);
    return file ? audienceOf(file) : [];
  }

  async function put(docs: readonly DocId[], home: CaseId, binned: Binned & { withCase: boolean }): Promise<void> {
    for (const doc of docs) await store.placeDocument(doc, { binned });
    await closed(docs, home);
  }

  /** A document that was made while its case went into the bin, or that a crash left out, follows it. */
  async function putCase(file: Case & { binned: Binned }): Promise<void> {
    const docs = await store.listDocumentIds(file.id);
    await put(docs, file.id, { ...file.binned, withCase: true });
  }

  /** The demonstration's own texts, and its case file with them unless somebody has put others in: that one is theirs from now on. */
  async function putDemonstration(file: Case, binned: Binned): Promise<void> {
    const found = await Promise.all((await store.listDocumentIds(file.id)).map((doc) => store.readDocument(doc)));
    const records = found.filter((record) => record !== null);
    if (records.every((record) => record.demo)) return putWhole(file.id, binned);
    const demo = records.filter((record) => record.demo).map((record) => record.id);
    await store.setCase(file.id, { demo: false });
    return put(demo, file.id, { ...binned, withCase: false });
  }

  async function putWhole(id: CaseId, binned: Binned): Promise<void> {
    const marked = await store.setCase(id, { binned });
    if (marked) await putCase({ ...marked, binned });
  }

  /** What is asked of the bin is done one after the other, each looking for itself. Another process is kept apart by `beginRemoval` alone. */
  const oneByOne = createMutex();
  const inTurn = (again: StillMay, act: () => Promise<Result<null>>): Promise<Result<null>> =>
    oneByOne(async () => {
      const still = await again();
      return still.ok ? act() : still;
    });

  async function restoreDocument(doc: DocId): Promise<Result<null>> {
    const record = await store.readBinned(doc);
    if (record === null) return refuse("not-found");
    const placed = await store.placeDocument(doc, { binned: null });
    if (placed !== "placed") return refuse(placed === "gone" ? "not-found" : "no-case");
    notifier.notify({ kind: "rows", doc, case: record.case });
    notifier.notify({ kind: "cases", case: record.case });
    return ok(null);
  }

  /** With the texts that went with it. */
  async function restoreCase(id: CaseId): Promise<Result<null>> {
    const bin = await store.listBin();
    if (!bin.cases.some((file) => file.id === id) || (await store.setCase(id, { binned: null })) === null) return refuse("not-found");
    for (const { record } of bin.documents) {
      if (record.case === id && record.binned?.withCase) await store.placeDocument(record.id, { binned: null });
    }
    notifier.notify({ kind: "cases", case: id });
    return ok(null);
  }

  async function removeDocument(doc: DocId): Promise<Result<null>> {
    const record = await store.readBinned(doc);
    if (record === null || !(await store.beginRemoval({ doc }))) return refuse("not-found");
    await authority.forget([doc]);
    notifier.removed([doc], await audience(record.case));
    notifier.notify({ kind: "cases", case: record.case });
    return ok(null);
  }

  async function removeCase(id: CaseId): Promise<Result<null>> {
    if (!(await store.listBin()).cases.some((file) => file.id === id)) return refuse("not-found");
    const told = await audience(id);
    if (!(await store.beginRemoval({ case: id }))) return refuse("not-found");
    const docs = await store.removeCase(id);
    await authority.forget(docs);
    notifier.removed(docs, told);
    notifier.notify({ kind: "cases", case: id }, told);
    return ok(null);
  }

  async function sweep(isStopping: () => boolean): Promise<void> {
    const before = clock() - BIN_DAYS * DAY_MS;
    const { cases, documents } = await store.listBin();
    for (const file of cases) {
      const { binned } = file;
      if (isStopping()) return;
      if (!binned) continue;
      if (binned.at <= before) await removeCase(file.id);
      else await putCase({ ...file, binned });
    }
    const standing = new Set((await store.listCases()).map((file) => file.id));
    for (const { record } of documents) {
      const { binned } = record;
      if (isStopping()) return;
      if (!binned) continue;
      // Its case file came back, and it was left behind.
      if (binned.withCase && standing.has(record.case)) await restoreDocument(record.id);
      else if (binned.at <= before && !binned.withCase) await removeDocument(record.id);
    }
    await store.sweepBlobs(before);
  }

  return {
    putDocument: (doc: DocId, by: UserId, again = asBefore): Promise<Result<null>> =>
      inTurn(again, async () => {
        const record = await store.readDocument(doc);
        if (record === null) return refuse("not-found");
        await put([doc], record.case, { by, at: clock(), withCase: false });
        return ok(null);
      }),

    putCase: (id: CaseId, by: UserId, again = asBefore): Promise<Result<null>> =>
      inTurn(again, async () => {
        const file = (await store.listCases()).find((one) => one.id === id);
        if (!file) return refuse("not-found");
        const binned = { by, at: clock() };
        await (file.demo ? putDemonstration(file, binned) : putWhole(id, binned));
        return ok(null);
      }),

    /** Refuses with `no-case` while the case file of the text is in the bin itself. */
    restoreDocument: (doc: DocId, again = asBefore) => inTurn(again, () => restoreDocument(doc)),
    restoreCase: (id: CaseId, again = asBefore) => inTurn(again, () => restoreCase(id)),
    removeDocument: (doc: DocId, again = asBefore) => inTurn(again, () => removeDocument(doc)),
    removeCase: (id: CaseId, again = asBefore) => inTurn(again, () => removeCase(id)),
    /** Finishes what was cut short, and removes for good what has lain here long enough. Called at the start and every hour. */
    sweep: (isStopping: () => boolean = () => false): Promise<void> => oneByOne(() => sweep(isStopping)),
  };
}
