import { useEffect } from "react";
import type { CaseId, DocId } from "../../shared/ids";
import type { LibraryNotice } from "../../shared/protocol/socket";
import { useServices } from "./services";

/** Of one deed several things are told, one right after the other. */
const GATHER_MS = 50;
/** Colleagues at work change rows many times a second; the page reads them once in so long. */
const SETTLE_MS = 1000;

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
    let timer: ReturnType<typeof setTimeout> | null = null;
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
    const docs = new Set<DocId>();
    const cases = new Set<CaseId>();
    const settle = (): void => {
      timer = null;
      if (docs.size + cases.size === 0) return;
      void library.changed({ docs: [...docs], cases: [...cases] });
      docs.clear();
      cases.clear();
      timer = setTimeout(settle, SETTLE_MS);
    };
    const told = (what: LibraryNotice): void => {
      if (what.kind === "people") return void people.refresh();
      if (what.kind === "rows") docs.add(what.doc);
      if (what.case) cases.add(what.case);
      timer ??= setTimeout(settle, GATHER_MS);
      return undefined;
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
      if (timer) clearTimeout(timer);
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
