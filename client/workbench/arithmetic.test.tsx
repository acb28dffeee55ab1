import { Random } from "../../fixtures/random";
import { schema } from "../../shared/doc/schema";
import type { ClaimId } from "../../shared/ids";
import { alignRows, blockIdsOf, emptyMirror } from "./sideBySide/rows";
import { soleAddress, siteOf, typedAddress, typedDate } from "./card/edits";
import { cardsWithin, keepBelow, pinAtLine, placeCards, readingLine, stackHeight } from "./margin/place";
import type { Cards } from "./margin/place";
import { rangeIn } from "./margin/range";

const cards = (ideals: readonly number[], height = 90): Cards => ({
  ideals: Float64Array.from(ideals),
  heights: Float64Array.from(ideals, () => height),
  gap: 10,
});
const random = new Random(5);
const drawing = (): Cards => {
  const count = 1 + random.below(40);
  const ideals = Array.from({ length: count }, () => random.below(3_000)).sort((a, b) => a - b);
  return { ideals: Float64Array.from(ideals), heights: Float64Array.from(ideals, () => 60 + random.below(300)), gap: 10 };
};

const claimListOf = (names: string) => [...names].map((claim) => ({ claim: claim as ClaimId }));

describe("the margin", () => {
  test("cards with room stand exactly beside their passages", () => {
    expect([...placeCards(cards([0, 200, 500]), { index: 1, top: 200 })]).toEqual([0, 200, 500]);
  });

  test("none stands above a floor, and those that it pushes go on below; the others keep their places", () => {
    const three = cards([-200, 40, 500]);
    const tops = placeCards(three, { index: 1, top: 40 });
    keepBelow(tops, three, 0);
    expect([...tops]).toEqual([0, 100, 500]);
    const free = placeCards(three, { index: 1, top: 40 });
    keepBelow(free, three, -1_000);
    expect([...free]).toEqual([-200, 40, 500]);
  });

  test("the open card takes its place, its neighbours give way on either side", () => {
    expect([...placeCards(cards([300, 310, 320]), { index: 1, top: 310 })]).toEqual([210, 310, 410]);
  });

  test("no two cards overlap and the order of the text is kept, wherever the pin (300 seeded margins)", () => {
    for (let round = 0; round < 300; round++) {
      const margin = drawing();
      const index = random.below(margin.ideals.length);
      const tops = placeCards(margin, { index, top: margin.ideals[index] ?? 0 });
      expect(tops[index]).toBe(margin.ideals[index]);
      for (let i = 1; i < tops.length; i++)
        expect((tops[i] ?? 0) - (tops[i - 1] ?? 0)).toBeGreaterThanOrEqual((margin.heights[i - 1] ?? 0) + margin.gap);
    }
  });

  test("while the text is scrolled no card jumps: a pixel of reading moves each by little (seeded)", () => {
    // Gathered: a hundred thousand expectations, or half a million of a card each, take longer than what they look at.
    const jumps: string[] = [];
    let looked = 0;
    for (let round = 0; round < 40; round++) {
      const margin = drawing();
      let before: Float64Array | null = null;
      for (let line = 0; line < 3_000; line += 1) {
        const tops = placeCards(margin, pinAtLine(margin, line));
        // Within one pixel between two passages a whole card may have to pass: as many as there are passages in that pixel.
        const crowd = margin.ideals.filter((ideal) => ideal >= line - 2 && ideal <= line + 1).length;
        const gap = nextGap(margin.ideals, line);
        if (before && crowd === 0) {
          looked += 1;
          const far = furthest(before, tops);
          // Written so that a place that is no number is a jump, too.
          if (!(far <= 400 / Math.max(1, gap) + 1)) jumps.push(`round ${round}, line ${line}: ${far}`);
        }
        before = tops;
      }
    }
    expect(jumps).toEqual([]);
    expect(looked).toBeGreaterThan(50_000);
  });

  test("the line that is read goes from the top of the view to its bottom, so that every card comes by", () => {
    expect(readingLine({ top: 0, height: 900, range: 5_000 })).toBe(0);
    expect(readingLine({ top: 5_000, height: 900, range: 5_000 })).toBe(5_900);
    expect(readingLine({ top: 0, height: 900, range: 0 })).toBe(0);
  });

  test("only the cards near the view are in the page", () => {
    const tops = Float64Array.from({ length: 2_000 }, (_, i) => i * 100);
    const heights = Float64Array.from({ length: 2_000 }, () => 90);
    expect(cardsWithin(tops, heights, { top: 50_000, bottom: 51_000 })).toEqual({ first: 500, last: 510 });
    expect(cardsWithin(new Float64Array(0), new Float64Array(0), { top: 0, bottom: 900 })).toBeNull();
    expect(stackHeight({ heights, gap: 10 })).toBe(2_000 * 100 - 10);
  });
});

describe("the cards that are in the page, when others come and go", () => {
  const range = { first: 1, last: 3, of: claimListOf("abcde") };
  const after = (names: string) => {
    const { first, last } = rangeIn(range, claimListOf(names));
    return [...names].slice(first, last + 1).join("");
  };

  test("a new one before or among them pushes none out", () => {
    expect(after("xabcde")).toBe("bcd");
    expect(after("abxcde")).toBe("bxcd");
  });

  test("an end that went is taken where it stood", () => {
    expect(after("acde")).toBe("cd");
    expect(after("abc")).toBe("bc");
    expect(after("a")).toBe("a");
    expect(after("")).toBe("");
  });

  test("when a filter is cleared the page is not filled with all that lay between", () => {
    expect(after(`ab${"x".repeat(2_000)}de`)).toBe(`b${"x".repeat(10)}`);
  });
});

function furthest(before: Float64Array, tops: Float64Array): number {
  return tops.reduce((most, top, i) => Math.max(most, Math.abs(top - (before[i] ?? top))), 0);
}

function nextGap(ideals: Float64Array, line: number): number {
  const after = ideals.find((ideal) => ideal > line) ?? Number.POSITIVE_INFINITY;
  const before = ideals.findLast((ideal) => ideal <= line) ?? Number.NEGATIVE_INFINITY;
  return after - before;
}

describe("source and version side by side", () => {
  test("blocks of the same id share a row", () => {
    expect(alignRows(["a", "b", "c"], ["a", "b", "c"])).toEqual({ source: [1, 2, 3], version: [1, 2, 3], count: 3 });
  });

  test("a block that was split in the version gets a row of its own, and what follows stays beside its source", () => {
    expect(alignRows(["a", "b", "c"], ["a", "new", "b", "c"])).toEqual({ source: [1, 3, 4], version: [1, 2, 3, 4], count: 4 });
  });

  test("a block that only one side has leaves the other side empty", () => {
    expect(alignRows(["a", "b", "c"], ["a", "c"])).toEqual({ source: [1, 2, 3], version: [1, 3], count: 3 });
    expect(alignRows([], ["x", null])).toEqual({ source: [], version: [1, 2], count: 2 });
  });

  test("each side keeps its order and no row is used twice (500 seeded pairs)", () => {
    const letters = [..."abcdefgh"];
    const draw = (): (string | null)[] =>
      letters.filter(() => random.chance(0.7)).flatMap((id) => (random.chance(0.2) ? [null, id] : [id]));
    for (let round = 0; round < 500; round++) {
      const source = draw();
      const version = draw();
      const rows = alignRows(source, version);
      for (const side of [rows.source, rows.version]) side.forEach((row, i) => i > 0 && expect(row).toBeGreaterThan(side[i - 1] ?? 0));
      for (const [i, id] of source.entries()) {
        const twin = id === null ? -1 : version.indexOf(id);
        if (twin >= 0) expect(rows.version[twin]).toBe(rows.source[i]);
      }
    }
  });

  test("a new version has the source’s blocks, ids and kinds, and none of its words", () => {
    const item = schema.node("list_item", { id: "i1" }, schema.node("paragraph", { id: "p1" }, schema.text("Un point")));
    const source = schema.node("doc", null, [
      schema.node("heading", { id: "h1", level: 3 }, schema.text("Titre")),
      schema.node("bullet_list", { id: "l1" }, item),
    ]);
    const mirror = schema.nodeFromJSON(emptyMirror(source));
    mirror.check();
    expect(mirror.textContent).toBe("");
    expect(blockIdsOf(mirror)).toEqual(["h1", "l1"]);
    expect(mirror.child(0).attrs["level"]).toBe(3);
    expect(mirror.child(1).firstChild?.firstChild?.attrs["id"]).toBe("p1");
  });
});

describe("what people type", () => {
  test.each([
    ["dw.com/a", "https://dw.com/a"],
    ["  https://example.org/?q=é ", "https://example.org/?q=é"],
    ["http://localhost:3000/x", "http://localhost:3000/x"],
    ["", ""],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["une source", null],
    ["https://", null],
    ["https://www.lemonde.fr@ailleurs.example/", null],
    ["exemple.fr/\u202egpj.exe", null],
    ["https://exemple.fr/a\0b", null],
  ])("address %j is %j", (typed, address) => {
    expect(typedAddress(typed)).toBe(address);
  });

  test.each([
    ["2021", "2021"],
    ["2021-12", "2021-12"],
    ["3/12/2021", "2021-12-03"],
    ["03.12.2021", "2021-12-03"],
    ["2021-02-30", null],
    ["2021-13", null],
    ["hier", null],
    ["", ""],
  ])("date %j is %j", (typed, date) => {
    expect(typedDate(typed)).toBe(date);
  });

  test("only an address alone becomes a source", () => {
    expect(soleAddress(" https://www.dw.com/a \n")).toBe("https://www.dw.com/a");
    expect(soleAddress("voir https://www.dw.com/a")).toBeNull();
    expect(siteOf("https://www.dw.com/a")).toBe("dw.com");
    expect(siteOf("rien")).toBe("");
  });
});
