import type { FlatNamespace, i18n as I18n, TFunction } from "i18next";
import { createContext, use, useContext, useEffect, useState } from "react";
import type { ReactNode } from "react";
import { awaited } from "../i18n";

type Namespaces = FlatNamespace | readonly [FlatNamespace, ...FlatNamespace[]];

interface Translator {
  readonly i18n: I18n;
  readonly of: (namespaces: Namespaces) => TFunction<Namespaces>;
  /** What `of` has to wait for, or null. */
  readonly awaited: (namespaces: Namespaces) => Promise<void> | null;
}

/**
 * The sentences of one language. Hundreds of them are asked for when a card opens, most without values to put in: those are looked up once.
 * (react-i18next prepares a translator in every component that mounts, which was a third of what opening a card took.)
 */
function translatorOf(i18n: I18n): Translator {
  const { language } = i18n;
  const known = new Map<string, TFunction<Namespaces>>();
  const make = (namespaces: Namespaces): TFunction<Namespaces> => {
    const translate = i18n.getFixedT(language, namespaces) as unknown as (...asked: unknown[]) => string;
    const plain = new Map<unknown, string>();
    const t = (...asked: unknown[]): string => {
      if (asked.length > 1) return translate(...asked);
      let sentence = plain.get(asked[0]);
      if (sentence === undefined) plain.set(asked[0], (sentence = translate(asked[0])));
      return sentence;
    };
    return t as unknown as TFunction<Namespaces>;
  };
  return {
    i18n,
    awaited: (namespaces) => (known.has(String(namespaces)) ? null : awaited(i18n, [namespaces].flat())),
    of(namespaces) {
      const name = String(namespaces);
      let t = known.get(name);
      if (!t) known.set(name, (t = make(namespaces)));
      return t;
    },
  };
}

const TranslatorContext = createContext<Translator | null>(null);

/** Gives everything below it the sentences of the language that `i18n` speaks, also after that changes. */
export function TranslationProvider({ i18n, children }: { i18n: I18n; children: ReactNode }) {
  const [translator, setTranslator] = useState(() => translatorOf(i18n));
  useEffect(() => {
    const changed = (): void => setTranslator(translatorOf(i18n));
    i18n.on("languageChanged", changed);
    return () => i18n.off("languageChanged", changed);
  }, [i18n]);
  return <TranslatorContext value={translator}>{children}</TranslatorContext>;
}

/** The sentences of some namespaces, the first being the one of keys that name none; `common` unless told otherwise. Changes with the language. Waits, in a `Suspense`, for sentences that are still on their way. */
export function useTranslation<const Ns extends Namespaces = "common">(namespaces?: Ns): { t: TFunction<Ns>; i18n: I18n } {
  const translator = useContext(TranslatorContext);
  if (!translator) throw new Error("no translation around this component");
  const wanted = translator.awaited(namespaces ?? "common");
  if (wanted) use(wanted);
  const t = translator.of(namespaces ?? "common");
  return { t: t as unknown as TFunction<Ns>, i18n: translator.i18n };
}
