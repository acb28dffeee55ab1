import { cutEnd } from "../../../shared/characters";
import { Tag, X } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { MAX_TAG } from "../../../shared/claim/claim";
import type { Claim } from "../../../shared/claim/claim";
import { isComposing } from "../../app/keys";
import { useTranslation } from "../../app/translation";
import { sameItems, useSlice } from "../WorkbenchContext";
import type { ClaimEdits } from "./edits";
import type { TagBoxProps } from "./TagBox";

// React Aria's list weighs; the card is there before it.
const TagBox = lazy(() => import("./TagBox"));

const MOST_TAGS = 20;

/** The claim's tags; Enter or a comma adds one, those of other claims are offered. */
export function Tags({ claim, edits, readOnly }: { claim: Claim; edits: ClaimEdits; readOnly: boolean }) {
  const { t } = useTranslation("claim");
  const [typed, setTyped] = useState("");
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const others = useSlice(({ state }) => tagsOf(state.claims), sameItems);
  const add = (tag?: string): void => {
    // Of several the last is what is being looked for in the list.
    const before = typed.slice(0, Math.max(0, typed.lastIndexOf(",")));
    const fresh = (tag === undefined ? typed.split(",") : [...before.split(","), tag])
      .map((one) => cutEnd(one.trim(), MAX_TAG).trim())
      .filter((one) => one !== "" && !claim.tags.includes(one));
    setTyped("");
    if (fresh.length > 0) edits.set("tags", [...claim.tags, ...new Set(fresh)].slice(0, MOST_TAGS));
  };
  const remove = (tag: string): void => {
    edits.set(
      "tags",
      claim.tags.filter((other) => other !== tag),
    );
    field.current?.focus();
  };
  const box: TagBoxProps = {
    typed,
    onTyped: setTyped,
    onAdd: add,
    onBack: () => (claim.tags.length > 0 ? remove(claim.tags.at(-1) ?? "") : undefined),
    tags: others.filter((tag) => !claim.tags.includes(tag)),
    field,
    focused,
  };
  if (readOnly && claim.tags.length === 0) return null;
  return (
    <div className="tag-list">
      <Tag aria-hidden="true" />
      <ul aria-label={t("tags")}>
        {claim.tags.map((tag) => (
          <li key={tag} className="tag-item" dir="auto">
            {tag}
            {readOnly ? null : (
              <button type="button" aria-label={t("removeTag", { tag })} onClick={() => remove(tag)}>
                <X aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {readOnly || claim.tags.length >= MOST_TAGS ? null : (
        <Suspense fallback={<BareField {...box} onFocused={setFocused} />}>
          <TagBox {...box} />
        </Suspense>
      )}
    </div>
  );
}

/** The field alone, until its list has come. */
function BareField({ typed, onTyped, onAdd, onBack, onFocused }: TagBoxProps & { onFocused: (focused: boolean) => void }) {
  const { t } = useTranslation("claim");
  const keys = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Backspace" && typed === "") onBack();
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    onAdd();
  };
  return (
    <input
      dir="auto"
      aria-label={t("addTag")}
      placeholder={t("addTag")}
      value={typed}
      onChange={(event) => onTyped(event.target.value)}
      onKeyDown={keys}
      onFocus={() => onFocused(true)}
      onBlur={() => (onFocused(false), onAdd())}
    />
  );
}

const known = new WeakMap<object, readonly string[]>();

/** Counted once per state of the claims: they are the same object while only the text changes. */
function tagsOf(claims: ReadonlyMap<unknown, Claim>): readonly string[] {
  let tags = known.get(claims);
  if (!tags) {
    const uses = new Map<string, number>();
    for (const claim of claims.values()) for (const tag of claim.tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
    known.set(claims, (tags = [...uses].sort((a, b) => b[1] - a[1]).map(([tag]) => tag)));
  }
  return tags;
}
