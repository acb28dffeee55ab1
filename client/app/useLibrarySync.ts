import { useEffect } from "react";
import type { DocId } from "../../shared/ids";
import { MOST_LINES } from "../../shared/protocol/rest";
import { useServices } from "./services";

/** Colleagues at work change rows many times a second; the page reads them at once, and then once in so long. */
const SETTLE_MS = 1000;

/** Reads again, once it is shown, what the server does not tell of while somebody is at work on a text. What was never read is being read already. */
export function useFreshLibrary(): void {
  const { library } = useServices();
  useEffect(() => {
    if (library.get().data) void library.refresh();
  }, [library]);
}

/** Reads the library and the people when one comes in, when the server says that they changed, and when the page is looked at again. */
export function useLibrarySync(): void {
  const { library, people, live, account } = useServices();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = (): void => {
      void library.refresh();
      void people.refresh();
    };
    const seen = (): void => {
      if (document.visibilityState === "visible") refresh();
    };
    let everything = false;
    const docs = new Set<DocId>();
    const settle = (): void => {
      if (timer || (!everything && docs.size === 0)) return;
      const some = [...docs];
      if (everything || some.length > MOST_LINES) void library.refresh();
      else void library.changed(some);
      everything = false;
      docs.clear();
      timer = setTimeout(() => {
        timer = null;
        settle();
      }, SETTLE_MS);
    };
    const told = (doc: DocId | undefined): void => {
      if (doc === undefined) everything = true;
      else docs.add(doc);
      settle();
    };
    refresh();
    const leave = live.listen({
      told: (what) => (what.kind === "people" ? void people.refresh() : told(what.kind === "rows" ? what.doc : undefined)),
      // The server may also have changed one's role: ask who one is now.
      ended: (why) =>
        why.code === "signed-out" ? account.ended({ code: why.code, ...(why.detail && { detail: why.detail }) }) : void account.load(),
    });
    const back = live.reachable.subscribe(() => live.reachable.get() && refresh());
    window.addEventListener("focus", refresh);
    window.addEventListener("online", refresh);
    document.addEventListener("visibilitychange", seen);
    return () => {
      if (timer) clearTimeout(timer);
      leave();
      back();
      window.removeEventListener("focus", refresh);
      window.removeEventListener("online", refresh);
      document.removeEventListener("visibilitychange", seen);
      library.clear();
      people.clear();
    };
  }, [library, people, live, account]);
}
