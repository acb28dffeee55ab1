import { useCommands } from "../app/commands";
import { useTranslation } from "../app/translation";
import { useTakenBackWords } from "./useRefusalWords";
import { useWorkbench } from "./WorkbenchContext";

/** Undo and redo for the page, wherever its focus is; they say what cannot be taken back, and why. */
export function UndoCommands() {
  const { t } = useTranslation("workbench");
  const { session } = useWorkbench();
  const told = useTakenBackWords();
  const section = t("section");
  useCommands([
    { id: "work.undo", title: t("undo"), section, keys: ["Mod+Z"], run: () => told(session.undo()) },
    { id: "work.redo", title: t("redo"), section, keys: ["Mod+Shift+Z", "Mod+Y"], run: () => told(session.redo()) },
  ]);
  return null;
}
