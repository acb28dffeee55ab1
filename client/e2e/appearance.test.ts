import type { Page } from "playwright-core";
import type { UiLang } from "../../shared/languages";
import { namespaces } from "../../shared/locales/fr";
import { describeInChromium } from "../../fixtures/chromium";
import { violations } from "./accessibility";
import { openTestApp, storeName } from "./test-app";
import type { TestApp } from "./test-app";
import { askToAddText, chooseFile, openLibrary } from "./library";
import { apiOf, done } from "./person";
import type { Person } from "./person";
import { browserTests } from "./in-browser";
import { wordsOf } from "./words";
import { openCard, openDocument, selectByMouse } from "./workbench";

jest.setTimeout(120_000);

const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 1100 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
];

interface Place {
  readonly name: string;
  /** Leaves the page as it is to be looked at. */
  show(person: Person): Promise<void>;
}

const workbench = "/doc/demo-text-1";
const places: Place[] = [
  { name: "library", show: openLibrary },
  {
    name: "adding a text",
    async show(person) {
      await openLibrary(person);
      const adding = await askToAddText(person);
      // What was given at another width waits here still.
      const list = adding.getByRole("list", { name: person.words("library:import.preview") });
      const file = person.page.getByRole("banner").getByRole("button", { name: person.words("library:import.file"), exact: true });
      await list.or(file).first().waitFor();
      if (await list.isVisible()) return;
      await chooseFile(person, adding, {
        name: "a.txt",
        mimeType: "text/plain",
        buffer: Buffer.from("Contribuer\n\nUne phrase.\n\nUne autre phrase."),
      });
      await list.waitFor();
    },
  },
  {
    name: "people, inviting",
    async show(person) {
      await person.page.goto(`${person.origin}/people`);
      await person.page
        .getByRole("banner")
        .getByRole("button", { name: person.words("people:invite") })
        .click();
      await person.page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "people",
    async show(person) {
      await person.page.goto(`${person.origin}/people`);
      await person.page.getByRole("heading", { name: person.words("people:list") }).waitFor();
    },
  },
  {
    name: "settings",
    async show(person) {
      await person.page.goto(`${person.origin}/settings`);
      await person.page.getByRole("heading", { name: person.words("account:settings.page"), level: 1 }).waitFor();
    },
  },
  {
    name: "an address with nothing behind it",
    async show({ page, origin, words }) {
      await page.goto(`${origin}/nothing`);
      await page.getByRole("heading", { name: words("common:oops.missingTitle") }).waitFor();
    },
  },
  { name: "workbench", show: (person) => openDocument(person, workbench) },
  {
    name: "workbench, a card open",
    async show(person) {
      await openDocument(person, workbench);
      await person.page.keyboard.press("j");
      await openCard(person).waitFor();
    },
  },
  {
    name: "workbench, words selected",
    async show(person) {
      await openDocument(person, workbench);
      await selectByMouse(person, "interdire la vente");
    },
  },
  {
    name: "workbench, its history",
    async show(person) {
      await openDocument(person, workbench);
      await person.page
        .getByRole("banner")
        .getByRole("button", { name: person.words("workbench:history") })
        .click();
      await person.page.getByRole("heading", { name: person.words("history:page") }).waitFor();
    },
  },
  {
    name: "the keys",
    async show(person) {
      await openLibrary(person);
      await person.page.keyboard.press("?");
      await person.page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "the palette",
    async show(person) {
      await openLibrary(person);
      await person.page.keyboard.press("ControlOrMeta+K");
      await person.page.getByRole("dialog").waitFor();
    },
  },
];

/** What is seen before one has signed in. */
const doors: Place[] = [
  {
    name: "signing in",
    async show({ page, origin, words }) {
      await page.goto(origin);
      await page.getByRole("button", { name: words("account:signIn.submit") }).click();
      await page.getByText(words("account:signIn.nameMissing")).waitFor();
    },
  },
  {
    name: "an invitation cut short",
    async show({ page, origin, words }) {
      await page.goto(`${origin}/invite`);
      await page.getByText(words("account:join.noToken")).waitFor();
    },
  },
];

describeInChromium(`every page, wide and narrow, on ${storeName}`, () => {
  let app: TestApp;
  const browserTest = browserTests(() => app);
  let ana: Person;
  beforeAll(async () => {
    app = await openTestApp({ demo: true });
    ana = await app.person("Ana", "admin", { reducedMotion: "reduce" });
    await app.person("Boris", "fact-checker");
  });
  afterAll(() => app.close());

  // Both languages, both grounds and every width; not each with each, since none of them changes what another does.
  for (const [lang, theme] of [
    ["fr", "light"],
    ["en", "dark"],
  ] as const) {
    describe(`in ${lang}, ${theme}: nothing stands in anybody's way, nothing is cut off, nothing is left unsaid`, () => {
      for (const place of places) {
        browserTest(`${lang}, ${place.name}`, async () => {
          done(await apiOf(ana).setPreferences({ body: { lang, theme } }));
          expect(await problemsAt(place, { ...ana, words: wordsOf(lang) }, lang)).toEqual([]);
        });
      }
      for (const place of doors) {
        browserTest(`${lang}, ${place.name}`, async () => {
          expect(await problemsAt(place, await app.visitor({ lang, colorScheme: theme }), lang)).toEqual([]);
        });
      }
    });
  }
});

async function problemsAt({ show }: Place, person: Person, lang: UiLang): Promise<string[]> {
  const { page } = person;
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    await show(person);
    const problems = [...(await violations(page)), ...(await cutOff(page)), ...(await unsaid(page, lang))];
    found.push(...problems.map((problem) => `at ${String(size.width)}: ${problem}`));
  }
  return found;
}

/** Whether one would have to scroll sideways. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`is ${String(scrollWidth)} px wide`] : [];
  });

/** Keys that stand where their words should; only those that no word looks like. */
function unsaid(page: Page, lang: UiLang): Promise<string[]> {
  const keys = Object.entries(namespaces).flatMap(([space, words]) => keysOf(words).flatMap((key) => [key, `${space}:${key}`]));
  return page.evaluate(
    ([keys, lang]) => {
      const known = new Set(keys);
      const shown = [...document.querySelectorAll("body *")].flatMap((element) => [
        ...[...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ textContent }) => textContent ?? ""),
        ...["aria-label", "title", "placeholder", "alt"].map((name) => element.getAttribute(name) ?? ""),
      ]);
      const raw = shown.filter((text) => known.has(text.trim()) || text.includes("{{"));
      return [
        ...raw.map((text) => `says ${text}`),
        ...(document.documentElement.lang === lang ? [] : [`is in ${document.documentElement.lang}`]),
      ];
    },
    [keys.filter((key) => /[.:_]|[a-z][A-Z]/.test(key)), lang] as const,
  );
}

function keysOf(words: object): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === "object" && value !== null) return keysOf(value).map((inner) => `${key}.${inner}`);
    return [key, key.replace(/_(zero|one|many|other)$/, "")];
  });
}
