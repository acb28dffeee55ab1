import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";

// What keeps style sheets from fighting: a class says whose it is by its first word, a state is styled on what it is the state of, and no rule shouts.

const client = join(__dirname, "..");
const filesOf = (ends: RegExp): string[] =>
  readdirSync(client, { recursive: true, encoding: "utf8" })
    .filter((path) => ends.test(path) && !/\.test\.tsx?$|^(e2e|api-docs)[\\/]/.test(path))
    .map((path) => path.split(sep).join("/"))
    .sort();

const text = (file: string): string => readFileSync(join(client, file), "utf8");
const sheets = filesOf(/\.css$/);
const bare = (css: string): string => css.replace(/\/\*[^]*?\*\//g, "").replace(/"[^"\n]*"/g, '""');

/** Each selector of a sheet, with the sheet. */
const selectors = sheets.flatMap((sheet) =>
  [...bare(text(sheet)).matchAll(/([^{};]+)\{/g)]
    .map(([, selector = ""]) => selector.trim())
    .filter((selector) => selector !== "" && !selector.startsWith("@"))
    .map((selector) => ({ sheet, selector })),
);

const classesIn = (selector: string): string[] => [...selector.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, name = ""]) => name);
const isTheirs = (name: string): boolean => /^(ProseMirror|react-aria|lucide)/.test(name);

test("there are style sheets to look at", () => {
  expect(sheets.length).toBeGreaterThan(10);
  expect(selectors.length).toBeGreaterThan(600);
});

test("no class is one word that any page could mean something else by", () => {
  const words = selectors.flatMap(({ sheet, selector }) =>
    classesIn(selector)
      .filter((name) => !name.includes("-") && !isTheirs(name))
      .map((name) => `${sheet}: .${name}`),
  );
  expect([...new Set(words)]).toEqual([]);
});

test("a state (.is-…) is styled on a class or an element that it is the state of, never alone", () => {
  // A state within :not(), :has() and their like belongs to what stands before the bracket.
  const alone = selectors.filter(({ selector }) => /(^|[\s>+~,])\.is-/.test(selector));
  expect(alone).toEqual([]);
});

test("nothing shouts: no !important", () => {
  const loud = sheets.filter((sheet) => bare(text(sheet)).includes("!important"));
  expect(loud).toEqual([]);
});

/** The code, without its comments. */
const code = filesOf(/\.tsx?$/).map((file) => ({ file, source: text(file).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "") }));

/** The beginnings of names that are put together, as in `v-${verdict}`. */
const begun = code.flatMap(({ source }) => [...source.matchAll(/([a-z]+-)\$\{/g)].map(([, start = ""]) => start));
const isBegun = (name: string): boolean => begun.some((start) => name.startsWith(start));

test("what a sheet styles is put on something", () => {
  const words = new Set(code.flatMap(({ source }) => source.match(/[A-Za-z][\w-]*/g) ?? []));
  const unused = selectors.flatMap(({ sheet, selector }) =>
    classesIn(selector)
      .filter((name) => !isTheirs(name) && !words.has(name) && !isBegun(name))
      .map((name) => `${sheet}: .${name}`),
  );
  expect([...new Set(unused)]).toEqual([]);
});

test("what is put on elements is styled", () => {
  const styled = new Set(selectors.flatMap(({ selector }) => classesIn(selector)));
  const unknown = code.flatMap(({ file, source }) =>
    [...source.matchAll(/[cC]lass(?:Name)?=(?:"([^"]*)"|\{([^}]*)\})/g)]
      .flatMap(([, plain, choice = ""]) =>
        plain === undefined ? [...choice.replace(/=== "[^"]*"/g, "").matchAll(/"([^"]*)"/g)].map(([, one = ""]) => one) : [plain],
      )
      .flatMap((names) => names.split(/\s+/))
      .filter((name) => name !== "" && !styled.has(name) && !isBegun(name))
      .map((name) => `${file}: ${name}`),
  );
  expect([...new Set(unknown)]).toEqual([]);
});
