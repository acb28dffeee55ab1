import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { CaseId, DocId } from "../../shared/ids";
import { fetchSentences, speak } from "../i18n";
import { showTheme } from "./localPreferences";
import { ErrorBoundary, FailurePanel, NothingHere } from "./ErrorPages";
import { Frame } from "./Frame";
import { keepFocus } from "./focusKeeper";
import { keepWithinLimits } from "./fieldLimits";
import type { TooLong } from "./fieldLimits";
import { AppCommands } from "./AppCommands";
import { useAccount, useStore, useServices } from "./services";
import { ToastList } from "./ToastList";
import { useTranslation } from "./translation";
import { holdTyping } from "./typedAhead";
import type { TypedAhead } from "./typedAhead";
import { Skeleton } from "./Skeleton";
import { useLibrarySync } from "./useLibrarySync";
import { useFirstInteraction } from "./useFirstInteraction";
import { LibraryPage, Waiting, WorkbenchPage } from "./pages";

const SignInPage = lazy(() => import("./auth/SignInPage"));
const AddTextPage = lazy(() => import("../library/import/AddTextPage"));
const InvitePage = lazy(() => import("./auth/InvitePage"));
const BoardPage = lazy(() => import("../board/BoardPage"));
const BinPage = lazy(() => import("../library/BinPage"));
const PeoplePage = lazy(() => import("../library/people/PeoplePage"));
const SearchPage = lazy(() => import("../search/SearchPage"));
const SettingsPage = lazy(() => import("./SettingsPage"));
const CommandPalette = lazy(() => import("./CommandPalette"));
const ShortcutsDialog = lazy(() => import("./ShortcutsDialog"));

/** The whole page. `token`: what a setup link or an invitation brought, already out of the address bar. */
export function App({ token }: { token: string | null }) {
  const { commands, toasts } = useServices();
  const { t } = useTranslation("common");
  useWishes();
  useEffect(() => keepFocus(document), []);
  const tellTooLong = useCallback<TooLong>(
    ({ by, ...over }) => (by === "paste" ? toasts.say(t("pasteTooLong", over), { bad: true }) : toasts.say(t("fieldFull", over))),
    [toasts, t],
  );
  useEffect(() => keepWithinLimits(document, tellTooLong), [tellTooLong]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      commands.press(event);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [commands]);
  return (
    <>
      <ErrorBoundary>
        <Suspense fallback={null}>
          <Gate token={token} />
        </Suspense>
      </ErrorBoundary>
      <ToastList />
    </>
  );
}

/** Language and theme: the signed-in person's, else what this browser remembers. */
function useWishes(): void {
  const { i18n } = useTranslation();
  const { device } = useServices();
  const state = useAccount();
  const wishes = useStore(device);
  const lang = state.kind === "in" ? state.me.lang : wishes.lang;
  const theme = state.kind === "in" ? state.me.theme : wishes.theme;
  useEffect(() => {
    if (lang) void speak(i18n, lang);
  }, [i18n, lang]);
  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);
  useEffect(() => {
    showTheme(document.documentElement, theme);
  }, [theme]);
  useEffect(() => {
    if (state.kind === "in") device.set({ lang: state.me.lang, theme: state.me.theme });
  }, [device, state]);
}

function Gate({ token }: { token: string | null }) {
  const state = useAccount();
  const { account } = useServices();
  const [location] = useLocation();
  const atDoor = location === "/invite" || location === "/setup";
  if (state.kind === "unknown")
    return (
      <div className="door-page">
        <Skeleton lines={1} />
      </div>
    );
  if (state.kind === "failed") return <FailurePanel failure={state.failure} retry={() => void account.load()} />;
  if (atDoor) return <InvitePage token={token} />;
  if (state.kind === "out") return <SignInPage {...state} />;
  // A changed role ends the connection and changes what may be done: everything starts afresh.
  return <Inside key={`${state.me.id} ${state.me.role}`} />;
}

/** What a signed-in person sees. */
function Inside() {
  const [location] = useLocation();
  const [asked, setAsked] = useState<"palette" | "keys" | null>(null);
  const typed = useRef<TypedAhead | null>(null);
  const ask = useCallback((what: typeof asked): void => {
    typed.current?.release(() => undefined);
    typed.current = what === null ? null : holdTyping(window);
    setAsked(what);
  }, []);
  const arrived = useCallback((to: (typed: string) => void): void => typed.current?.release(to), []);
  useLibrarySync();
  const { toasts } = useServices();
  // What was said and offered to one person is not for the next.
  useEffect(() => () => toasts.get().forEach(({ id }) => toasts.dismiss(id)), [toasts]);
  // The way back from a text.
  const { i18n } = useTranslation();
  useFirstInteraction(
    useCallback(() => {
      LibraryPage.fetch();
      fetchSentences(i18n);
    }, [i18n]),
  );
  return (
    <>
      <AppCommands ask={ask} asked={asked} />
      <Frame ask={ask}>
        <ErrorBoundary key={location}>
          <Suspense fallback={<Waiting />}>
            <Routes />
          </Suspense>
        </ErrorBoundary>
      </Frame>
      <Suspense fallback={null}>
        {asked === "palette" ? <CommandPalette onArrived={arrived} onClose={() => ask(null)} /> : null}
        {asked === "keys" ? <ShortcutsDialog onArrived={arrived} onClose={() => ask(null)} /> : null}
      </Suspense>
    </>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/" component={WholeLibrary} />
      <Route path="/invite" component={WholeLibrary} />
      <Route path="/setup" component={WholeLibrary} />
      <Route path="/case/:id">
        {({ id }) => {
          const known = CaseId.safeParse(id);
          return known.success ? <LibraryPage key={known.data} only={known.data} /> : <NothingHere />;
        }}
      </Route>
      <Route path="/claims" component={WholeBoard} />
      <Route path="/case/:id/claims">
        {({ id }) => {
          const known = CaseId.safeParse(id);
          return known.success ? <BoardPage key={known.data} only={known.data} /> : <NothingHere />;
        }}
      </Route>
      <Route path="/doc/:id">
        {({ id }) => {
          const known = DocId.safeParse(id);
          return known.success ? <WorkbenchPage key={known.data} doc={known.data} /> : <NothingHere />;
        }}
      </Route>
      <Route path="/add" component={AddTextPage} />
      <Route path="/bin" component={BinPage} />
      <Route path="/people" component={PeoplePage} />
      <Route path="/search" component={SearchPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route component={NothingHere} />
    </Switch>
  );
}

function WholeLibrary() {
  return <LibraryPage only={null} />;
}

function WholeBoard() {
  return <BoardPage only={null} />;
}
