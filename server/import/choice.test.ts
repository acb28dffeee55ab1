import { array, assert, boolean, nat, property } from "fast-check";
import { Node } from "prosemirror-model";
import { schema } from "../../shared/doc/schema";
import { systemRandom } from "../../shared/ids";
import { BlockChoice, choicesOf } from "../../shared/protocol/import";
import type { ImportPreview } from "../../shared/protocol/import";
import { byHand, chosenBlocks } from "./choice";
import { documentOf } from "./document";
import { previewPlain } from "./preview";

const long =
  "Dans une lettre ouverte, une coalition de quatre-vingts organisations demande des sanctions ciblées contre le vendeur du logiciel.";

function read(text: string): ImportPreview {
  const result = previewPlain(text);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

function made({ blocks }: ImportPreview, choices: readonly BlockChoice[], title = ""): string[] {
  const chosen = chosenBlocks(blocks, choices);
  if (!chosen.ok) throw new Error(JSON.stringify(chosen.refusal));
  const doc = Node.fromJSON(schema, documentOf(chosen.value, systemRandom, title));
  doc.check();
  return doc.children.map((node) => `${node.type.name}${String(node.attrs["level"] ?? "")} ${node.textContent.slice(0, 40)}`);
}

const article = `Un titre\n\nAnne Martin\n\n15 mai 2019\n\n${long}\n\nContribuer\n\n${long}`;

test("no guess takes a line out of the text: title, byline and date stand in it, in their order", () => {
  const preview = read(`Un titre\n\nPar Anne Martin\n\n15 mai 2019\n\n${long}\n\n${long}`);
  expect(preview.blocks.map(({ kind }) => kind)).toEqual(["title", "byline", "date", "paragraph", "paragraph"]);
  expect(made(preview, choicesOf(preview.blocks), preview.title)).toEqual([
    "heading1 Un titre",
    "paragraph Par Anne Martin",
    "paragraph 15 mai 2019",
    `paragraph ${long.slice(0, 40)}`,
    `paragraph ${long.slice(0, 40)}`,
  ]);
  expect(byHand(preview.blocks, choicesOf(preview.blocks))).toBeNull();
});

test("a text without a title of its own gets the name it is kept under as its first block", () => {
  const preview = read(`${long}\n\n${long}`);
  expect(made(preview, choicesOf(preview.blocks), "Un nom")[0]).toBe("heading1 Un nom");
});

test("a heading of more than 500 characters is whole in the text", () => {
  const heading = "Un intertitre sans fin ".repeat(40).trim();
  const preview = read(`${heading}\n\n${long}`);
  const choices = choicesOf(preview.blocks).map((choice, at): BlockChoice => (at === 0 ? { ...choice, kind: "title" } : choice));
  const chosen = chosenBlocks(preview.blocks, choices);
  expect(chosen.ok && chosen.value[0]?.text).toBe(heading);
});

test("every kind can be changed, a block split, two joined, words corrected, one written: what was done by hand is counted", () => {
  const preview = read(article);
  const kinds = ["heading", "byline", "date", "paragraph", "paragraph", "quote"] as const;
  const choices = preview.blocks.map((block, index): BlockChoice => ({ of: [index], keep: block.keep, kind: kinds[index] ?? "paragraph" }));
  expect(made(preview, choices)).toEqual([
    "heading2 Un titre",
    "paragraph Anne Martin",
    "paragraph 15 mai 2019",
    `paragraph ${long.slice(0, 40)}`,
    `blockquote ${long.slice(0, 40)}`,
  ]);
  const cut: BlockChoice[] = [
    { of: [0], keep: true, kind: "title" },
    { of: [1, 2], keep: true, kind: "list-item" },
    { of: [3], keep: true, kind: "paragraph", runs: [{ text: long.slice(0, 28) }] },
    { of: [3], keep: true, kind: "heading", level: 3, runs: [{ text: long.slice(28) }] },
    { of: [], keep: true, kind: "paragraph", runs: [{ text: "Note : relu " }, { text: "deux", em: true }, { text: " fois." }] },
    { of: [4], keep: true, kind: "paragraph" },
    { of: [5], keep: true, kind: "paragraph", runs: [{ text: "Autre chose." }] },
  ];
  expect(made(preview, cut)).toEqual([
    "heading1 Un titre",
    "bullet_list Anne Martin 15 mai 2019",
    "paragraph Dans une lettre ouverte, une",
    `heading3 ${long.slice(29, 69)}`,
    "paragraph Note : relu deux fois.",
    "paragraph Contribuer",
    "paragraph Autre chose.",
  ]);
  expect(byHand(preview.blocks, cut)).toMatchObject({ left: 0, joints: 2, words: 2 });
  expect(byHand(preview.blocks, [{ of: [0], keep: false, kind: "title" }, ...cut.slice(1)])).toMatchObject({ left: 1 });
});

test.each([
  ["one is missing", [{ of: [0] }, { of: [2] }]],
  ["one stands twice", [{ of: [0] }, { of: [0] }, { of: [1] }, { of: [2] }]],
  ["one stands twice and only one part says what it has", [{ of: [0], runs: [{ text: "a" }] }, { of: [0] }, { of: [1] }, { of: [2] }]],
  ["the order is another", [{ of: [1] }, { of: [0] }, { of: [2] }]],
  ["there is one more", [{ of: [0] }, { of: [1] }, { of: [2] }, { of: [3] }]],
  ["one that nobody read says nothing", [{ of: [0] }, { of: [1] }, { of: [2] }, { of: [] }]],
  ["a letter carries a flood of marks", [{ of: [0], runs: [{ text: `e${"\u0301".repeat(40)}` }] }, { of: [1] }, { of: [2] }]],
] as const)("a choice is refused when %s", (_name, given) => {
  const { blocks } = read("Un.\n\nDeux.\n\nTrois.");
  const choices = given.map((choice) => BlockChoice.parse({ keep: true, kind: "paragraph", ...choice, of: [...choice.of] }));
  expect(chosenBlocks(blocks, choices)).toEqual({ ok: false, refusal: { code: "malformed", detail: { field: "choices" } } });
});

test("a sentence is joined over what a page break left in its middle", () => {
  const preview = read(`${long}\n\n${long}\n\n${long}`);
  const choices: BlockChoice[] = [
    { of: [0, 2], keep: true, kind: "paragraph" },
    { of: [1], keep: false, kind: "paragraph" },
  ];
  expect(made(preview, choices)).toEqual([`paragraph ${long.slice(0, 40)}`]);
  expect(byHand(preview.blocks, choices)).toMatchObject({ left: 1, words: 0 });
});

test("however blocks are cut and joined, no word is lost, doubled or moved", () => {
  const { blocks } = read(Array.from({ length: 12 }, (_, at) => `Bloc ${at} avec des mots.`).join("\n\n"));
  const all = blocks
    .map(({ text }) => text)
    .join("")
    .replace(/\s/g, "");
  assert(
    property(array(boolean(), { minLength: 11, maxLength: 11 }), array(nat(15), { minLength: 12, maxLength: 12 }), (joins, cuts) => {
      const groups: number[][] = [[0]];
      joins.forEach((join, at) => (join ? groups.at(-1)?.push(at + 1) : groups.push([at + 1])));
      const choices = groups.flatMap((of): BlockChoice[] => {
        const cut = cuts[of[0] ?? 0] ?? 0;
        const text = of.map((index) => blocks[index]?.text ?? "").join(" ");
        if (cut === 0) return [{ of, keep: true, kind: "paragraph" }];
        const last = of.slice(-1);
        return [
          { of, keep: true, kind: "paragraph", runs: [{ text: text.slice(0, cut) }] },
          { of: last, keep: true, kind: "paragraph", runs: [{ text: text.slice(cut) }] },
        ];
      });
      const chosen = chosenBlocks(blocks, choices);
      expect(
        chosen.ok &&
          chosen.value
            .map(({ text }) => text)
            .join("")
            .replace(/\s/g, ""),
      ).toBe(all);
      expect(byHand(blocks, choices)?.words ?? 0).toBe(0);
    }),
    { numRuns: 200, seed: 11 },
  );
});

describe("tables", () => {
  const preview = read(`${long}\n\nAnnée\tDette\tTaux\n2019\t500\t12 %\n2020\t\t14 %\n\n${long}`);
  const at = preview.blocks.findIndex(({ kind }) => kind === "table");
  const words = preview.blocks[at]?.text ?? "";
  const others = (...own: BlockChoice[]): BlockChoice[] =>
    preview.blocks.flatMap((block, index) => (index === at ? own : [{ of: [index], keep: block.keep, kind: block.kind }]));
  function tablesOf(...own: BlockChoice[]): string[][] {
    const chosen = chosenBlocks(preview.blocks, others(...own));
    if (!chosen.ok) throw new Error(chosen.refusal.code);
    const doc = Node.fromJSON(schema, documentOf(chosen.value, systemRandom));
    doc.check();
    const tables = doc.children.filter(({ type }) => type.name === "table");
    return tables.map((table) => table.children.map((row) => row.children.map((cell) => cell.textContent).join("|")));
  }

  test("a figure put right in a table leaves its cells apart, the empty one as well", () => {
    expect(words).toBe("Année\tDette\tTaux\n2019\t500\t12 %\n2020\t\t14 %");
    expect(tablesOf({ of: [at], keep: true, kind: "table", runs: [{ text: words.replace("500", "501") }] })).toEqual([
      ["Année|Dette|Taux", "2019|501|12 %", "2020||14 %"],
    ]);
  });

  test("a table cut between two rows is two tables, with every row where it was", () => {
    const [head = "", ...rest] = words.split("\n");
    expect(
      tablesOf(
        { of: [at], keep: true, kind: "table", runs: [{ text: head }] },
        { of: [at], keep: true, kind: "table", runs: [{ text: rest.join("\n") }] },
      ),
    ).toEqual([["Année|Dette|Taux"], ["2019|500|12 %", "2020||14 %"]]);
  });

  test("tabs in words that are no table part them", () => {
    const chosen = chosenBlocks(preview.blocks, others({ of: [at], keep: true, kind: "paragraph", runs: [{ text: "2019\t500" }] }));
    expect(chosen.ok && chosen.value[at]?.text).toBe("2019 500");
  });

  test("more cells than any table has are refused", () => {
    const runs = [{ text: "\t".repeat(20_000) + "x" }];
    expect(chosenBlocks(preview.blocks, others({ of: [at], keep: true, kind: "table", runs })).ok).toBe(false);
  });
});

test("a word corrected in lines of columns leaves them in columns", () => {
  const block = { kind: "paragraph", text: "Dette  500\nTaux    12", chrome: null, keep: true, joinsPrevious: false } as const;
  const written = (read: string): string | undefined => {
    const chosen = chosenBlocks(
      [{ ...block, text: read }],
      [{ of: [0], kind: "paragraph", keep: true, runs: [{ text: "Dette  700\nTaux    12" }] }],
    );
    return chosen.ok ? chosen.value[0]?.text : undefined;
  };
  expect(written(block.text)).toBe("Dette  700\nTaux    12");
  expect(written("Dette 500\nTaux 12")).toBe("Dette 700\nTaux 12");
});
