import { act, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { awaited, createI18n } from "../i18n";
import { TranslationProvider, useTranslation } from "./translation";

function Document() {
  const { t } = useTranslation(["workbench", "common"]);
  return <p>{t("beside")}</p>;
}

function Library() {
  const { t } = useTranslation(["library", "common"]);
  return <p>{t("page")}</p>;
}

test("a document's page has its sentences at once; another page waits for its own, and is there when they are", async () => {
  const i18n = await createI18n("fr", ["sentences"]);
  expect(awaited(i18n, ["workbench", "claim", "common"])).toBeNull();
  expect(awaited(i18n, ["library"])).toBe(awaited(i18n, ["people", "common"]));
  const shown = (
    <TranslationProvider i18n={i18n}>
      <Document />
      <Suspense fallback={<p>…</p>}>
        <Library />
      </Suspense>
    </TranslationProvider>
  );
  await act(async () => void render(shown));
  expect(screen.getByText("Côte à côte")).toBeTruthy();
  expect(await screen.findByText("Textes")).toBeTruthy();
  expect(awaited(i18n, ["library", "people", "board"])).toBeNull();
});
