import type { ClaimId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { DocumentSession } from "../session/contract";

/** What the others see of this person: cursor, open card, field being written. */
export interface Here {
  readonly lang: Lang | null;
  readonly anchor: number;
  readonly head: number;
  readonly claim: ClaimId | null;
  readonly writing: string;
}

/** After this pause nobody is writing any more. */
const STILL_WRITING_MS = 4_000;

/** Gathers where this person is from the text and from the cards, and tells the session, which throttles. */
export class LocalPresence {
  #here: Here = { lang: null, anchor: 0, head: 0, claim: null, writing: "" };
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly session: Pick<DocumentSession, "here">) {}

  set(part: Partial<Here>): void {
    const next = { ...this.#here, ...part };
    const { lang, anchor, head, claim, writing } = this.#here;
    if (next.lang === lang && next.anchor === anchor && next.head === head && next.claim === claim && next.writing === writing) return;
    this.#here = next;
    this.session.here(next);
  }

  /** Keystrokes in a field of the open card; "" when it is left. */
  writing(field: string): void {
    clearTimeout(this.#pause);
    if (field !== "") this.#pause = setTimeout(() => this.set({ writing: "" }), STILL_WRITING_MS);
    this.set({ writing: field });
  }

  close(): void {
    clearTimeout(this.#pause);
  }
}
