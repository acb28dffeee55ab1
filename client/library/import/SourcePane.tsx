import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import type { DragEvent } from "react";
import { MAX_IMPORT_MB } from "../../../shared/protocol/import";
import { useFirstFocus } from "../../app/firstFocus";
import { useTranslation } from "../../app/translation";
import { acceptedFiles } from "./upload";

/** Where the text is pasted. A paste into the empty field is read at once, with its markup where the clipboard has it. */
export function PastePane({
  text,
  onText,
  onPasted,
}: {
  text: string;
  onText: (text: string) => void;
  onPasted: (plain: string, html: string) => void;
}) {
  const { t } = useTranslation("library");
  const field = useRef<HTMLTextAreaElement>(null);
  useFirstFocus(field);
  return (
    <textarea
      ref={field}
      className="ui-box"
      aria-label={t("import.pasteLabel")}
      placeholder={t("import.pastePlaceholder")}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onPaste={(event) => {
        const plain = event.clipboardData.getData("text/plain");
        const html = event.clipboardData.getData("text/html");
        if (text.trim() || !(plain.trim() || html.trim())) return;
        event.preventDefault();
        onPasted(plain, html);
      }}
    />
  );
}

/** Where a file is dropped or chosen. */
export function FilePane({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation("library");
  const input = useRef<HTMLInputElement>(null);
  const { over, ...drop } = useFileDrop(onFile);
  return (
    <div className={over ? "adding-drop is-over" : "adding-drop"} {...drop}>
      <FileUp aria-hidden="true" />
      <p>
        {t("import.drop")}
        <br />
        <small>{t("import.dropHint", { limit: MAX_IMPORT_MB })}</small>
      </p>
      <button type="button" className="ui-btn" onClick={() => input.current?.click()}>
        {t("import.choose")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={acceptedFiles}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = ""; // the same file may be chosen again
          if (file) onFile(file);
        }}
      />
    </div>
  );
}

const holdsFile = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** What makes an element take a dropped file; `over` while one hovers. */
export function useFileDrop(onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver(event: DragEvent) {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file) onFile(file);
    },
  };
}
