import type { CaseId, DocId } from "../../../shared/ids";
import { MAX_ORIGINAL } from "../storable";
import type { Case } from "../Store";
import { author, batch, created, document, fresh, original, projection, row, state, version } from "./records";
import type { Bench } from "./records";

const caseFile = (more: Partial<Case> = {}): Case => ({
  id: fresh("case"),
  name: "Pegasus",
  createdBy: author,
  createdAt: 1,
  demo: false,
  ...more,
});

const hashOf = (racer: number): string => String(racer).repeat(64);

// A comes before é before U+FFFD before the emoji in UTF-8; in UTF-16 the emoji would come before U+FFFD.
const byBytes = ["A", "a", "z", "é", "日", "\uFFFD", "😀"];

export function documentsContract(bench: Bench): void {
  test("a case reads back, is replaced by its id, and cases are listed in byte order of their ids", async () => {
    const prefix = fresh<CaseId>("case");
    const cases = byBytes.map((letter) => caseFile({ id: `${prefix}${letter}` as CaseId, name: letter, demo: letter === "z" }));
    for (const one of cases.toReversed()) await bench.store.putCase(one);
    await bench.store.putCase({ ...(cases[0] as Case), name: "renamed" });
    const listed = (await bench.store.listCases()).filter((one) => one.id.startsWith(prefix));
    expect(listed).toStrictEqual([{ ...(cases[0] as Case), name: "renamed" }, ...cases.slice(1)]);
  });

  test("a document reads back with its original, byte for byte", async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    const record = document({ original: original(1000) });
    expect(await bench.store.createDocument(record, bytes)).toBe("created");
    expect(await bench.store.readDocument(record.id)).toStrictEqual(record);
    expect(await bench.store.readOriginal(record.id)).toStrictEqual(bytes);
    expect(await bench.store.readBatches(record.id, version(0), 1)).toEqual([]);
  });

  test("what is not there is null", async () => {
    expect(await bench.store.readDocument(fresh("doc"))).toBeNull();
    expect(await bench.store.readOriginal(fresh("doc"))).toBeNull();
    expect(await bench.store.readOriginal(await created(bench.store))).toBeNull();
  });

  test("a document is made once: the second is told `exists` and replaces neither record nor original", async () => {
    const record = document({ original: original(3) });
    await bench.store.createDocument(record, Uint8Array.of(1, 2, 3));
    expect(await bench.store.createDocument({ ...record, demo: true }, Uint8Array.of(9, 9, 9))).toBe("exists");
    expect(await bench.store.readDocument(record.id)).toStrictEqual(record);
    expect(await bench.store.readOriginal(record.id)).toStrictEqual(Uint8Array.of(1, 2, 3));
  });

  test("of 10 racers for one id one makes the document, with its own original", async () => {
    const id = fresh<DocId>("doc");
    const racers = Array.from({ length: 10 }, (_, racer) => document({ id, original: { ...original(1), sha256: hashOf(racer) } }));
    const outcomes = await Promise.all(racers.map((record, racer) => bench.store.createDocument(record, Uint8Array.of(racer))));
    expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
    const winner = outcomes.indexOf("created");
    expect(await bench.store.readDocument(id)).toStrictEqual(racers[winner]);
    expect(await bench.store.readOriginal(id)).toStrictEqual(Uint8Array.of(winner));
  });

  test("an original of 10 MiB is kept, a byte more refused, as is one without its description", async () => {
    const record = document({ original: original(MAX_ORIGINAL) });
    await bench.store.createDocument(record, new Uint8Array(MAX_ORIGINAL).fill(7));
    expect((await bench.store.readOriginal(record.id))?.length).toBe(MAX_ORIGINAL);
    const large = document({ original: original(MAX_ORIGINAL + 1) });
    await expect(bench.store.createDocument(large, new Uint8Array(MAX_ORIGINAL + 1))).rejects.toMatchObject({ reason: "too-large" });
    expect(await bench.store.readDocument(large.id)).toBeNull();
    await expect(bench.store.createDocument(document(), Uint8Array.of(1))).rejects.toMatchObject({ name: "Unstorable" });
    await expect(bench.store.createDocument(document({ original: original(1) }), null)).rejects.toMatchObject({ name: "Unstorable" });
  });

  test("an empty original is not none", async () => {
    const record = document({ original: original(0) });
    await bench.store.createDocument(record, new Uint8Array(0));
    expect(await bench.store.readOriginal(record.id)).toStrictEqual(new Uint8Array(0));
  });

  test("documents are listed in byte order of their ids, and letters of either case are different ids", async () => {
    const prefix = fresh<DocId>("doc");
    const ids = byBytes.map((letter) => `${prefix}${letter}` as DocId);
    for (const id of ids.toReversed()) {
      await bench.store.createDocument(document({ id, original: original(1) }), Buffer.from(id));
      await bench.store.project({ ...projection(id, 1) });
    }
    expect((await bench.store.listDocumentIds()).filter((id) => id.startsWith(prefix))).toEqual(ids);
    expect((await bench.store.listDocumentRows()).map((one) => one.doc).filter((id) => id.startsWith(prefix))).toEqual(ids);
    for (const id of ids) expect(await bench.store.readOriginal(id)).toStrictEqual(new Uint8Array(Buffer.from(id)));
  });

  test("removing a document removes everything of it and nothing of others; removing again does nothing", async () => {
    const record = document({ original: original(1) });
    const other = await created(bench.store);
    await bench.store.createDocument(record, Uint8Array.of(1));
    for (const doc of [record.id, other]) {
      await bench.store.appendBatch(batch(doc, 1, 1, 3));
      await bench.store.writeSnapshot({ doc, version: version(3), seq: 1, state: state(3) });
      await bench.store.project(projection(doc, 3, { claims: ["claim-1"], sources: ["evidence-1"] }));
    }
    await bench.store.removeDocument(record.id);
    await bench.store.removeDocument(record.id);
    await expectNothingOf(bench, record.id);
    expect(await bench.store.readDocument(other)).not.toBeNull();
    expect(await bench.store.readBatches(other, version(0), 5)).toHaveLength(1);
    expect(await bench.store.readSnapshot(other, null)).not.toBeNull();
    expect(await bench.store.listClaimRows(other)).toHaveLength(1);
    expect(await bench.store.listSourceRows(other)).toHaveLength(1);
    await bench.store.project(projection(record.id, 4, { claims: ["claim-1"], sources: ["evidence-1"] }));
    await expectNothingOf(bench, record.id);
    expect(await bench.store.createDocument(record, Uint8Array.of(2))).toBe("created");
    expect(await bench.store.readOriginal(record.id)).toStrictEqual(Uint8Array.of(2));
  });

  test("removing a case removes its documents, others stay; it can be asked twice, even at once", async () => {
    const [mine, other] = [caseFile(), caseFile()];
    await bench.store.putCase(mine);
    await bench.store.putCase(other);
    const docs = await Promise.all(Array.from({ length: 3 }, () => created(bench.store, { case: mine.id })));
    const kept = await created(bench.store, { case: other.id });
    for (const doc of docs) {
      await bench.store.appendBatch(batch(doc, 1, 1, 3));
      await bench.store.project(projection(doc, 3, { claims: ["claim-1"], sources: ["evidence-1"] }));
    }
    await Promise.all([bench.store.removeCase(mine.id), bench.store.removeCase(mine.id)]);
    await bench.store.removeCase(mine.id);
    for (const doc of docs) await expectNothingOf(bench, doc);
    const cases = (await bench.store.listCases()).map((one) => one.id);
    expect(cases).toContain(other.id);
    expect(cases).not.toContain(mine.id);
    expect(await bench.store.readDocument(kept)).not.toBeNull();
  });

  test("nothing gets into a case that is being removed: of texts added meanwhile none stays, whichever came first", async () => {
    for (let round = 0; round < 10; round++) {
      const mine = caseFile();
      await bench.store.putCase(mine);
      const early = await created(bench.store, { case: mine.id });
      const records = Array.from({ length: 5 }, () => document({ case: mine.id, original: original(1) }));
      const adding = records.slice(0, 2).map((record) => bench.store.createDocument(record, Uint8Array.of(1)));
      const removal = bench.store.removeCase(mine.id);
      for (const record of records.slice(2)) {
        await Promise.resolve();
        adding.push(bench.store.createDocument(record, Uint8Array.of(1)));
      }
      const [removed] = await Promise.all([removal, ...adding]);
      expect(removed).toContain(early);
      for (const { id } of records) await expectNothingOf(bench, id);
      expect(await bench.store.createDocument(document({ case: mine.id }), null)).toBe("gone");
      expect(await bench.store.putCase(mine)).toBe("gone");
      expect((await bench.store.listCases()).map(({ id }) => id)).not.toContain(mine.id);
    }
  });

  test("a snapshot that comes when its document is gone does not stay", async () => {
    const doc = await created(bench.store);
    const late = { doc, version: version(3), seq: 1, state: state(3) };
    await Promise.all([bench.store.removeDocument(doc), bench.store.writeSnapshot(late)]);
    expect(await bench.store.readSnapshot(doc, null)).toBeNull();
    await bench.store.writeSnapshot(late);
    expect(await bench.store.readSnapshot(doc, null)).toBeNull();
  });

  test("a long log is removed whole", async () => {
    const doc = await created(bench.store);
    for (let seq = 1; seq <= 1100; seq += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => bench.store.appendBatch(batch(doc, seq + index, seq + index))));
    }
    await bench.store.removeDocument(doc);
    await expectNothingOf(bench, doc);
  });

  test("the row of a document says what its record says of case, demo and hash, and leaves the record as it is", async () => {
    const mine = fresh<CaseId>("case");
    const record = document({ case: mine, demo: true, original: original(1) });
    await bench.store.createDocument(record, Uint8Array.of(1));
    await bench.store.project({ ...projection(record.id, 1), row: row(record.id, 1, { case: mine, demo: true, sha256: "ab".repeat(32) }) });
    expect(await bench.store.readDocument(record.id)).toStrictEqual(record);
    const listed = (await bench.store.listDocumentRows()).find((one) => one.doc === record.id);
    expect(listed).toStrictEqual(row(record.id, 1, { case: mine, demo: true, sha256: "ab".repeat(32) }));
  });

  test("cases, documents and originals are there after reopening", async () => {
    const mine = caseFile();
    await bench.store.putCase(mine);
    const record = document({ case: mine.id, original: original(2) });
    await bench.store.createDocument(record, Uint8Array.of(4, 2));
    await bench.reopen();
    expect(await bench.store.listCases()).toContainEqual(mine);
    expect(await bench.store.readDocument(record.id)).toStrictEqual(record);
    expect(await bench.store.readOriginal(record.id)).toStrictEqual(Uint8Array.of(4, 2));
  });
}

async function expectNothingOf({ store }: Bench, doc: DocId): Promise<void> {
  expect(await store.readDocument(doc)).toBeNull();
  expect(await store.readOriginal(doc)).toBeNull();
  expect(await store.listDocumentIds()).not.toContain(doc);
  expect(await store.readBatches(doc, version(0), 5)).toEqual([]);
  expect(await store.readSnapshot(doc, null)).toBeNull();
  expect((await store.listDocumentRows()).map((one) => one.doc)).not.toContain(doc);
  expect(await store.listClaimRows(doc)).toEqual([]);
  expect(await store.listSourceRows(doc)).toEqual([]);
}
