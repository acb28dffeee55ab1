import * as z from "zod/mini";
import type { CaseId, ClaimId, DocId, UserId } from "../../shared/ids";
import { Me, Person } from "../../shared/people";
import { Refusal } from "../../shared/refusal";
import { BinView } from "../../shared/protocol/bin";
import type { MoveDocument, RenameDocument } from "../../shared/protocol/bin";
import { ImportPreview } from "../../shared/protocol/import";
import type { AddDocument, BlockChoice, PreviewQuery } from "../../shared/protocol/import";
import { joined } from "../../shared/protocol/parts";
import {
  CaseView,
  DocumentView,
  HistoryView,
  InviteView,
  LibraryView,
  MadeInvite,
  PeopleView,
  SessionView,
} from "../../shared/protocol/rest";
import type { AcceptInvite, ChangePassword, MakeCase, MakeInvite, SetPerson, SetPreferences, SignIn } from "../../shared/protocol/rest";
import type { StateJson } from "../../shared/log/state";
import { DocId as DocIdSchema } from "../../shared/ids";
import type { Failure, Outcome } from "./failure";

/** A state as the server folded it: our own server's, so its inside is trusted (`stateFromJson` reads it). */
const StateAnswer = z.custom<StateJson>((value) => typeof value === "object" && value !== null && "texts" in value);
const Nothing = z.object({});

/** A text to be added: what is told of it, what was made of its blocks, and its bytes as they were given. */
export interface Addition extends AddDocument {
  readonly choices: readonly BlockChoice[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

type Method = "GET" | "POST" | "PATCH" | "DELETE";
interface Sent {
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal | undefined;
}

/** Every REST route as a function. None rejects: what went wrong is a `Failure`, an abort included (`unreachable`). */
export type Api = ReturnType<typeof createApi>;

/** `ended` is told when the server says that nobody is signed in (any more). */
export function createApi(fetcher: typeof fetch, ended: (failure: Failure) => void) {
  async function call<S extends z.ZodMiniType>(method: Method, path: string, answer: S, sent: Sent = {}): Promise<Outcome<z.infer<S>>> {
    const outcome = await exchange(fetcher, method, path, answer, sent);
    if (!outcome.ok && outcome.failure.code === "signed-out") ended(outcome.failure);
    return outcome;
  }

  return {
    session: () => call("GET", "/api/v1/session", SessionView),
    signIn: (json: z.infer<typeof SignIn>) => call("POST", "/api/v1/session", SessionView, { json }),
    signOut: () => call("DELETE", "/api/v1/session", SessionView),
    setPreferences: (json: z.infer<typeof SetPreferences>) => call("PATCH", "/api/v1/me", Me, { json }),
    changePassword: (json: z.infer<typeof ChangePassword>) => call("POST", "/api/v1/me/password", Nothing, { json }),

    lookInvite: (token: string) => call("POST", "/api/v1/invites/look", InviteView, { json: { token } }),
    acceptInvite: (json: z.infer<typeof AcceptInvite>) => call("POST", "/api/v1/invites/accept", SessionView, { json }),
    people: () => call("GET", "/api/v1/people", PeopleView),
    makeInvite: (json: z.infer<typeof MakeInvite>) => call("POST", "/api/v1/people/invites", MadeInvite, { json }),
    removeInvite: (hash: string) => call("DELETE", `/api/v1/people/invites/${encodeURIComponent(hash)}`, Nothing),
    setPerson: (id: UserId, json: z.infer<typeof SetPerson>) => call("PATCH", `/api/v1/people/${id}`, Person, { json }),

    library: () => call("GET", "/api/v1/cases", LibraryView),
    makeCase: (json: z.infer<typeof MakeCase>) => call("POST", "/api/v1/cases", CaseView, { json }),
    renameCase: (id: CaseId, json: z.infer<typeof MakeCase>) => call("PATCH", `/api/v1/cases/${id}`, CaseView, { json }),
    removeCase: (id: CaseId) => call("DELETE", `/api/v1/cases/${id}`, Nothing),
    moveDocument: (id: DocId, json: z.infer<typeof MoveDocument>) => call("POST", `/api/v1/documents/${id}/move`, Nothing, { json }),
    renameDocument: (id: DocId, json: z.infer<typeof RenameDocument>) => call("POST", `/api/v1/documents/${id}/rename`, Nothing, { json }),
    removeDocument: (id: DocId) => call("DELETE", `/api/v1/documents/${id}`, Nothing),
    bin: () => call("GET", "/api/v1/bin", BinView),
    restoreCase: (id: CaseId) => call("POST", `/api/v1/bin/cases/${id}/restore`, Nothing),
    restoreDocument: (id: DocId) => call("POST", `/api/v1/bin/documents/${id}/restore`, Nothing),
    /** For good. */
    removeBinnedCase: (id: CaseId) => call("DELETE", `/api/v1/bin/cases/${id}`, Nothing),
    removeBinnedDocument: (id: DocId) => call("DELETE", `/api/v1/bin/documents/${id}`, Nothing),
    /** Reads the bytes and says what was recognised; nothing is stored. */
    preview: (query: PreviewQuery, bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal) =>
      call("POST", `/api/v1/import/preview?${queryOf(query)}`, ImportPreview, { bytes, signal }),
    addDocument: (id: CaseId, { bytes, choices, ...told }: Addition, signal?: AbortSignal) => {
      const body = joined(utf8(JSON.stringify(told)), utf8(JSON.stringify(choices)), bytes);
      return call("POST", `/api/v1/cases/${id}/documents`, z.object({ doc: DocIdSchema }), { bytes: body, signal });
    },

    document: (id: DocId) => call("GET", `/api/v1/documents/${id}`, DocumentView),
    /** Newest first; `before`: the `next` of the page before. */
    /** Newest first: before a version, after one, of one claim. */
    history: (id: DocId, which: { before?: number; after?: number; claim?: ClaimId } = {}) => {
      const query = new URLSearchParams(Object.entries(which).map(([name, value]) => [name, String(value)])).toString();
      return call("GET", `/api/v1/documents/${id}/commits${query === "" ? "" : `?${query}`}`, HistoryView);
    },
    stateAt: (id: DocId, version: number) => call("GET", `/api/v1/documents/${id}/state?version=${version}`, StateAnswer),
  };
}

/** Where the bytes of a text as they were received can be downloaded. */
export const originalAddress = (id: DocId): string => `/api/v1/documents/${id}/original`;

const queryOf = (query: PreviewQuery): URLSearchParams =>
  new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined));

async function exchange<S extends z.ZodMiniType>(
  fetcher: typeof fetch,
  method: Method,
  path: string,
  answer: S,
  sent: Sent,
): Promise<Outcome<z.infer<S>>> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (sent.json !== undefined) headers["content-type"] = "application/json";
  if (sent.bytes) headers["content-type"] = "application/octet-stream";
  let response: Response;
  let body: unknown;
  try {
    response = await fetcher(path, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      body: sent.bytes ?? (sent.json === undefined ? null : JSON.stringify(sent.json)),
      signal: sent.signal ?? null,
    });
  } catch {
    return { ok: false, failure: { code: "unreachable" } };
  }
  try {
    body = await response.json();
  } catch {
    // A proxy's page, or a connection cut in the middle of the answer.
    return { ok: false, failure: { code: response.status >= 502 ? "unreachable" : "unexpected" } };
  }
  if (!response.ok) {
    const refused = z.object({ refusal: Refusal }).safeParse(body);
    return { ok: false, failure: refused.success ? withoutUndefined(refused.data.refusal) : { code: "unexpected" } };
  }
  const parsed = answer.safeParse(body);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: { code: "unexpected" } };
}

function withoutUndefined(refusal: Refusal): Failure {
  return refusal.detail ? { code: refusal.code, detail: refusal.detail } : { code: refusal.code };
}
