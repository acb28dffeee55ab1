import type { Claim } from "../../shared/claim/claim";
import { statementLang } from "../../shared/claim/statements";
import type { ClaimId, CommentId } from "../../shared/ids";
import { upgradeField } from "../../shared/log/upgrade";
import type { CardPart, Draft, Drafts } from "./contract";

/** A draft as it lies in the browser, with its place. */
export type KeptDraft = Omit<Draft, "former" | "refused"> & { readonly place: string };

/** Beyond these the oldest live no longer than their page: one person's half-written fields are few and short. */
export const MOST_DRAFTS = 100;
/** UTF-16 units of all drafts together. */
export const MOST_DRAFTED = 1_000_000;

/** The place of a new message on a claim. */
export const messageAt = (claim: ClaimId): string => `${claim}.message`;
/** The place of the note that goes with a reviewer's decision. */
export const reviewNoteAt = (claim: ClaimId): string => `${claim}.reviewNote`;
/** The place of what a message is being changed to. */
export const commentAt = (comment: CommentId): string => `${comment}.text`;

/** Whether what is typed in a place is not the value of a field there, but something new that leaves when it is sent. */
export const isNew = (place: string): boolean => place.endsWith(".message") || place.endsWith(".reviewNote");

/** What is being typed on the cards of one document on one page, whether or not a field is on screen for it. */
export class PageDrafts implements Drafts {
  /** In the order of their last change. */
  private readonly byPlace = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();

  /** `changed`: what has to survive a reload is different now. */
  constructor(private readonly changed: () => void) {}

  readonly get = (place: string): Draft | null => this.byPlace.get(place) ?? null;

  readonly set = (place: string, draft: Draft | null): void => {
    this.byPlace.delete(place);
    if (draft) this.byPlace.set(place, draft);
    this.tell();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly unsaved = (claim: Claim, part?: CardPart): readonly string[] =>
    [...this.byPlace]
      .filter(([place, draft]) => draft.claim === claim.id && isIn(place, claim, part) && isUnsaved(place, draft, claim))
      .map(([place]) => place);

  readonly count = (claims: ReadonlyMap<ClaimId, Claim>): number =>
    [...this.byPlace].filter(([place, draft]) => isUnsaved(place, draft, claims.get(draft.claim))).length;

  /** While there are any, what others do may decide whether they have to be kept. */
  get any(): boolean {
    return this.byPlace.size > 0;
  }

  /** Takes over what a page that is gone has left. Where this one has been typed in already its own stands; of two messages, both do. */
  restore(left: readonly KeptDraft[]): void {
    const taken = left.filter(({ place, text }) => this.takeOver(place, text));
    for (const { place, ...draft } of taken) {
      const own = this.byPlace.get(place);
      const text = own ? `${draft.text}\n\n${own.text}` : draft.text;
      const parsed = own ? text : draft.parsed;
      this.byPlace.set(place, { ...draft, text, parsed, former: draft.base, refused: false });
    }
    if (taken.length > 0) this.tell();
  }

  private takeOver(place: string, text: string): boolean {
    const own = this.byPlace.get(place);
    return own === undefined || (isNew(place) && !own.text.includes(text));
  }

  /** What has to survive a reload, the oldest first. `claims`: as they are seen here, as far as they are known. */
  kept(claims: ReadonlyMap<ClaimId, Claim> | undefined): KeptDraft[] {
    const kept: KeptDraft[] = [];
    let room = MOST_DRAFTED;
    for (const [place, draft] of [...this.byPlace].reverse()) {
      if (kept.length === MOST_DRAFTS) break;
      if (!isUnsaved(place, draft, claims?.get(draft.claim))) continue;
      const { claim, text, parsed, base, seen } = draft;
      room -= text.length + (parsed?.length ?? 0) + base.length;
      if (room >= 0) kept.push({ place, claim, text, parsed, base, seen });
    }
    return kept.reverse();
  }

  private tell(): void {
    this.changed();
    for (const listener of this.listeners) listener();
  }
}

/** Not what it started from, and not what stands there anyway. Where nobody can write any more there is nothing left to save. */
function isUnsaved(place: string, { parsed, base }: Draft, claim: Claim | undefined): boolean {
  if (parsed === base) return false;
  if (!claim) return true;
  const value = claim.withdrawn ? null : valueAt(claim, place);
  return value !== null && parsed !== value;
}

function isIn(place: string, claim: Claim, part: CardPart | undefined): boolean {
  if (part === undefined) return true;
  if (part !== "thread") return place.startsWith(`${part}.`);
  return place === messageAt(claim.id) || claim.comments.some(({ id }) => place === commentAt(id));
}

/** Whose field it is, and which. */
function partsOf(place: string): [id: string, field: string] {
  const dot = place.indexOf(".");
  return dot < 0 ? [place, ""] : [place.slice(0, dot), place.slice(dot + 1)];
}

/** A place by today's name, as a page of before may have left it. */
export function upgradePlace(place: string): string {
  const [id, field] = partsOf(place);
  return field === "" ? place : `${id}.${upgradeField(field)}`;
}

/** What stands in a place; null when the evidence or the message that it belongs to was removed; nothing yet in a source that was only begun. */
function valueAt(claim: Claim, place: string): string | null {
  if (isNew(place)) return "";
  const [id, field] = partsOf(place);
  const holder = id === claim.id ? claim : [...claim.evidence, ...claim.comments].find((one) => one.id === id);
  if (!holder) return field === "text" ? null : "";
  if ("removed" in holder && holder.removed) return null;
  const lang = "statements" in holder ? statementLang(field) : null;
  if (lang !== null) return claim.statements[lang] ?? "";
  const value: unknown = holder[field as keyof typeof holder];
  return typeof value === "string" ? value : null;
}
