import type { DocId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import type { DocumentSession } from "../session/contract";
import { pageSessions } from "../session/page";
import type { Sessions } from "../session/page";

let sessions: Sessions | null = null;

/** Opens a document over the page's one connection, which is made with the first document. */
export function openOnPage(doc: DocId, me: Me): DocumentSession {
  return sessionsOfPage().open(doc, me);
}

/** The page's one connection with its sessions; the library listens on it too. */
export function sessionsOfPage(): Sessions {
  sessions ??= pageSessions(window);
  return sessions;
}
