import type { CaseId } from "../../../shared/ids";
import type { Case } from "../Store";
import { author, batch, created, document, fresh, original, projection, version } from "./records";
import type { Bench } from "./records";

const binned = { by: author, at: 1_795_000_000_000 };

export function binContract(bench: Bench): void {
  async function caseFile(): Promise<Case> {
    const made: Case = { id: fresh<CaseId>("case"), name: "Élections", createdBy: author, createdAt: 1, demo: false };
    await bench.store.putCase(made);
    return made;
  }

  const ids = async (): Promise<string[]> => (await bench.store.listBin()).documents.map(({ record }) => record.id);

  test("a case is renamed, put into the bin and taken out of it; each change leaves the others", async () => {
    const made = await caseFile();
    expect(await bench.store.setCase(made.id, { name: "Européennes" })).toStrictEqual({ ...made, name: "Européennes" });
    expect(await bench.store.setCase(made.id, { binned })).toStrictEqual({ ...made, name: "Européennes", binned });
    expect((await bench.store.listCases()).map(({ id }) => id)).not.toContain(made.id);
    expect((await bench.store.listBin()).cases).toContainEqual({ ...made, name: "Européennes", binned });
    expect(await bench.store.setCase(made.id, { name: "Autres" })).toStrictEqual({ ...made, name: "Autres", binned });
    expect(await bench.store.setCase(made.id, { binned: null })).toStrictEqual({ ...made, name: "Autres" });
    expect(await bench.store.listCases()).toContainEqual({ ...made, name: "Autres" });
    expect(await bench.store.setCase(fresh("case"), { name: "Rien" })).toBeNull();
    await bench.store.removeCase(made.id);
    expect(await bench.store.setCase(made.id, { binned: null })).toBeNull();
  });

  test("nothing is put into a case that is in the bin", async () => {
    const [made, other] = [await caseFile(), await caseFile()];
    const doc = await created(bench.store, { case: other.id });
    await bench.store.setCase(made.id, { binned });
    expect(await bench.store.createDocument(document({ case: made.id }), null)).toBe("gone");
    expect(await bench.store.placeDocument(doc, { case: made.id })).toBe("no-case");
    expect(await bench.store.readDocument(doc)).toMatchObject({ case: other.id });
  });

  test("a document in the bin is found by no read but those of the bin, and is whole when it comes back", async () => {
    const home = await caseFile();
    const record = document({ case: home.id, original: original(1) });
    await bench.store.createDocument(record, Uint8Array.of(1));
    await bench.store.appendBatch(batch(record.id, 1, 1, 3));
    await bench.store.project(projection(record.id, 3, { claims: ["claim-1"], sources: ["evidence-1"] }));
    const rows = async (): Promise<boolean> => (await bench.store.listDocumentRows()).some(({ doc }) => doc === record.id);
    expect(await rows()).toBe(true);

    const put = { ...binned, withCase: false };
    expect(await bench.store.placeDocument(record.id, { binned: put })).toBe("placed");
    await bench.reopen();
    expect(await bench.store.readDocument(record.id)).toBeNull();
    expect(await bench.store.readOriginal(record.id)).toBeNull();
    expect(await bench.store.listDocumentIds()).not.toContain(record.id);
    expect(await rows()).toBe(false);
    expect(await bench.store.listClaimRows(record.id)).toEqual([]);
    expect(await bench.store.listSourceRows(record.id)).toEqual([]);
    expect(await bench.store.readBinned(record.id)).toStrictEqual({ ...record, binned: put });
    expect(await ids()).toContain(record.id);
    expect(await bench.store.createDocument(record, Uint8Array.of(2))).toBe("exists");

    expect(await bench.store.placeDocument(record.id, { binned: null })).toBe("placed");
    expect(await bench.store.readDocument(record.id)).toStrictEqual(record);
    expect(await bench.store.readOriginal(record.id)).toStrictEqual(Uint8Array.of(1));
    expect(await bench.store.readBatches(record.id, version(0), 5)).toHaveLength(1);
    expect(await bench.store.listClaimRows(record.id)).toHaveLength(1);
    expect(await rows()).toBe(true);
    expect(await bench.store.readBinned(record.id)).toBeNull();
    expect(await ids()).not.toContain(record.id);
  });

  test("a document moves to another case, and goes with that one", async () => {
    const [from, to] = [await caseFile(), await caseFile()];
    const doc = await created(bench.store, { case: from.id });
    await bench.store.project(projection(doc, 1));
    expect(await bench.store.placeDocument(doc, { case: to.id })).toBe("placed");
    expect((await bench.store.listDocumentRows()).find((row) => row.doc === doc)?.case).toBe(to.id);
    expect(await bench.store.listDocumentIds(to.id)).toEqual([doc]);
    expect(await bench.store.listDocumentIds(from.id)).toEqual([]);
    expect(await bench.store.removeCase(from.id)).toEqual([]);
    expect(await bench.store.placeDocument(doc, { case: from.id })).toBe("no-case");
    expect(await bench.store.removeCase(to.id)).toEqual([doc]);
    expect(await bench.store.placeDocument(doc, { case: to.id })).toBe("gone");
  });

  test("what is in the bin is not restored into a case that is there too, and goes with its case for good", async () => {
    const home = await caseFile();
    const doc = await created(bench.store, { case: home.id });
    await bench.store.placeDocument(doc, { binned: { ...binned, withCase: false } });
    await bench.store.setCase(home.id, { binned });
    expect(await bench.store.placeDocument(doc, { binned: null })).toBe("no-case");
    expect(await bench.store.readBinned(doc)).not.toBeNull();
    expect(await bench.store.removeCase(home.id)).toEqual([doc]);
    expect(await bench.store.readBinned(doc)).toBeNull();
    expect((await bench.store.listBin()).cases.map(({ id }) => id)).not.toContain(home.id);
  });

  test("of 20 moves into a case that goes into the bin meanwhile none leaves a document in sight there", async () => {
    const from = await caseFile();
    for (let round = 0; round < 20; round++) {
      const to = await caseFile();
      const doc = await created(bench.store, { case: from.id });
      const [moved] = await Promise.all([bench.store.placeDocument(doc, { case: to.id }), bench.store.setCase(to.id, { binned })]);
      // Whoever puts a case into the bin lists its documents afterwards: one that came before is among them.
      const record = await bench.store.readDocument(doc);
      expect(record?.case).toBe(moved === "placed" ? to.id : from.id);
    }
  });
}
