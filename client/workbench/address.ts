import { useEffect, useRef, useState } from "react";
import { claimKinds, claimStatuses, verdicts } from "../../shared/claim/claim";
import { ClaimId, UserId } from "../../shared/ids";
import { Lang } from "../../shared/languages";
import type { TextEditor } from "../editor/contract";
import { useTranslation } from "../app/translation";
import { revealBlock } from "./reveal";
import type { WorkbenchApi } from "./WorkbenchContext";
import { everything, isFiltering } from "./claimList";
import type { Filter } from "./claimList";

// What the margin shows and which claim is open, in the page's address: it can be reloaded, gone back to and sent to somebody.

export interface Shown {
  readonly claim: ClaimId | null;
  readonly filter: Filter;
}

/** A paragraph that an address leads to. `block`: null for the text as a whole. */
export interface AskedPlace {
  readonly lang: Lang;
  readonly block: string | null;
}

/** Reads `?lang=…&block=…`; null when no language is named. */
export function readPlace(search: string): AskedPlace | null {
  const query = new URLSearchParams(search);
  const lang = Lang.safeParse(query.get("lang"));
  return lang.success ? { lang: lang.data, block: query.get("block") } : null;
}

/** Reads `?claim=…&status=…&kind=…&verdict=…&tag=…&person=…&words=…&sourceless`; what it does not know it leaves out. */
export function readAddress(search: string): Shown {
  const query = new URLSearchParams(search);
  const of = <T extends string>(name: string, known: readonly T[]): ReadonlySet<T> => {
    const given = new Set((query.get(name) ?? "").split(","));
    return new Set(known.filter((one) => given.has(one)));
  };
  const claim = ClaimId.safeParse(query.get("claim"));
  const person = UserId.safeParse(query.get("person"));
  const filter: Filter = {
    statuses: of("status", claimStatuses),
    verdicts: of("verdict", verdicts),
    kinds: of("kind", claimKinds),
    tag: query.get("tag"),
    person: person.success ? person.data : null,
    sourceless: query.has("sourceless"),
    words: query.get("words") ?? "",
  };
  return { claim: claim.success ? claim.data : null, filter: isFiltering(filter) ? filter : everything };
}

/** The search part of the address, "" for everything and no claim. Others' parameters stay. */
export function writeAddress(search: string, { claim, filter }: Shown): string {
  const query = new URLSearchParams(search);
  const set = (name: string, value: string): void => (value === "" ? query.delete(name) : query.set(name, value));
  set("claim", claim ?? "");
  set("status", [...filter.statuses].join(","));
  set("verdict", [...filter.verdicts].join(","));
  set("kind", [...filter.kinds].join(","));
  set("tag", filter.tag ?? "");
  set("person", filter.person ?? "");
  set("sourceless", filter.sourceless ? "1" : "");
  set("words", filter.words.trim());
  const text = query.toString().replaceAll("%2C", ",");
  return text === "" ? "" : `?${text}`;
}

/** Brings the paragraph that the address names into view, once its text is there, and shows which one it is. */
export function useAskedPlace(
  workbench: WorkbenchApi,
  place: AskedPlace | null,
  editor: TextEditor | undefined,
  scroller: HTMLElement | null,
): void {
  const { t } = useTranslation("workbench");
  const done = useRef(false);
  useEffect(() => {
    if (done.current || !place?.block || !editor || !scroller) return;
    done.current = true;
    if (!revealBlock(scroller, editor, place.block)) workbench.say(t("linkBlockGone"));
  }, [workbench, place, editor, scroller, t]);
}

/** Keeps the address up with what is shown, without a step back for each change. */
export function useAddress({ claim, filter }: Shown, live: boolean): void {
  useEffect(() => {
    if (!live) return;
    const { pathname, search, hash } = window.location;
    const next = writeAddress(search, { claim, filter });
    if (next !== search) window.history.replaceState(window.history.state, "", pathname + next + hash);
  }, [claim, filter, live]);
}

/** Opens the claim that the address names, once its text is there to be scrolled to. Until then it is awaited, and stands in the address. */
export function useAskedClaim(workbench: WorkbenchApi, claim: ClaimId | null, ready: boolean): ClaimId | null {
  const { t } = useTranslation("workbench");
  const [awaited, setAwaited] = useState(claim);
  useEffect(() => {
    if (awaited === null || !ready) return;
    const found = workbench.session.view().state.claims.get(awaited);
    if (found && !found.withdrawn) workbench.open(awaited, "card");
    else workbench.say(t(found ? "linkWithdrawn" : "linkUnknown"));
    // It follows from the text being there, and happens once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setAwaited(null);
  }, [workbench, awaited, ready, t]);
  return awaited;
}

/** The address at which this claim is open, with its passage. */
export const claimAddress = (claim: ClaimId): string =>
  `${window.location.origin}${window.location.pathname}?${new URLSearchParams({ claim }).toString()}`;
