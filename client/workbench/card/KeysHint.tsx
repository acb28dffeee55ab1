import { useEffect, useState } from "react";
import { KeyCaps } from "../../app/KeyCaps";
import { useStore, useServices } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { useMay, useSlice } from "../WorkbenchContext";

/** What a bare key does now: something on the card, or it writes a letter in a field or in the text. */
type Keys = "card" | "field" | "text" | "reading";

function keysOf(focused: Element | null): Keys {
  const text = focused?.closest(".ProseMirror");
  if (text) return text.getAttribute("aria-readonly") === "false" ? "text" : "reading";
  return focused?.closest("textarea, input:not([type='radio'])") ? "field" : "card";
}

/**
 * Says at the card's foot where keys go, as the focus shows it, and tells the stylesheet, which dims the keys on the buttons while they would
 * write. The rule: a figure or letter belongs to whatever shows the focus; a passage's first click moves it to the card.
 */
export function KeysHint({ judges }: { judges: boolean }) {
  const { t } = useTranslation("claim");
  const { letters } = useStore(useServices().device);
  const source = useSlice(({ state }) => state.source) ?? "fr";
  const locked = useSlice(({ state }) => state.details.locked);
  const writes = useMay("text.step", { lang: source, locked });
  const [keys, setKeys] = useState<Keys>("card");
  useEffect(() => {
    const look = (): void => setKeys(keysOf(document.activeElement));
    look();
    document.addEventListener("focusin", look);
    return () => document.removeEventListener("focusin", look);
  }, []);
  if (keys === "text" || keys === "reading") {
    return (
      <p className={`keys-hint u-wide keys-${keys}`}>
        {t(keys === "text" ? "keysWrite" : "keysRead")} <KeyCaps keys="Mod+Enter" /> {t("keysBack")}
      </p>
    );
  }
  return (
    <p className={`keys-hint u-wide keys-${keys}`}>
      {judges && letters && keys === "card" ? (
        <span>
          <KeyCaps keys="1" />–<KeyCaps keys="6" /> {t("keysVerdict")}
        </span>
      ) : null}
      {writes && keys === "card" ? (
        <span>
          <KeyCaps keys="Enter" /> {t("keysEnter")}
        </span>
      ) : null}
      <span>
        <KeyCaps keys="Escape" /> {t("backToText")}
      </span>
    </p>
  );
}
