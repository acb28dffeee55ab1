import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ImportPreview } from "../../shared/protocol/import";
import { sha256 } from "./digest";
import { openParser } from "./parser";
import { buildParserChild } from "./parser-build";

// Each reading starts a process; on a busy machine that takes seconds.
jest.setTimeout(60_000);

const MB = 1024 * 1024;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const long = "Une phrase assez longue pour être un paragraphe, avec ce qu’il faut de mots, de virgules et de patience.";

let directory = "";
let entry = "";

beforeAll(async () => {
  mkdirSync(".cache", { recursive: true });
  directory = mkdtempSync(resolve(".cache/import-"));
  entry = await buildParserChild(resolve("."), join(directory, "parser-child.mjs"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

const textsIn = (read: Uint8Array): string[] =>
  ImportPreview.parse(JSON.parse(Buffer.from(read).toString())).blocks.map((block) => block.text);

test("every format is read in the child, and the answer is the JSON of a preview", async () => {
  const parser = openParser({ entry });
  for (const name of ["x.txt", "x.md", "x.html"]) {
    const read = await parser.preview({ bytes: bytesOf(long), name }, "ana");
    if (!read.ok) throw new Error(read.refusal.code);
    expect(textsIn(read.value)).toEqual([long]);
  }
  await parser.close();
});

test("what was chosen of a preview comes back as a text, with the file's SHA-256", async () => {
  const parser = openParser({ entry });
  const input = { bytes: bytesOf("Un.\n\nDeux."), name: "x.txt" };
  const kept = { of: [0], keep: true, kind: "paragraph" as const };
  const left = { of: [1], keep: false, kind: "paragraph" as const };
  const read = await parser.document(input, { choices: json([kept, left]), title: "" }, "ana");
  expect(read).toMatchObject({
    ok: true,
    value: { sha256: sha256(input.bytes), hand: { left: 1 }, doc: { content: [{ content: [{ text: "Un." }] }] } },
  });
  expect(await parser.document(input, { choices: json([kept]), title: "" }, "ana")).toMatchObject({
    ok: false,
    refusal: { code: "malformed" },
  });
  await parser.close();
});

test("a reading that takes too long is too slow, not a broken file; one that a busy machine leaves waiting is told so", async () => {
  const page = { bytes: bytesOf(`<p>${long}</p>`.repeat(20_000)), name: "x.html" };
  const short = openParser({ entry, processor: 1, timeout: 50_000 });
  expect(await short.preview(page, "ana")).toEqual({ ok: false, refusal: { code: "too-slow" } });
  await short.close();
  const hasty = openParser({ entry, timeout: 20 });
  expect(await hasty.preview(page, "ana")).toEqual({ ok: false, refusal: { code: "busy" } });
  await hasty.close();
});

test("a file that eats its memory is too complex, and the next one is read", async () => {
  const small = openParser({ entry, memory: 192, timeout: 50_000, processor: 40 });
  const bomb = bytesOf("<p><b>x</b>".repeat(200_000));
  const [eaten, next] = await Promise.all([
    small.preview({ bytes: bomb, name: "bomb.html" }, "ana"),
    small.preview({ bytes: bytesOf(long), name: "x.md" }, "ana"),
  ]);
  expect(eaten).toEqual({ ok: false, refusal: { code: "too-complex" } });
  expect(next).toMatchObject({ ok: true });
  await small.close();
});

test("deep nesting and broken tags are read or refused", async () => {
  const parser = openParser({ entry });
  for (const html of ["<div>".repeat(2_000) + "fond", "<table><li><b><p>a</b><td>b</table></", "<p>" + "<b><i>".repeat(500) + "x"]) {
    const read = await parser.preview({ bytes: bytesOf(html), name: "x.html" }, "ana");
    if (read.ok) expect(textsIn(read.value).join("")).toMatch(/fond|ab|x/);
    else expect(read.refusal.code).toBe("too-complex");
  }
  await parser.close();
});

test("a child that cannot start is no broken server", async () => {
  const without = openParser({ entry: join(directory, "absent.mjs") });
  expect(await without.preview({ bytes: bytesOf(long), name: "x.txt" }, "ana")).toMatchObject({ ok: false });
  await without.close();
});

test("of one person one file is read and two wait; more people than may wait are busy; closing stops all", async () => {
  const narrow = openParser({ entry, waiting: 1 });
  const input = { bytes: bytesOf(long), name: "x.md" };
  const ask = (who: string) => narrow.preview(input, who);
  const mine = [ask("ana"), ask("ana"), ask("ana"), ask("ana")];
  expect(await mine[3]).toEqual({ ok: false, refusal: { code: "busy" } });
  // A second place is free for somebody else; for a third person there is no line left.
  const others = [ask("bea"), ask("cleo")];
  expect(await others[1]).toEqual({ ok: false, refusal: { code: "busy" } });
  await narrow.close();
  for (const one of [...mine.slice(0, 3), others[0]]) expect(await one).toEqual({ ok: false, refusal: { code: "stopping" } });
  expect(await ask("ana")).toEqual({ ok: false, refusal: { code: "stopping" } });
});

describe("whatever the file", () => {
  const marks = `e${"\u0301\u0327".repeat(96_000)}`;
  const hostile: [string, string, string][] = [
    ["breadcrumbs", "x.txt", `Accueil ${"> a ".repeat(70)}!\n`.repeat(2_200)],
    ["ten million dashes", "x.txt", "-".repeat(10 * MB - 10)],
    ["combining marks", "x.txt", marks],
    ["combining marks as a title", "x.html", `<title>${marks}</title><p>${long}</p>`],
    ["half a million lines", "x.txt", "a\n".repeat(500_000)],
    ["nested lists", "x.html", "<ul><li>".repeat(40_000)],
    ["brackets", "x.md", "[".repeat(200_000)],
    ["bytes of no encoding", "x.txt", "\u0001é".repeat(2_000_000)],
  ];

  test.each(hostile)("the server is held by none of it, and the child keeps to its 256 MB: %s", async (_what, name, text) => {
    const parser = openParser({ entry, timeout: 50_000 });
    const bytes = bytesOf(text);
    const longestText = watchTexts();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, ...peaksOfChildren())), 250);
    const read = await parser.preview({ bytes, name }, "ana");
    clearInterval(watch);
    if (!read.ok) expect(["too-complex", "too-slow", "too-large", "malformed"]).toContain(read.refusal.code);
    expect(most).toBeLessThan(256);
    // Only what is said of the answer: the file and what was read of it stay bytes in this process.
    expect(longestText()).toBeLessThan(1000);
    await parser.close();
  });
});

/** The length of the longest text that this process makes of bytes, normalises or parses, until it is asked for. */
function watchTexts(): () => number {
  const spies = [
    jest.spyOn(TextDecoder.prototype, "decode"),
    jest.spyOn(Buffer.prototype, "toString"),
    jest.spyOn(String.prototype, "normalize"),
    jest.spyOn(JSON, "parse"),
  ] as const;
  return () => {
    const made = spies.flatMap(({ mock }): unknown[] => [
      ...mock.results.map(({ value }) => value as unknown),
      ...mock.calls.map(([text]) => text),
    ]);
    for (const spy of spies) spy.mockRestore();
    return Math.max(0, ...made.map((text) => (typeof text === "string" ? text.length : 0)));
  };
}

/** Peak resident memory of this process's children in MB. Only where there is /proc. */
function peaksOfChildren(): number[] {
  try {
    const pids = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    return pids.map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
  } catch {
    return [];
  }
}
