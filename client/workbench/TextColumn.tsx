import { Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ClaimId } from "../../shared/ids";
import type { LeftOut } from "../../shared/doc/reader/block";
import type { Lang } from "../../shared/languages";
import { useTranslation } from "../app/translation";
import type { EditorEvents, CursorPlace, Spot, TextEditor as Editor } from "../editor/contract";
import { TextEditor } from "../editor/TextEditor";
import { useUnreachableMessage } from "./useUnreachableMessage";
import { languageName } from "../app/names";
import { useMe } from "../app/services";
import { Beside } from "./sideBySide/Beside";
import { useWorkbench, useMay, useSlice } from "./WorkbenchContext";
import { FormatBar } from "./FormatBar";
import { useRefusalWords, useTakenBackWords } from "./useRefusalWords";
import { SelectionToolbar, SpotList } from "./lazyParts";
import type { TextView } from "./TextHead";

interface Props {
  readonly view: TextView;
  readonly source: Lang;
  readonly chosen: ClaimId | null;
  readonly editors: Partial<Record<Lang, Editor>>;
  readonly onEditor: (editor: Editor | null, lang: Lang) => void;
  /** Makes the words selected last a claim, or the passage of one. */
  readonly onClaimKey: () => void;
  /** The selection that has become something already: it is no longer offered to. */
  readonly used: CursorPlace | null;
  /** What the bubble would do with a passage of this language; null when nothing. */
  readonly passageIs: (lang: Lang) => "claim" | "place" | null;
  /** Of a single spot's claim nothing need be listed while its card can be seen beside it. */
  readonly onTextChange: () => void;
  readonly onPlace: (place: CursorPlace) => void;
}

/** The text or texts, with what floats over them. */
export function TextColumn({ view, source, chosen, editors, onEditor, onClaimKey, used, passageIs, onTextChange, onPlace }: Props) {
  const { open, localPresence } = useWorkbench();
  const [place, setPlace] = useState<CursorPlace | null>(null);
  const { spot, show, hold, leave } = useSpot();
  const pressed = usePointerDown();
  const refused = useRefusalWords();
  const takenBack = useTakenBackWords();
  const unreachable = useUnreachableMessage();
  const leftOut = useLeftOutWords();

  const events = useMemo<EditorEvents>(
    () => ({
      onPlace(now) {
        localPresence.set({ lang: now.lang, anchor: now.anchor, head: now.head });
        onPlace(now);
        setPlace((before) => (before && looksAlike(before, now) ? before : now));
      },
      onSpot: show,
      onChoose(claim, lang) {
        // The card takes the focus, and with it the keys: a figure is a verdict there, and would change the text here.
        if (claim !== null) open(claim, "card");
        // Beside a version, a click there is on its way to the words of the open claim: it must not close the card.
        else if (lang === source) open(null);
      },
      onEscape: () => open(null),
      onClaimKey,
      onRefused: refused,
      onTakenBack: takenBack,
      onLeftOut: leftOut,
      onUnreachable: unreachable,
      onChange: onTextChange,
    }),
    [localPresence, onPlace, show, open, source, onClaimKey, refused, takenBack, leftOut, unreachable, onTextChange],
  );
  useUntranslated(view.kind === "one" && view.lang !== source ? editors[view.lang] : undefined, source);
  const text = (lang: Lang) => <OneText key={lang} lang={lang} source={source} chosen={chosen} events={events} onEditor={onEditor} />;
  const editor = place ? editors[place.lang] : undefined;
  const does = place?.passage && place !== used && !pressed ? passageIs(place.lang) : null;
  const sourceWritable = useWritable(source, source);
  const viewWritable = useWritable(view.lang, source);
  const writable = place?.lang === source ? sourceWritable : viewWritable;
  // Formatting stays for the text that may be written, also while the cursor is in the one beside it.
  const formatted = editors[writable ? (place?.lang ?? view.lang) : view.lang];

  return (
    <div className={`text-column view-${view.kind}`}>
      {formatted && (viewWritable || writable) ? <FormatBar editor={formatted} tick={place} /> : null}
      {view.kind === "beside" ? (
        <Beside source={source} version={view.lang} editors={editors}>
          {{ source: text(source), version: text(view.lang) }}
        </Beside>
      ) : (
        text(view.lang)
      )}
      <Suspense fallback={null}>
        {editor && place && does ? (
          <SelectionToolbar editor={editor} place={place} does={does} keys={writable ? "Mod+Alt+C" : "C"} onPress={onClaimKey} />
        ) : null}
      </Suspense>
      <Suspense fallback={null}>{spot && !pressed ? <SpotList spot={spot} onHold={hold} onLeave={leave} /> : null}</Suspense>
    </div>
  );
}

function OneText({
  lang,
  source,
  chosen,
  events,
  onEditor,
}: Pick<Props, "source" | "chosen" | "onEditor"> & { lang: Lang; events: EditorEvents }) {
  const { t } = useTranslation("workbench");
  const { session } = useWorkbench();
  const ui = useMe().lang;
  const dir = useSlice(({ state }) => state.texts[lang]?.dir);
  const writable = useWritable(lang, source);
  if (!dir) return null;
  return (
    <TextEditor
      session={session}
      lang={lang}
      dir={dir}
      label={t("textOf", { language: languageName(ui, lang) })}
      mayWrite={writable}
      chosen={chosen}
      events={events}
      onEditor={onEditor}
    />
  );
}

/** In a version that is read by itself, what of its source nobody has translated yet. */
function useUntranslated(editor: Editor | undefined, source: Lang): void {
  const { t } = useTranslation("workbench");
  const ui = useMe().lang;
  const wanted = editor !== undefined;
  const text = useSlice(
    ({ state }) => (wanted ? state.texts[source] : undefined),
    (a, b) => a?.doc === b?.doc,
  );
  const label = t("untranslated", { language: languageName(ui, source) });
  useLayoutEffect(() => {
    editor?.showUntranslated(text ? { doc: text.doc, lang: source, dir: text.dir, label } : null);
  }, [editor, text, source, label]);
}

/** Nothing shows where a bare cursor is: typing must not render the page. */
const looksAlike = (a: CursorPlace, b: CursorPlace): boolean =>
  a.lang === b.lang && a.passage === null && b.passage === null && a.style === b.style;

/** Whether this person may write in a text: by role, and for the source only while it is not locked. */
function useWritable(lang: Lang, source: Lang): boolean {
  const locked = useSlice(({ state }) => state.details.locked);
  return useMay("text.step", { lang, source, locked });
}

/** Says what of a paste did not come along, and why. */
function useLeftOutWords(): (leftOut: readonly LeftOut[]) => void {
  const { t } = useTranslation(["workbench", "common"]);
  const { say } = useWorkbench();
  return useCallback(
    (leftOut) => {
      const count = leftOut.reduce((sum, one) => sum + one.count, 0);
      const named = leftOut
        .slice(0, 4)
        .map(({ reason, text }) => [t(`common:leftOut.${reason}`), text && `(${text})`].filter(Boolean).join(" "));
      say(t("workbench:pasteLeftOut", { count, what: [...new Set(named), ...(leftOut.length > 4 ? ["…"] : [])].join(", ") }));
    },
    [t, say],
  );
}

/** Rested on this long, a spot shows its claims; left this long, it hides them. */
const REST_MS = 260;

function useSpot(): { spot: Spot | null; show: (spot: Spot | null) => void; hold: () => void; leave: () => void } {
  const [spot, setSpot] = useState<Spot | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const soon = useCallback((next: Spot | null) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSpot(next), REST_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    spot,
    // One claim needs no list: its card says more. Several are listed, because only the innermost is what a click means.
    show: useCallback((next: Spot | null) => soon(next && next.claims.length > 1 ? next : null), [soon]),
    hold: useCallback(() => clearTimeout(timer.current), []),
    leave: useCallback(() => soon(null), [soon]),
  };
}

/** While the pointer is down a selection is still being made: nothing must pop up under it. */
function usePointerDown(): boolean {
  const [down, setDown] = useState(false);
  useEffect(() => {
    const press = (event: PointerEvent): void => {
      if (event.target instanceof Element && event.target.closest(".ProseMirror")) setDown(true);
    };
    const release = (): void => setDown(false);
    document.addEventListener("pointerdown", press);
    for (const end of ["pointerup", "pointercancel"] as const) document.addEventListener(end, release);
    return () => {
      document.removeEventListener("pointerdown", press);
      for (const end of ["pointerup", "pointercancel"] as const) document.removeEventListener(end, release);
    };
  }, []);
  return down;
}
