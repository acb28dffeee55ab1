import { cutEnd } from "../../../shared/characters";
import { Tag, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { MAX_TAG } from "../../../shared/claim/claim";
import type { Claim } from "../../../shared/claim/claim";
import { isComposing } from "../../app/keys";
import { useTranslation } from "../../app/translation";
import { sameItems, useSlice } from "../desk";
import type { ClaimEdits } from "./edits";

const MOST_TAGS = 20;
const MOST_SUGGESTED = 30;

/** The claim's tags; Enter or a comma adds one, those of other claims are offered. */
export function Tags({ claim, edits, readOnly }: { claim: Claim; edits: ClaimEdits; readOnly: boolean }) {
  const { t } = useTranslation("claim");
  const [typed, setTyped] = useState("");
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const add = (): void => {
    const fresh = typed
      .split(",")
      .map((tag) => cutEnd(tag.trim(), MAX_TAG).trim())
      .filter((tag) => tag !== "" && !claim.tags.includes(tag));
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
  const keys = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && typed === "" && claim.tags.length > 0) {
      remove(claim.tags.at(-1) ?? "");
    }
  };
  if (readOnly && claim.tags.length === 0) return null;
  return (
    <div className="tags">
      <Tag aria-hidden="true" />
      <ul aria-label={t("tags")}>
        {claim.tags.map((tag) => (
          <li key={tag} className="tag" dir="auto">
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
        <>
          <label className="unseen" htmlFor={id}>
            {t("addTag")}
          </label>
          <input
            dir="auto"
            id={id}
            ref={field}
            list={`${id}l`}
            value={typed}
            maxLength={200}
            placeholder={t("addTag")}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={keys}
            onBlur={add}
          />
          <Suggestions id={`${id}l`} without={claim.tags} />
        </>
      )}
    </div>
  );
}

/** The tags that the document's other claims have, the most used first. */
function Suggestions({ id, without }: { id: string; without: readonly string[] }) {
  const tags = useSlice(({ state }) => tagsOf(state.claims), sameItems);
  return (
    <datalist id={id}>
      {tags
        .filter((tag) => !without.includes(tag))
        .slice(0, MOST_SUGGESTED)
        .map((tag) => (
          <option key={tag} value={tag}>
            {tag}
          </option>
        ))}
    </datalist>
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
