import { useEffect } from "react";
import type { LibraryNotice } from "../../shared/protocol/socket";
import { createGatherer } from "./gather";
import { useServices } from "./services";

/** Reads, once it is shown, what the server does not tell of while somebody is at work on a text. What was never read is being read already. */
export function useFreshLibrary(): void {
  const { library } = useServices();
  useEffect(() => {
    if (library.get().data) void library.catchUp();
  }, [library]);
}

/** Reads the library and the people when one comes in, what the server says changed of them, and what may have been missed when the page is looked at again. */
export function useLibrarySync(): void {
  const { library, people, live, account } = useServices();
  useEffect(() => {
    const refresh = (): void => {
      void library.refresh();
      void people.refresh();
    };
    const look = (): void => {
      void library.catchUp();
      void people.refresh();
    };
    const seen = (): void => {
      if (document.visibilityState === "visible") look();
    };
    const gatherer = createGatherer<Exclude<LibraryNotice, { kind: "people" }>>((told) => {
      const docs = told.flatMap((what) => (what.kind === "rows" ? [what.doc] : []));
      const cases = told.flatMap((what) => (what.case ? [what.case] : []));
      void library.changed({ docs: [...new Set(docs)], cases: [...new Set(cases)] });
    });
    const told = (what: LibraryNotice): void => {
      if (what.kind === "people") void people.refresh();
      else gatherer.add(what);
    };
    refresh();
    const leave = live.listen({
      told,
      // The server may also have changed one's role: ask who one is now.
      ended: (why) =>
        why.code === "signed-out" ? account.ended({ code: why.code, ...(why.detail && { detail: why.detail }) }) : void account.load(),
    });
    const back = live.reachable.subscribe(() => live.reachable.get() && refresh());
    window.addEventListener("focus", look);
    window.addEventListener("online", refresh);
    document.addEventListener("visibilitychange", seen);
    return () => {
      gatherer.stop();
      leave();
      back();
      window.removeEventListener("focus", look);
      window.removeEventListener("online", refresh);
      document.removeEventListener("visibilitychange", seen);
      library.clear();
      people.clear();
    };
  }, [library, people, live, account]);
}
