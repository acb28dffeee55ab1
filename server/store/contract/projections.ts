import type { ClaimId, DocId } from "../../../shared/ids";
import { claim, created, fresh, projection, row, source } from "./records";
import type { Bench } from "./records";

export function projectionsContract(bench: Bench): void {
  const rowOf = async (doc: DocId) => (await bench.store.listDocumentRows()).find((one) => one.doc === doc);
  const claimsOf = async (doc: DocId) => (await bench.store.listClaimRows(doc)).map((one) => `${one.claim}@${String(one.version)}`);
  const sourcesOf = async (doc: DocId) => (await bench.store.listSourceRows(doc)).map((one) => `${one.evidence}@${String(one.version)}`);

  test("row, claims and sources read back as they were", async () => {
    const doc = await created(bench.store);
    await bench.store.project(projection(doc, 7, { claims: ["claim-1"], sources: ["evidence-1"] }));
    expect(await rowOf(doc)).toStrictEqual(row(doc, 7));
    expect(await bench.store.listClaimRows(doc)).toStrictEqual([claim(doc, "claim-1", 7)]);
    expect(await bench.store.listSourceRows(doc)).toStrictEqual([source(doc, "evidence-1", 7)]);
  });

  test("a document without a projection has no row, and a projection without a document changes nothing", async () => {
    const doc = await created(bench.store);
    expect(await rowOf(doc)).toBeUndefined();
    const unknown = fresh<DocId>("doc");
    await bench.store.project(projection(unknown, 1, { claims: ["claim-1"], sources: ["evidence-1"], whole: true }));
    expect(await rowOf(unknown)).toBeUndefined();
    expect(await claimsOf(unknown)).toEqual([]);
    expect(await sourcesOf(unknown)).toEqual([]);
    expect(await bench.store.readDocument(unknown)).toBeNull();
  });

  test("the same claim's id in two documents is two claims", async () => {
    const [one, two] = [await created(bench.store), await created(bench.store)];
    await bench.store.project(projection(one, 5, { claims: ["claim-1"], sources: ["evidence-1"] }));
    await bench.store.project(projection(two, 9, { claims: ["claim-1"], sources: ["evidence-1"] }));
    expect(await claimsOf(one)).toEqual(["claim-1@5"]);
    expect(await sourcesOf(two)).toEqual(["evidence-1@9"]);
  });

  test("the same id of evidence under two claims is two sources", async () => {
    const doc = await created(bench.store);
    const [one, two] = [source(doc, "evidence-1", 1), { ...source(doc, "evidence-1", 1), claim: "claim-2" as ClaimId }];
    await bench.store.project({ ...projection(doc, 1), sources: [two, one] });
    expect(await bench.store.listSourceRows(doc)).toStrictEqual([one, two]);
    await bench.store.project(projection(doc, 2, { gone: ["evidence-1"] }));
    expect(await bench.store.listSourceRows(doc)).toStrictEqual([two]);
  });

  test("claims and sources are listed in byte order of their ids", async () => {
    const doc = await created(bench.store);
    const ids = ["A", "a", "b-10", "b-9", "é", "\uFFFD", "😀"];
    await bench.store.project(projection(doc, 1, { claims: ids.toReversed(), sources: ids.toReversed() }));
    expect((await bench.store.listClaimRows(doc)).map((one) => one.claim)).toEqual(ids);
    expect((await bench.store.listSourceRows(doc)).map((one) => one.evidence)).toEqual(ids);
  });

  test("a partial projection leaves the others, a whole one replaces everything of its document", async () => {
    const doc = await created(bench.store);
    const other = await created(bench.store);
    await bench.store.project(projection(other, 1, { claims: ["x"], sources: ["y"] }));
    await bench.store.project(projection(doc, 1, { claims: ["a", "b"], sources: ["s", "t"] }));
    await bench.store.project(projection(doc, 2, { claims: ["b", "c"], gone: ["s"] }));
    expect(await claimsOf(doc)).toEqual(["a@1", "b@2", "c@2"]);
    expect(await sourcesOf(doc)).toEqual(["t@1"]);
    await bench.store.project(projection(doc, 3, { claims: ["c"], sources: ["u"], whole: true }));
    expect(await claimsOf(doc)).toEqual(["c@3"]);
    expect(await sourcesOf(doc)).toEqual(["u@3"]);
    expect(await claimsOf(other)).toEqual(["x@1"]);
    expect(await sourcesOf(other)).toEqual(["y@1"]);
  });

  test("the same version may be written again, so that a rebuild repairs it", async () => {
    const doc = await created(bench.store);
    await bench.store.project(projection(doc, 3, { claims: ["a", "b"] }));
    await bench.store.project({ ...projection(doc, 3, { claims: ["a"], whole: true }), row: row(doc, 3, { title: "repaired" }) });
    expect((await rowOf(doc))?.title).toBe("repaired");
    expect(await claimsOf(doc)).toEqual(["a@3"]);
  });

  test("a late projection changes only what no newer one wrote", async () => {
    const doc = await created(bench.store);
    await bench.store.project(projection(doc, 10, { claims: ["a"], sources: ["s"], gone: ["t"] }));
    await bench.store.project(projection(doc, 9, { claims: ["a", "b"], sources: ["s", "t", "u"] }));
    expect((await rowOf(doc))?.version).toBe(10);
    expect(await claimsOf(doc)).toEqual(["a@10", "b@9"]);
    expect(await sourcesOf(doc)).toEqual(["s@10", "u@9"]);
    await bench.store.project(projection(doc, 8, { gone: ["s", "u"] }));
    expect(await sourcesOf(doc)).toEqual(["s@10", "u@9"]);
  });

  test("a source that went comes back with a newer version", async () => {
    const doc = await created(bench.store);
    await bench.store.project(projection(doc, 1, { sources: ["s"] }));
    await bench.store.project(projection(doc, 2, { gone: ["s"] }));
    await bench.store.project(projection(doc, 2, { gone: ["s", "never-there"] }));
    expect(await sourcesOf(doc)).toEqual([]);
    await bench.store.project(projection(doc, 3, { sources: ["s"] }));
    expect(await sourcesOf(doc)).toEqual(["s@3"]);
  });

  test("nothing older than a whole projection comes after it; a late whole one leaves what is newer", async () => {
    const doc = await created(bench.store);
    await bench.store.project(projection(doc, 5, { claims: ["a"], whole: true }));
    await bench.store.project(projection(doc, 4, { claims: ["a", "b"], sources: ["s"] }));
    expect(await claimsOf(doc)).toEqual(["a@5"]);
    expect(await sourcesOf(doc)).toEqual([]);
    await bench.store.project(projection(doc, 8, { claims: ["c"], gone: ["s"] }));
    await bench.store.project(projection(doc, 7, { claims: ["a", "c"], sources: ["s"], whole: true }));
    expect((await rowOf(doc))?.version).toBe(8);
    expect(await claimsOf(doc)).toEqual(["a@7", "c@8"]);
    expect(await sourcesOf(doc)).toEqual([]);
  });

  test("projections of versions 1 to 20 in any order, at once, end where the last version is", async () => {
    const doc = await created(bench.store);
    const versions = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
    await Promise.all(
      versions.map((n) =>
        bench.store.project(
          projection(doc, n, { claims: ["shared", `only-${String(n)}`], ...(n % 2 ? { sources: ["s"] } : { gone: ["s"] }) }),
        ),
      ),
    );
    expect((await rowOf(doc))?.version).toBe(20);
    expect(await claimsOf(doc)).toHaveLength(21);
    expect(await claimsOf(doc)).toContain("shared@20");
    expect(await sourcesOf(doc)).toEqual([]);
  });

  test("hundreds of claims in one projection", async () => {
    const doc = await created(bench.store);
    const ids = Array.from({ length: 700 }, (_, index) => `claim-${String(index).padStart(4, "0")}`);
    await bench.store.project(projection(doc, 1, { claims: ids, sources: ids, whole: true }));
    expect((await bench.store.listClaimRows(doc)).map((one) => one.claim)).toEqual(ids);
    expect(await sourcesOf(doc)).toHaveLength(700);
  });

  test("NUL, emoji and absent quotes survive in a claim; half a character is refused", async () => {
    const doc = await created(bench.store);
    const odd = claim(doc, "odd", 1, { quote: "a\u0000b 😀\u202F", quotes: { en: "😀" }, rationale: "" });
    await bench.store.project({ ...projection(doc, 1), claims: [odd] });
    expect(await bench.store.listClaimRows(doc)).toStrictEqual([odd]);
    const half = { ...projection(doc, 2), claims: [claim(doc, "odd", 2, { quote: "\uD800" })] };
    await expect(bench.store.project(half)).rejects.toMatchObject({ name: "Unstorable", reason: "not-text" });
    expect((await rowOf(doc))?.version).toBe(1);
    const operator = { ...projection(doc, 2), row: row(doc, 2, { byStatus: { $set: 1 } }) };
    await expect(bench.store.project(operator)).rejects.toMatchObject({ name: "Unstorable", reason: "not-plain" });
  });

  test("projections are there after reopening, guards included", async () => {
    const doc = await created(bench.store);
    await bench.store.project(projection(doc, 5, { claims: ["a"], sources: ["s"], whole: true }));
    await bench.store.project(projection(doc, 6, { gone: ["s"] }));
    await bench.reopen();
    await bench.store.project(projection(doc, 5, { sources: ["s"] }));
    await bench.store.project(projection(doc, 4, { claims: ["b"] }));
    expect((await rowOf(doc))?.version).toBe(6);
    expect(await claimsOf(doc)).toEqual(["a@5"]);
    expect(await sourcesOf(doc)).toEqual([]);
  });
}
