import { describeInChromium } from "../../fixtures/chromium";
import { firefox, webkit } from "../../fixtures/other-browsers";
import type { OtherBrowser, OtherBrowserKind, Point } from "../../fixtures/other-browsers";
import { startProxy } from "../../fixtures/tcp-proxy";
import type { Proxy } from "../../fixtures/tcp-proxy";
import { openTestApp, PASSWORD, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText } from "./texts";
import {
  clickBehind,
  marked,
  openClaim,
  openDocument,
  reads,
  saved,
  selectByMouse,
  setLocked,
  selectionToolbar,
  chooseVerdict,
} from "./workbench";

jest.setTimeout(180_000);

const first = "Le gouvernement a reconnu l’achat en 2021.";
const second = "Le vendeur se tait.";
const claim = "reconnu l’achat";

/** Ana works in the browser at hand, Boris in Chromium. */
describe.each([firefox, webkit])("the main job in $name", (kind: OtherBrowserKind) => {
  const describeHere = kind.missing === null ? describeInChromium : describe.skip;
  describeHere(kind.missing === null ? `on ${storeName}` : `skipped: ${kind.missing}`, () => {
    let app: TestApp;
    let proxy: Proxy;
    let ana: OtherBrowser;
    let boris: Person;
    const browserTest = browserTests(() => app);

    beforeAll(async () => {
      app = await openTestApp();
      proxy = await startProxy({ target: { host: "127.0.0.1", port: app.server.port } });
      boris = await app.person("Boris", "admin");
      await app.person("Ana", "editor");
      ana = await kind.launch();
      const origin = `http://127.0.0.1:${String(proxy.port)}`;
      const path = await addText(boris, new TextEncoder().encode(`${first}\n\n${second}\n`), "Un achat");
      await openDocument(boris, path);
      await ana.goto(origin + path);
      for (const [label, value] of [
        [boris.words("account:signIn.name"), "Ana"],
        [boris.words("account:signIn.password"), PASSWORD],
      ] as const) {
        await ana.click(await ana.until(fieldAt, label));
        await ana.type(value);
      }
      await ana.press("Enter");
      await ana.until(reading, second);
      await ana.until(showing, boris.words("workbench:save.saved"));
    });
    afterAll(async () => {
      await ana.close();
      await proxy.close();
      await app.close();
    });

    const place = async (words: string): Promise<{ start: Point; end: Point }> => ana.until(placeOfWords, words);
    const clickWords = async (words: string): Promise<void> => ana.click((await place(words)).end);

    browserTest("a claim is made of selected words, and its card written", async () => {
      const { start, end } = await place(claim);
      await ana.drag(start, end);
      await ana.until(selected, claim);
      await ana.type("c");
      await marked(boris, claim);
      await ana.until(focusedIn, ".claim-card");
      await ana.type("La Hongrie a reconnu");
      await openClaim(boris, "La Hongrie a reconnu");
      await ana.press("Escape");
    });

    browserTest("verdicts are painted as lines of their own kind, not by colour alone", async () => {
      await chooseVerdict(boris, "false");
      const line = await ana.until(lineUnder, claim, "v-false");
      expect(line).toMatchObject({ line: "underline" });
      expect(line.thickness).not.toBe("0px");
      await chooseVerdict(boris, "unproven");
      const other = await ana.until(lineUnder, claim, "v-unproven");
      expect(other.line).toBe("underline");
      expect(other.style).not.toBe(line.style);
    });

    browserTest("both type in the same paragraph, and read each other", async () => {
      await setLocked(boris, false);
      await ana.until(writable);
      await clickWords("Le vendeur se tait");
      await ana.type(" encore");
      await reads(boris, "Le vendeur se tait encore.");
      await clickBehind(boris, "Le vendeur");
      await boris.page.keyboard.type(" israélien");
      await ana.until(reading, "Le vendeur israélien se tait encore.");
      await ana.type(" fois");
      await reads(boris, "Le vendeur israélien se tait encore fois.");
      for (let letter = 0; letter < " fois".length; letter++) await ana.press("Backspace");
      await reads(boris, "Le vendeur israélien se tait encore.");
      await ana.press("Enter");
      await ana.type("Une ligne de plus");
      await reads(boris, "Une ligne de plus");
    });

    browserTest("without a network work goes on, and comes in when it is back", async () => {
      proxy.cut();
      await ana.until(showing, boris.words("workbench:save.offline", { count: 0 }));
      await clickWords("Une ligne de plus");
      await ana.type(", écrite hors ligne");
      await ana.until(showing, boris.words("workbench:save.offline", { count: 1 }).split(",")[0] ?? "");
      await selectByMouse(boris, "Le vendeur israélien");
      await selectionToolbar(boris).click();
      await saved(boris);
      proxy.restore();
      await reads(boris, "Une ligne de plus, écrite hors ligne");
      await ana.until(showing, boris.words("workbench:save.saved"));
      await ana.until(markedHere, "Le vendeur israélien");
    });
  });
});

// These run in the page.

function fieldAt(label: string): Point | null {
  const found = [...document.querySelectorAll("label")].find(({ textContent }) => textContent?.trim() === label)?.control;
  const box = found?.getBoundingClientRect();
  return box === undefined ? null : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

function reading(words: string): true | null {
  const text = document.querySelector(".ProseMirror[lang=fr]");
  return text?.textContent?.includes(words) === true ? true : null;
}

function showing(words: string): true | null {
  return [...document.querySelectorAll("header output")].some(({ textContent }) => textContent?.includes(words)) ? true : null;
}

function writable(): true | null {
  return document.querySelector(".ProseMirror[lang=fr]")?.getAttribute("aria-readonly") === "false" ? true : null;
}

function selected(words: string): true | null {
  return getSelection()?.toString() === words ? true : null;
}

function focusedIn(selector: string): true | null {
  return document.activeElement?.closest(selector) ? true : null;
}

function markedHere(words: string): true | null {
  const marks = [...document.querySelectorAll("mark.claim-mark")];
  const pieces = new Map<string, string>();
  for (const mark of marks) {
    const id = mark.getAttribute("data-claim") ?? "";
    pieces.set(id, (pieces.get(id) ?? "") + (mark.textContent ?? ""));
  }
  return [...pieces.values()].includes(words) ? true : null;
}

/** How the underline of the claim on these words is drawn, once it stands for this verdict. */
function lineUnder(words: string, verdict: string): { line: string; style: string; thickness: string } | null {
  const mark = [...document.querySelectorAll("mark.claim-mark")].find(
    (one) => one.textContent === words && one.classList.contains(verdict),
  );
  if (!mark) return null;
  const { textDecorationLine: line, textDecorationStyle: style, textDecorationThickness: thickness } = getComputedStyle(mark);
  return { line, style, thickness };
}

/** Where words begin and end on the screen, once two looks find them at the same place. */
function placeOfWords(words: string): { start: Point; end: Point } | null {
  const text = document.querySelector(".ProseMirror[lang=fr]");
  if (!text) return null;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  let at = nodes
    .map(({ data }) => data)
    .join("")
    .indexOf(words);
  if (at < 0) return null;
  const range = document.createRange();
  let left = words.length;
  let begun = false;
  for (const node of nodes) {
    if (!begun && at >= node.length) {
      at -= node.length;
      continue;
    }
    if (!begun) range.setStart(node, at);
    const rest = node.length - (begun ? 0 : at);
    begun = true;
    if (left <= rest) {
      range.setEnd(node, node.length - rest + left);
      break;
    }
    left -= rest;
  }
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  const [begin, last] = [rects[0], rects.at(-1)];
  if (!begin || !last) return null;
  const start = { x: begin.left + 1, y: begin.top + begin.height / 2 };
  const end = { x: last.right - 0.5, y: last.top + last.height / 2 };
  const seen = JSON.stringify([start, end]);
  const before = document.body.dataset["seen"];
  document.body.dataset["seen"] = seen;
  return before === seen ? { start, end } : null;
}
