import { screen, waitFor } from "@testing-library/react";
import { violationsOf } from "../../fixtures/axe";
import { newsroom, redaction, renderApp } from "../../fixtures/render-app";
import { interfaceLanguage } from "../../shared/languages";
import { Me } from "../../shared/people";
import { SetPreferences } from "../../shared/protocol/rest";
import { firstLanguage } from "../i18n";
import { App } from "./App";
import { longDay } from "./dates";
import { languageName, ownName } from "./names";

// A language that the interface does not speak: a row of the table and some sentences are all there is of it.

jest.mock("../workbench/WorkbenchPage", () => ({ __esModule: true, default: () => null }));
jest.mock("../../shared/interface-languages", () => {
  const { interfaceLanguages } = jest.requireActual<{ interfaceLanguages: readonly object[] }>("../../shared/interface-languages");
  const german = {
    tag: "de",
    name: "Deutsch",
    offer: "Auf Deutsch lesen",
    intl: "de-DE",
    aria: "de-DE",
    sentences: async () => ({ namespaces: { account: { signIn: { password: "Passwort" } }, common: { uiLang: { label: "Sprache" } } } }),
    missing: "en",
  };
  return { interfaceLanguages: [...interfaceLanguages, german] };
});

test("is offered before one is in, and what it has no sentence for is said in the language that fills in", async () => {
  const { user } = await renderApp(<App token={null} />, { routes: newsroom(null) });
  await user.click(await screen.findByRole("button", { name: "Auf Deutsch lesen" }));
  await waitFor(() => expect(document.documentElement.lang).toBe("de"));
  expect(screen.getByRole("button", { name: "Sign in" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Passer en français" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Auf Deutsch lesen" })).toBeNull();
  expect(await violationsOf()).toEqual([]);
});

test("can be chosen in the settings, by its own name, and is what a record may say", async () => {
  const asked: unknown[] = [];
  const routes = {
    ...newsroom(redaction),
    "PATCH /api/v1/me": ({ body }: { body: unknown }) => {
      asked.push(body);
      return { json: { ...redaction, lang: "de" } };
    },
  };
  const { user } = await renderApp(<App token={null} />, { routes: routes as never, path: "/settings" });
  await user.click(await screen.findByRole("radio", { name: "Deutsch" }));
  await waitFor(() => expect(asked).toEqual([{ lang: "de" }]));
  expect(await screen.findByText("Sprache")).toBeTruthy();
  expect(SetPreferences.parse({ lang: "de" })).toEqual({ lang: "de" });
  expect(Me.parse({ ...redaction, lang: "de" }).lang).toBe("de");
});

test("is what its speakers are greeted in, has its own dates and names, and calls itself by its name", () => {
  const de = interfaceLanguage("de").tag;
  expect(firstLanguage(null, ["de-AT", "fr"])).toBe("de");
  expect(firstLanguage("fr", ["de-AT"])).toBe("fr");
  expect(firstLanguage(null, ["xx"])).toBe("fr");
  expect(longDay(de, Date.UTC(2021, 11, 3, 12))).toBe("3. Dezember 2021");
  expect(languageName(de, "fr")).toBe("Französisch");
  expect(ownName("fr", de as never)).toBe("Deutsch");
});
