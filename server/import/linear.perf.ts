import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { openParser } from "./parser";
import { buildParserChild } from "./parser-build";
import { previewOf } from "./preview";

jest.setTimeout(600_000);

// A pattern that goes back over what it has read costs the square of it: sixteen times as long for four times the text. Every kind of file is read
// with each of these repeated: what its recognisers look for, begun and never ended.

const pieces = [
  "a",
  " ",
  "\t",
  "\n",
  "\n\n",
  "a\n",
  "a \n",
  "- ",
  "- a\n",
  "-",
  "—",
  "_",
  "*",
  "**a",
  "~~",
  "`",
  "```\n",
  "#",
  "# a\n",
  "> ",
  ">",
  "|",
  "| a ",
  "| a |\n",
  "|-",
  "[",
  "](",
  "[a](",
  "![",
  "[^1]: ",
  "[a]: b\n",
  "<",
  "<a",
  "<a>",
  "<b><i>",
  "<td>",
  "<table>",
  "<!--",
  "&",
  "&amp;",
  "&#x",
  "\\",
  "$",
  "\\frac{",
  "^{",
  "«\u00a0",
  "\u00a0»",
  "“",
  "1",
  "1.",
  "1. a\n",
  "12\n",
  "12\n\n",
  "15 mai 2019 ",
  "15 mai 2019\n\n",
  "2019-",
  "2019, ",
  "12/05/2019 ",
  "Par Anne Martin\n\n",
  "Par ",
  "by ",
  "Le Monde > International > ",
  "> a > ",
  "Lire aussi : ",
  "Lire aussi\n\n",
  "Partager\n",
  "MARIE. Oui\n",
  "MARIE : ",
  "a-\n",
  "dix-\n",
  "https://",
  "https://a.b/",
  "www.",
  "a@",
  "@",
  "\u0301",
  "\u200b",
  "\u00ad",
  "\u202e",
  "ا",
  "漢",
  "👩‍",
  "©",
  "charset=",
  '<meta charset="',
  "a  b   c\n",
  "  ",
  "\u000c",
  "\r",
] as const;

/** Bytes, about; and the same four times. */
const SIZE = 48_000;

type Read = (bytes: Uint8Array, name: string) => Promise<unknown>;

/** Milliseconds, the least of some rounds. */
async function cost(read: Read, name: string, piece: string, size: number, rounds = 2): Promise<number> {
  const bytes = new TextEncoder().encode(piece.repeat(Math.ceil(size / new TextEncoder().encode(piece).length)));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await read(bytes, name);
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

/** The pieces whose cost grows faster than their number; `room`: what the machine may add, in milliseconds. */
async function slowOnes(read: Read, name: string, room: number): Promise<string[]> {
  const start = await cost(read, name, "a\n", 10);
  const slow: string[] = [];
  for (const piece of pieces) {
    const once = (await cost(read, name, piece, SIZE)) - start;
    const four = (await cost(read, name, piece, 4 * SIZE)) - start;
    if (four > room + 8 * Math.max(0, once)) slow.push(`${JSON.stringify(piece)}: ${once.toFixed(0)} ms, then ${four.toFixed(0)}`);
  }
  return slow;
}

test.each(["x.txt", "x.md"])("a file four times as long is not read much longer than four times: %s", async (name) => {
  expect(await slowOnes((bytes, name) => previewOf({ bytes, name }), name, 100)).toEqual([]);
});

// A page is read by packages that Jest cannot load: in the built child, as the server does it, beside a page of plain words of the same length.
test("a page of one piece again and again takes no longer than ten pages of words", async () => {
  mkdirSync(".cache", { recursive: true });
  const directory = mkdtempSync(resolve(".cache/import-"));
  const parser = openParser({ entry: await buildParserChild(resolve("."), join(directory, "parser-child.mjs")) });
  const read: Read = (bytes, name) => parser.preview({ bytes, name }, "ana");
  const floor = await cost(read, "x.html", "Des mots. ", 4 * SIZE);
  const slow: string[] = [];
  for (const piece of pieces) {
    const took = await cost(read, "x.html", piece, 4 * SIZE, 1);
    if (took > 10 * floor) slow.push(`${JSON.stringify(piece)}: ${took.toFixed(0)} ms, words ${floor.toFixed(0)}`);
  }
  expect(slow).toEqual([]);
  await parser.close();
  rmSync(directory, { recursive: true, force: true });
});
