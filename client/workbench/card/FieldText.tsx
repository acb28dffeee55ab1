import { useEffect, useId, useLayoutEffect, useRef } from "react";
import type { KeyboardEvent, RefObject } from "react";
import { isComposing } from "../../app/keys";
import { useTranslation } from "../../app/translation";
import { useGlow } from "./useGlow";
import { useField } from "./useField";
import type { FieldOptions, FieldState } from "./useField";

interface Props extends FieldOptions {
  readonly label: string;
  /** The label is said, not shown: the field's place speaks for it. */
  readonly bare?: boolean;
  readonly lang?: string;
  readonly className?: string;
  readonly placeholder?: string;
  readonly readOnly: boolean;
  readonly multiline?: boolean;
  readonly max: number;
  readonly focus?: boolean;
  readonly inputMode?: "url" | "text";
  /** Shown when what was typed cannot be saved. */
  readonly wrongText?: string;
  /** Names the field for the glow after somebody else's change: `claim:field`. */
  readonly glow: string;
  /** Whose the value is that came meanwhile. */
  readonly other?: string;
}

/** A labelled field that saves by itself and says so; grows with its text. */
export function FieldText(props: Props) {
  const {
    label,
    bare = false,
    lang,
    className,
    placeholder,
    readOnly,
    multiline = false,
    max,
    focus = false,
    wrongText,
    glow,
    other,
  } = props;
  const { t } = useTranslation(["claim", "common"]);
  const id = useId();
  const field = useField(props);
  const box = useGrowing(field.text);
  useGlow(box, glow);
  useEffect(() => {
    if (focus) box.current?.focus({ preventScroll: true });
  }, [box, focus]);

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && !multiline && !isComposing(event.nativeEvent)) {
      event.preventDefault();
      field.leave();
    }
  };
  const told = [field.wrong ? `${id}w` : "", field.beside === null ? "" : `${id}b`].filter(Boolean).join(" ");

  return (
    <div className={`ui-field field-saving ${className ?? ""}`}>
      <div className={bare ? "u-unseen" : "field-head"}>
        <label htmlFor={id}>{label}</label>
        {bare ? null : <FieldSays state={field.state} />}
      </div>
      <textarea
        dir="auto"
        ref={box}
        id={id}
        className="ui-box"
        rows={1}
        lang={lang}
        data-limit={max}
        placeholder={readOnly ? (bare ? undefined : "–") : placeholder}
        readOnly={readOnly}
        value={field.text}
        inputMode={props.inputMode}
        spellCheck={props.inputMode !== "url"}
        aria-invalid={field.wrong ? true : undefined}
        aria-describedby={told || undefined}
        onChange={(event) => field.type(multiline ? event.target.value : event.target.value.replace(/\s*\n\s*/g, " "))}
        onBlur={field.leave}
        onKeyDown={keys}
      />
      {bare ? <FieldSays state={field.state} /> : null}
      {field.wrong && wrongText ? (
        <p className="ui-wrong" id={`${id}w`}>
          {wrongText}
        </p>
      ) : null}
      {field.beside === null ? null : (
        <Choice
          id={`${id}b`}
          other={other ?? t("common:someone")}
          theirs={field.beside}
          onMine={field.keepMine}
          onTheirs={field.takeTheirs}
        >
          {t("meanwhile", { name: other ?? t("common:someone") })}
        </Choice>
      )}
    </div>
  );
}

/** Both values, and the choice between them. */
export function Choice({
  id,
  other,
  theirs,
  mine,
  onMine,
  onTheirs,
  children,
}: {
  id?: string;
  /** Whose the other value is. */
  other: string;
  theirs: string;
  mine?: string;
  onMine: () => void;
  onTheirs: () => void;
  children: string;
}) {
  const { t } = useTranslation("claim");
  return (
    <fieldset className="field-choice" id={id}>
      <legend>{children}</legend>
      <dl>
        <dt>{other}</dt>
        <dd>{theirs === "" ? t("emptyValue") : theirs}</dd>
        {mine === undefined ? null : (
          <>
            <dt>{t("mineIs")}</dt>
            <dd>{mine === "" ? t("emptyValue") : mine}</dd>
          </>
        )}
      </dl>
      <div className="ui-row">
        <button type="button" className="ui-btn" onMouseDown={(event) => event.preventDefault()} onClick={onMine}>
          {t("keepMine")}
        </button>
        <button type="button" className="ui-btn" onMouseDown={(event) => event.preventDefault()} onClick={onTheirs}>
          {t("takeTheirs")}
        </button>
      </div>
    </fieldset>
  );
}

function FieldSays({ state }: { state: FieldState }) {
  const { t } = useTranslation("claim");
  return (
    <small className={`field-says is-${state}`} aria-live="polite">
      {state === "saved" || state === "kept" ? t(`field.${state}`) : null}
    </small>
  );
}

/** Where the stylesheet cannot size a field by its text (`field-sizing`), its height follows from here. */
function useGrowing(text: string): RefObject<HTMLTextAreaElement | null> {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element?.value !== text || globalThis.CSS?.supports("field-sizing", "content")) return;
    element.style.blockSize = "auto";
    element.style.blockSize = `${element.scrollHeight + 2}px`;
  }, [text]);
  return box;
}
