import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isBare, keyParts, matches, parseKeys } from "./keys";

const press = (key: string, code: string, held: { ctrl?: boolean; meta?: boolean; alt?: boolean; shift?: boolean } = {}) => ({
  key,
  code,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  altKey: held.alt ?? false,
  shiftKey: held.shift ?? false,
});
const hits = (keys: string, pressed: ReturnType<typeof press>, mac = false): boolean => matches(parseKeys(keys), pressed, mac);

test("Mod is Ctrl, and Command on a Mac", () => {
  expect(hits("Mod+K", press("k", "KeyK", { ctrl: true }))).toBe(true);
  expect(hits("Mod+K", press("k", "KeyK", { meta: true }))).toBe(false);
  expect(hits("Mod+K", press("k", "KeyK", { meta: true }), true)).toBe(true);
  expect(hits("Mod+K", press("k", "KeyK", { ctrl: true, alt: true }))).toBe(false);
});

test("a letter alone wants no modifier", () => {
  expect(hits("J", press("j", "KeyJ"))).toBe(true);
  expect(hits("J", press("J", "KeyJ", { shift: true }))).toBe(false);
  expect(hits("Shift+J", press("J", "KeyJ", { shift: true }))).toBe(true);
  expect(hits("J", press("j", "KeyJ", { ctrl: true }))).toBe(false);
});

test("digits are taken where they stand on a French keyboard, where they need Shift", () => {
  expect(hits("1", press("&", "Digit1"))).toBe(true);
  expect(hits("2", press("é", "Digit2"))).toBe(true);
  expect(hits("1", press("1", "Digit1", { shift: true }))).toBe(true);
  expect(hits("1", press("1", "Numpad1"))).toBe(true);
  expect(hits("1", press("2", "Digit2"))).toBe(false);
});

test("letters are found by place on a keyboard of another alphabet, and by name on an AZERTY one", () => {
  expect(hits("K", press("л", "KeyK"))).toBe(true);
  expect(hits("A", press("a", "KeyQ"))).toBe(true);
  expect(hits("Q", press("a", "KeyQ"))).toBe(false);
});

test("the question mark is one with Shift and without", () => {
  expect(hits("?", press("?", "Slash", { shift: true }))).toBe(true);
  expect(hits("?", press("?", "KeyM", { shift: true }))).toBe(true);
});

test("a bare key is one that also writes a letter", () => {
  expect(["J", "?", "1"].map(parseKeys).every(isBare)).toBe(true);
  expect(["Mod+K", "Escape", "Alt+J"].map(parseKeys).some(isBare)).toBe(false);
});

test("keys are shown as they are printed", () => {
  expect(keyParts("Mod+Shift+Z", false)).toEqual(["ctrl", "shift", "Z"]);
  expect(keyParts("Mod+K", true)).toEqual(["⌘", "K"]);
  expect(keyParts("Alt+ArrowDown", false)).toEqual(["alt", "down"]);
});

test("whatever hears keys asks whether an input method is composing", () => {
  // Where no words are written, or where it does not matter which key it was.
  const others: readonly string[] = [
    "app/App.tsx", // hands every press to the commands, which ask
    "app/MenuPopup.tsx",
    "app/useFirstInteraction.ts",
    "editor/hideFarBlocks.ts",
    "editor/queuedKeys.ts", // ProseMirror asks before it
    "library/LongList.tsx", // leaves fields alone
    "workbench/afterPaint.ts",
    "workbench/reveal.ts",
  ];
  const folder = join(__dirname, "..");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|^e2e\//.test(path));
  const heard = files.filter((path) =>
    /["'](?:keydown|keyup|keypress)["']|onKey(?:Down|Up)|handleKeyDown/.test(readFileSync(join(folder, path), "utf8")),
  );
  expect(heard.length).toBeGreaterThan(others.length + 8);
  expect(heard.filter((path) => !/isComposing\(/.test(readFileSync(join(folder, path), "utf8")))).toEqual([...others].sort());
});
