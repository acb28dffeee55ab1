import type { EditorView } from "prosemirror-view";
import type { ClaimId } from "../../shared/ids";
import { claimsAround, shownStretches } from "./claims";
import type { EditorOptions } from "./contract";
import { stretchesAt } from "./lanes";

interface Now {
  mayWrite(): boolean;
  /** The claim whose card is open. */
  open(): ClaimId | null;
}

/**
 * Which claim a click or key in the text means. In a text that may be written a click on a passage opens its card, which takes the focus and the
 * keys; the next click there is for writing, and so are those of whoever writes in the passage of the open claim already.
 */
export class ClaimChoice {
  /** Whether the text had the focus when the pointer came down in it: then whoever clicks is writing there. */
  #wasFocused = false;
  /** The claim that the last click here chose. */
  #clicked: ClaimId | null = null;

  constructor(
    private readonly options: Pick<EditorOptions, "session" | "lang" | "events">,
    private readonly now: Now,
  ) {}

  press(view: EditorView): boolean {
    this.#wasFocused = view.hasFocus();
    return false;
  }

  click(view: EditorView, event: MouseEvent): void {
    if (!view.state.selection.empty) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("a[href]") && (event.metaKey || event.ctrlKey)) return;
    const claims = claimsAround(target);
    if (this.#isForWriting(claims)) return;
    this.#clicked = this.#next(claims);
    this.options.events.onChoose(this.#clicked, this.options.lang);
  }

  /** The claim under the cursor; where there is none, the one whose card is open. */
  chooseAtCursor(view: EditorView): boolean {
    const { session, lang, events } = this.options;
    const { texts, claims } = session.view().state;
    const stretches = shownStretches({ anchors: texts[lang]?.anchors ?? [], claims });
    const here = stretchesAt(stretches, view.state.selection.head).map(({ claim }) => claim);
    const open = this.now.open();
    // From a text that is written in one comes back to the open card first; in one that is read the key goes round, as a click does.
    const returns = this.now.mayWrite() && open !== null && (here.length === 0 || here.includes(open));
    const next = returns ? open : this.#next(here);
    if (next !== null) events.onChoose(next, lang);
    return true;
  }

  hover(event: MouseEvent | null): boolean {
    const element = event?.target instanceof Element ? event.target : null;
    const claims = claimsAround(element);
    this.options.events.onSpot(element && claims.length > 0 ? { claims, by: "pointer", element } : null);
    return false;
  }

  #isForWriting(claims: readonly ClaimId[]): boolean {
    const open = this.now.open();
    return this.now.mayWrite() && open !== null && claims.includes(open) && (this.#wasFocused || this.#clicked === open);
  }

  /** Choosing a spot with several claims again goes round them. */
  #next(claims: readonly ClaimId[]): ClaimId | null {
    const open = this.now.open();
    const at = open === null ? -1 : claims.indexOf(open);
    return claims[(at + 1) % Math.max(1, claims.length)] ?? null;
  }
}
