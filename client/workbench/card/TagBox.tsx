import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent, RefObject } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Aria } from "../../app/Aria";
import { isComposing } from "../../app/keys";
import { containsWords, fold } from "../../../shared/search/fold";
import { useTranslation } from "../../app/translation";

export interface TagBoxProps {
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  /** What was typed, or this tag of those that are offered, becomes one of the claim's. */
  readonly onAdd: (tag?: string) => void;
  /** Backspace in the empty field. */
  readonly onBack: () => void;
  readonly tags: readonly string[];
  readonly field: RefObject<HTMLInputElement | null>;
  /** The field that stood here before had the focus. */
  readonly focused: boolean;
}

const MOST_SUGGESTED = 30;

/** The field for a new tag with those of the document's other claims below it: as one types, or all of them with ↓. */
export default function TagBox({ typed, onTyped, onAdd, onBack, tags, field, focused }: TagBoxProps) {
  const { t } = useTranslation("claim");
  const [all, setAll] = useState(false);
  // In the place of a field that had the focus.
  const takesFocus = useRef(focused);
  useEffect(() => {
    if (takesFocus.current) field.current?.focus();
  }, [field]);
  const wanted = fold(typed.slice(typed.lastIndexOf(",") + 1)).trim();
  const offered = wanted === "" && !all ? [] : tags.filter((tag) => containsWords(fold(tag), wanted)).slice(0, MOST_SUGGESTED);
  const add = (tag?: string): void => {
    setAll(false);
    onAdd(tag);
  };
  // Before React Aria, for whom Enter would do no more than close the list.
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    if (isComposing(event.nativeEvent) || event.target !== field.current) return;
    const chosen = field.current.hasAttribute("aria-activedescendant");
    if (event.key === "," || (event.key === "Enter" && !chosen)) add();
    else if (event.key === "Backspace" && typed === "") onBack();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Aria>
      <div className="tag-box" role="presentation" onKeyDownCapture={keys}>
        <ComboBox
          aria-label={t("addTag")}
          allowsCustomValue
          inputValue={typed}
          onInputChange={(words) => (setAll(false), onTyped(words))}
          selectedKey={null}
          onSelectionChange={(tag) => (tag === null ? undefined : add(String(tag)))}
          items={offered.map((tag) => ({ id: tag }))}
          onOpenChange={(open, trigger) => (open && trigger === "manual" ? setAll(true) : undefined)}
          onBlur={() => add()}
        >
          <Input ref={field} dir="auto" placeholder={t("addTag")} autoComplete="off" />
          <Popover className="ui-popover" placement="bottom start">
            <ListBox className="ui-menu" aria-label={t("tagsOffered")}>
              {({ id }: { id: string }) => (
                <ListBoxItem id={id} textValue={id} className="ui-menu-item">
                  <span dir="auto">{id}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      </div>
    </Aria>
  );
}
