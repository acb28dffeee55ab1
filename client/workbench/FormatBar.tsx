import {
  BetweenHorizontalEnd,
  BetweenVerticalEnd,
  Bold,
  FoldHorizontal,
  FoldVertical,
  Heading2,
  Heading3,
  Italic,
  Link2,
  List,
  ListOrdered,
  Quote,
  Strikethrough,
  Subscript,
  Superscript,
  Table,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "../app/translation";
import type { TextEditor } from "../editor/contract";
import { hasStyle, linkAt, setLink } from "../editor/styles";
import type { Style, TableEdit } from "../editor/styles";
import { useCommands } from "../app/commands";
import { isComposing } from "../app/keys";
import { useUnreachableMessage } from "./useUnreachableMessage";
import { isLinkAddress } from "../../shared/address";
import { typedAddress } from "./card/edits";

/** The keys are handled by the editor itself. */
const styles: readonly { readonly style: Exclude<Style, "paragraph">; readonly icon: LucideIcon; readonly keys: string }[] = [
  { style: "heading-2", icon: Heading2, keys: "Mod+Alt+2" },
  { style: "heading-3", icon: Heading3, keys: "Mod+Alt+3" },
  { style: "strong", icon: Bold, keys: "Mod+B" },
  { style: "em", icon: Italic, keys: "Mod+I" },
  { style: "quote", icon: Quote, keys: "Mod+Shift+9" },
  { style: "bullets", icon: List, keys: "Mod+Shift+8" },
  { style: "numbers", icon: ListOrdered, keys: "Mod+Shift+7" },
  { style: "superscript", icon: Superscript, keys: "Mod+." },
  { style: "subscript", icon: Subscript, keys: "Mod+;" },
  { style: "struck", icon: Strikethrough, keys: "Mod+Shift+X" },
  { style: "table", icon: Table, keys: "Mod+Shift+6" },
];

/** Shown while the cursor stands in a table. */
const tableEdits: readonly { readonly style: Exclude<TableEdit, "table">; readonly icon: LucideIcon; readonly keys: string }[] = [
  { style: "row-add", icon: BetweenHorizontalEnd, keys: "Mod+Alt+ArrowDown" },
  { style: "row-remove", icon: FoldVertical, keys: "Mod+Alt+Backspace" },
  { style: "column-add", icon: BetweenVerticalEnd, keys: "Mod+Alt+ArrowRight" },
  { style: "column-remove", icon: FoldHorizontal, keys: "Mod+Alt+Shift+Backspace" },
];

const isEdit = (style: Style | TableEdit): style is Exclude<TableEdit, "table"> => tableEdits.some((edit) => edit.style === style);

/** Headings, lists, quotations, tables, emphasis and links of a text that may be written. `tick` changes whenever the selection does. */
export function FormatBar({ editor, tick }: { editor: TextEditor; tick: unknown }) {
  const { t } = useTranslation("workbench");
  // The field for a link belongs to the selection for which it was opened.
  const [linkingAt, setLinkingAt] = useState<unknown>(null);
  const linking = linkingAt !== null && linkingAt === tick;
  const { state } = editor.view;
  const unreachable = useUnreachableMessage();
  const restyle = (style: Style | TableEdit): void => void editor.restyle(style).catch(unreachable);
  const offered = hasStyle(state, "table") ? [...styles, ...tableEdits] : styles;
  useCommands(
    offered.map(({ style, keys }) => ({
      id: `format.${style}`,
      title: t(`format.${style}`),
      section: t("format.label"),
      keys: [keys],
      keyOnly: true,
      shownOnly: true,
      run: () => restyle(style),
    })),
  );
  return (
    <div className="format-bar" role="toolbar" aria-label={t("format.label")}>
      {offered.map(({ style, icon: Icon, keys }) => (
        <button
          key={style}
          type="button"
          className="ui-btn is-quiet is-icon"
          aria-pressed={isEdit(style) ? undefined : hasStyle(state, style)}
          aria-label={t(`format.${style}`)}
          title={t(`format.${style}`)}
          aria-keyshortcuts={keys.replace("Mod", "Control")}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => restyle(style)}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
      <button
        type="button"
        className="ui-btn is-quiet is-icon"
        aria-pressed={linkAt(state) !== ""}
        aria-expanded={linking}
        aria-disabled={state.selection.empty}
        aria-label={t("format.link")}
        title={t("format.link")}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => (state.selection.empty ? undefined : setLinkingAt(linking ? null : tick))}
      >
        <Link2 aria-hidden="true" />
      </button>
      {linking ? <LinkField editor={editor} start={linkAt(state)} onDone={() => setLinkingAt(null)} /> : null}
    </div>
  );
}

const mailAddress = (typed: string): string | null => (isLinkAddress(typed) ? typed : null);

function LinkField({ editor, start, onDone }: { editor: TextEditor; start: string; onDone: () => void }) {
  const { t } = useTranslation("workbench");
  const [typed, setTyped] = useState(start);
  const [wrong, setWrong] = useState(false);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const done = (address: string | null): void => {
    if (address === null) {
      setWrong(true);
      return;
    }
    onDone();
    editor.run(setLink(address));
  };
  return (
    <form
      className="link-field"
      onSubmit={(event) => {
        event.preventDefault();
        done(/^\s*mailto:/i.test(typed) ? mailAddress(typed.trim()) : typedAddress(typed));
      }}
    >
      <label className="u-unseen" htmlFor={id}>
        {t("format.linkAddress")}
      </label>
      <input
        id={id}
        ref={field}
        className="ui-box"
        inputMode="url"
        placeholder="https://"
        value={typed}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}w` : undefined}
        onChange={(event) => (setTyped(event.target.value), setWrong(false))}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || isComposing(event.nativeEvent)) return;
          event.preventDefault();
          onDone();
          editor.view.focus();
        }}
      />
      <button type="submit" className="ui-btn">
        {t("format.linkDone")}
      </button>
      {start === "" ? null : (
        <button type="button" className="ui-btn is-quiet" onClick={() => done("")}>
          {t("format.linkRemove")}
        </button>
      )}
      {wrong ? (
        <p className="ui-wrong" id={`${id}w`}>
          {t("format.linkWrong")}
        </p>
      ) : null}
    </form>
  );
}
