import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { interfaceLanguage } from "../../shared/languages";
import { useTranslation } from "./translation";

/** React Aria's own few words ("Dismiss" and the like) in the interface's language. Only inside what is loaded on demand: it weighs. */
export function Aria({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return <I18nProvider locale={interfaceLanguage(i18n.language).aria}>{children}</I18nProvider>;
}
