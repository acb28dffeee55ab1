import { useLocation } from "wouter";
import { interfaceLanguage, uiLanguages } from "../../shared/languages";
import { useCommands } from "./commands";
import { useMe, useServices } from "./services";
import { useSignOut } from "./signOut";
import { useTranslation } from "./translation";

type Overlay = "palette" | "keys" | null;

/** What can be done from anywhere. */
export function AppCommands({ ask, asked }: { ask: (what: Overlay) => void; asked: Overlay }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const me = useMe();
  const { account } = useServices();
  const signOut = useSignOut();
  const everywhere = t("section.everywhere");
  const toGo = t("section.go");
  const own = t("section.account");
  const dark = me.theme === "dark" || (me.theme === "system" && systemIsDark());
  useCommands(
    [
      {
        id: "app.palette",
        title: t("command.palette"),
        section: everywhere,
        keys: ["Mod+K"],
        everywhere: true,
        keyOnly: true,
        run: () => ask(asked === "palette" ? null : "palette"),
      },
      { id: "app.keys", title: t("command.keys"), section: everywhere, keys: ["?"], run: () => ask("keys") },
      { id: "go.texts", title: t("command.texts"), section: toGo, run: () => go("/") },
      { id: "go.claims", title: t("command.claims"), section: toGo, run: () => go("/claims") },
      { id: "go.search", title: t("command.search"), section: toGo, run: () => go("/search") },
      { id: "go.people", title: t("command.people"), section: toGo, run: () => go("/people") },
      { id: "go.settings", title: t("command.settings"), section: toGo, keys: ["Mod+,"], run: () => go("/settings") },
      {
        id: "own.theme",
        title: dark ? t("command.themeLight") : t("command.themeDark"),
        section: own,
        run: () => void account.prefer({ theme: dark ? "light" : "dark" }),
      },
      ...uiLanguages
        .filter((lang) => lang !== me.lang)
        .map((lang) => ({
          id: `own.lang.${lang}`,
          title: interfaceLanguage(lang).offer,
          section: own,
          run: () => void account.prefer({ lang }),
        })),
      { id: "own.out", title: t("action.signOut"), section: own, run: () => void signOut() },
    ],
    "everywhere",
  );
  return null;
}

function systemIsDark(): boolean {
  return window.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;
}
