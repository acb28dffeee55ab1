import type { DocId } from "../../shared/ids";
import type { Authority } from "../authority/authority";
import type { HistoryNews } from "../authority/historian";
import { historyLineOf } from "../projections/history-line";
import { historyRoom } from "./socket-types";
import type { LiveServer, LiveSocket } from "./socket-types";

/** Lines that are told at once; of more it is only told that there are some, and pages read them. */
const MOST = 50;

/** Tells the pages that show a document's history of what is new in it. Each process for its own pages, as it hears of commits: also of those of another one. */
export class HistoryWatch {
  readonly #watched = new Map<DocId, { readonly pages: Set<LiveSocket>; readonly stop: () => void }>();

  constructor(
    private readonly io: LiveServer,
    private readonly histories: Authority["histories"],
  ) {}

  set(page: LiveSocket, doc: DocId, wanted: boolean): void {
    if (wanted) {
      const watched = this.#watched.get(doc) ?? { pages: new Set(), stop: this.histories.watch(doc, (news) => this.#tell(doc, news)) };
      this.#watched.set(doc, watched);
      watched.pages.add(page);
      void page.join(historyRoom(doc));
      return;
    }
    const watched = this.#watched.get(doc);
    if (!watched?.pages.delete(page)) return;
    void page.leave(historyRoom(doc));
    if (watched.pages.size > 0) return;
    watched.stop();
    this.#watched.delete(doc);
  }

  #tell(doc: DocId, { after, head, rows }: HistoryNews): void {
    const told = rows.length > MOST ? { doc, after: head, head, lines: [] } : { doc, after, head, lines: rows.map(historyLineOf) };
    this.io.local.to(historyRoom(doc)).emit("history", told);
  }
}
