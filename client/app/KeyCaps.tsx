import { useTranslation } from "./translation";
import { keyParts } from "./keys";
import { useServices } from "./services";

const words = ["ctrl", "alt", "shift", "enter", "escape", "up", "down", "left", "right", "backspace", "delete", "space"] as const;
const isWord = (part: string): part is (typeof words)[number] => (words as readonly string[]).includes(part);

/** A key or chord as it stands on this person's keyboard: "Ctrl K", "⌘ K". */
export function KeyCaps({ keys }: { keys: string }) {
  const { t } = useTranslation();
  const { mac } = useServices();
  return (
    <kbd>
      {keyParts(keys, mac)
        .map((part) => (isWord(part) ? t(`keys.${part}`) : part))
        .join(" ")}
    </kbd>
  );
}
