import type { DocId } from "../../shared/ids";
import type { Me } from "../../shared/people";
import type { DocumentSession } from "../session/contract";
import { pageSessions } from "../session/browser-sessions";
import type { Sessions } from "../session/browser-sessions";

let sessions: Sessions | null = null;

/** The sessions of this page, over its one connection; made when they are first asked for. */
export function sessionsOfPage(): Sessions {
  sessions ??= pageSessions(window);
  return sessions;
}

export const openOnPage = (doc: DocId, me: Me): DocumentSession => sessionsOfPage().open(doc, me);
