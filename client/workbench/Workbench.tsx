import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { systemRandom } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import { directionOf } from "../../shared/languages";
import type { DocumentView } from "../../shared/protocol/rest";
import { useTranslation } from "../app/translation";
import type { DocumentSession } from "../session/contract";
import { useServices } from "../app/services";
import { Skeleton } from "../app/Skeleton";
import { Banners } from "./Banners";
import { emptyMirror } from "./sideBySide/rows";
import { useEditors } from "./sideBySide/Beside";
import { WorkbenchProvider } from "./WorkbenchContext";
import { readAddress, readPlace, useAddress, useAskedClaim, useAskedPlace } from "./address";
import { everything } from "./claimList";
import { HistoryPanel, useFetchLater } from "./lazyParts";
import { KeysOfNoCard } from "./card/cardKeys";
import { Margin, useTextChanges } from "./margin/Margin";
import { MarginHead } from "./margin/MarginHead";
import type { MarginLayout } from "./margin/layout";
import { AnchoringModeContext } from "./anchoringMode";
import { PrintSheet } from "./print/PrintSheet";
import { BottomSheet } from "./BottomSheet";
import { StatusBar } from "./StatusBar";
import { TextColumn } from "./TextColumn";
import { LanguageSwitch, TextHead } from "./TextHead";
import type { TextView } from "./TextHead";
import { Trays } from "./trays/Trays";
import { CaseMembersContext } from "./casePeople";
import { UndoCommands } from "./UndoCommands";
import { UnlockProvider } from "./Unlock";
import { useWorkbenchApi } from "./useWorkbenchApi";
import { useClaimList } from "./useClaimList";
import { useLayout } from "./useLayout";
import { usePassages } from "./usePassages";
import { useWorkCommands } from "./useWorkCommands";

interface Props {
  readonly session: DocumentSession;
  readonly about: DocumentView | null;
  /** The version that is shown when it is not now. */
  readonly past: number | null;
  /** Whether the history is open, and how it is opened, shut and looked into. */
  readonly history: { readonly open: boolean; readonly toggle: () => void; readonly show: (version: number | null) => void };
}

/** A document's text with its claims beside it. Used for now and, with a frozen session, for any moment of the past. */
export function Workbench({ session, about, past, history }: Props) {
  const { t } = useTranslation("workbench");
  const { now } = useServices();
  useFetchLater();
  const layout = useLayout();
  const source = session.view().state.source ?? "fr";
  const [place] = useState(() => readPlace(window.location.search));
  const [view, setView] = useState<TextView>(() => ({
    kind: "one",
    lang: place && session.view().state.texts[place.lang] ? place.lang : source,
  }));
  const [asked] = useState(() => readAddress(window.location.search));
  const [filter, setFilter] = useState(asked.filter);
  const toWrite = useRef<Lang | null>(null);
  const [editors, holdEditor] = useEditors();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [sheetScroller, setSheetScroller] = useState<HTMLDivElement | null>(null);
  const [margin, setMargin] = useState<MarginLayout | null>(null);
  const textChanged = useTextChanges(margin);
  // Beside the version the cards follow the source: that is where claims are made.
  const marginLang = view.kind === "beside" ? source : view.lang;
  const lines = useClaimList(session, marginLang, filter);
  const { workbench, opened, folded, setFolded, sheet, setSheet } = useWorkbenchApi({
    session,
    random: systemRandom,
    now,
    layout,
    editors,
    marginLang,
    scroller,
  });
  const show = useCallback(
    (lang: Lang) => setView((now) => (now.lang === lang || lang === source ? now : { kind: "beside", lang })),
    [source],
  );
  const awaited = useAskedClaim(workbench, asked.claim, editors[marginLang] !== undefined && scroller !== null);
  useAskedPlace(workbench, place, place ? editors[place.lang] : undefined, scroller);
  useAddress({ claim: opened?.claim ?? awaited, filter }, past === null);
  const passages = usePassages({ workbench, session, editors, open: opened?.claim ?? null, source, show });
  const step = useWorkCommands({
    workbench,
    session,
    lines,
    opened,
    past: past !== null,
    onClaim: passages.fromKeyboard,
    onHistory: history.toggle,
    view,
    onView: setView,
    source,
    marginLang,
  });

  const addVersion = useCallback(
    (lang: Lang): void => {
      const { state } = session.view();
      const text = state.source ? state.texts[state.source] : undefined;
      if (!text || !workbench.submit([{ type: "text.add", lang, dir: directionOf(lang), doc: emptyMirror(text.doc) }])) return;
      setView({ kind: "beside", lang });
      toWrite.current = lang;
      workbench.say(t("versionAdded"));
    },
    [session, workbench, t],
  );
  // Whoever adds a version goes on to write it; its editor comes with the next render.
  useEffect(() => {
    const started = toWrite.current === null ? undefined : editors[toWrite.current];
    if (!started) return;
    toWrite.current = null;
    started.goTo(null);
  }, [editors]);

  const head = <MarginHead lines={lines} filter={filter} onFilter={setFilter} onStep={step} />;
  const trays = <Trays lines={lines} lang={marginLang} onPutBack={passages.putBack} onInsert={passages.insert} />;
  const cards = (
    <Margin
      lines={lines}
      filter={filter}
      onClearFilter={() => setFilter(everything)}
      opened={opened}
      mode={layout === "sheet" ? "stack" : "beside"}
      lang={marginLang}
      editor={editors[marginLang] ?? null}
      scroller={layout === "sheet" ? sheetScroller : scroller}
      onLayout={setMargin}
    />
  );
  // In the past a claim is looked at in the place of the list, which comes back when its card closes.
  const lookingAt = past !== null && opened !== null;
  const panel =
    history.open && !lookingAt ? (
      <Suspense fallback={<Skeleton lines={6} />}>
        <HistoryPanel doc={session.doc} opened={past} onOpen={history.show} onClose={history.toggle} />
      </Suspense>
    ) : null;
  const showsMargin = layout === "margin" || (layout === "drawer" && (!folded || history.open));

  return (
    <WorkbenchProvider value={workbench}>
      <AnchoringModeContext value={passages.anchoring}>
        <CaseMembersContext value={about?.case.members ?? null}>
          <UnlockProvider>
            {past === null ? <UndoCommands /> : null}
            <StatusBar
              about={about}
              past={past !== null}
              historyOpen={history.open}
              onHistory={history.toggle}
              margin={layout === "drawer" ? { open: !folded, toggle: () => setFolded(!folded) } : null}
            />
            <Banners past={past} onNow={() => history.show(null)} />
            <div
              className={`workbench-work layout-${layout} ${showsMargin ? "is-with-margin" : ""} ${layout === "sheet" ? `sheet-${sheet}` : ""}`}
              ref={setScroller}
            >
              <section className="text-page" aria-label={t("section")}>
                <div className={`text-in view-${view.kind}`}>
                  <LanguageSwitch view={view} onView={setView} onAddVersion={addVersion} />
                  <TextHead about={about} view={view} past={past !== null} />
                  <TextColumn
                    view={view}
                    source={source}
                    chosen={opened?.claim ?? null}
                    editors={editors}
                    onEditor={holdEditor}
                    onClaimKey={passages.fromKeyboard}
                    used={passages.used}
                    passageIs={passages.is}
                    onTextChange={textChanged}
                    onPlace={passages.remember}
                  />
                </div>
              </section>
              {showsMargin ? (
                <aside className="margin-pane" aria-label={t("margin")}>
                  {panel ?? (
                    <>
                      <div className="margin-top">
                        {head}
                        {trays}
                      </div>
                      {cards}
                    </>
                  )}
                </aside>
              ) : null}
            </div>
            {layout === "sheet" ? (
              <BottomSheet
                height={history.open && sheet === "low" ? "half" : sheet}
                onHeight={setSheet}
                head={panel ? null : head}
                scrollerRef={setSheetScroller}
              >
                {panel ?? (
                  <>
                    {trays}
                    {cards}
                  </>
                )}
              </BottomSheet>
            ) : null}
            {opened === null && past === null && lines.total > 0 ? <KeysOfNoCard /> : null}
            <PrintSheet langs={view.kind === "beside" ? [source, view.lang] : [view.lang]} />
          </UnlockProvider>
        </CaseMembersContext>
      </AnchoringModeContext>
    </WorkbenchProvider>
  );
}
