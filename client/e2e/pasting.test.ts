import { describeInChromium } from "../../fixtures/chromium";
import { hostilePages } from "./hostile";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { addText } from "./texts";
import { clickBehind, openDocument, setLocked, textOf } from "./workbench";

jest.setTimeout(240_000);

interface Pasted {
  readonly kept: boolean;
  readonly thrown: string;
}

/** Pastes HTML as the browser does, words before and after it, and says whether they are there. Runs in the page. */
function pasteInto(text: Element, { html, mark }: { html: string; mark: string }): Pasted {
  const data = new DataTransfer();
  data.setData("text/html", `<p>avant ${mark}</p>${html}`);
  data.setData("text/plain", `avant ${mark}`);
  let thrown = "";
  const note = (event: ErrorEvent) => (thrown = event.message);
  window.addEventListener("error", note);
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  window.removeEventListener("error", note);
  return { kept: text.textContent?.includes(`avant ${mark}`) ?? false, thrown };
}

/** From here on every report of the content security policy is kept. Runs in the page. */
function watchPolicy(): void {
  const kept: string[] = [];
  Object.assign(window, { __reports: kept });
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
    kept.push(`${violatedDirective} ${blockedURI} ${sample}`);
  });
}

describeInChromium(`pasting what others made, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;

  beforeAll(async () => {
    app = await openTestApp();
    ana = await app.person("Ana", "admin");
  });
  afterAll(() => app.close());

  browserTest("nothing of it runs, loads or throws, and the words beside it are kept", async () => {
    const path = await addText(ana, new TextEncoder().encode("Le préfet a parlé.\n\nVoilà la fin.\n"), "Un démenti");
    await openDocument(ana, path);
    await setLocked(ana, false);
    const asked: string[] = [];
    ana.page.on("request", (request) => asked.push(request.url()));
    ana.page.on("dialog", (dialog) => asked.push(`dialog ${dialog.message()}`));
    await ana.page.evaluate(watchPolicy);
    const bad: unknown[] = [];
    for (const [index, html] of hostilePages("elsewhere.example").entries()) {
      await clickBehind(ana, "préfet");
      const mark = `repère${index}.`;
      const { kept, thrown } = await textOf(ana).evaluate(pasteInto, { html, mark });
      if ((!kept || thrown !== "") && bad.length < 20) bad.push({ html: html.slice(0, 120), kept, thrown });
      // Out again, so that the next one is read in the same place.
      await ana.page.keyboard.press("Control+z");
    }
    expect(bad).toEqual([]);
    const after = await ana.page.evaluate(() => {
      const { __reports, __ran } = window as unknown as { __reports: string[]; __ran?: number };
      return {
        reports: __reports,
        ran: __ran ?? 0,
        scripts: document.querySelectorAll("[role=textbox] :is(script,style,iframe,img,svg,object,form)").length,
      };
    });
    expect(after).toEqual({ reports: [], ran: 0, scripts: 0 });
    expect(asked.filter((url) => !url.includes("/socket.io/") && !url.startsWith(ana.origin))).toEqual([]);
  });
});
