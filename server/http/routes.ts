import type { Request } from "express";
import * as z from "zod/mini";
import type { Action } from "../../shared/rights";
import { ok, refuse, RefusalCode } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { SignedIn } from "../accounts/sessions";
import type { BodyLimit } from "./body";

// Every route, and who may use it. `serve.ts` registers from this table alone, so a route that is not listed here does not exist; the test that tries every
// role on every route is generated from it.

/** `anyone`: also signed out. `signed-in`: whatever the role, for one's own record. */
export type Access = Action | "anyone" | "signed-in";

export const access = {
  "GET /api/session": "anyone",
  "POST /api/session": "anyone",
  "DELETE /api/session": "anyone",
  "PATCH /api/me": "signed-in",
  "POST /api/me/password": "signed-in",
  "POST /api/invites/look": "anyone",
  "POST /api/invites/accept": "anyone",
  "GET /api/people": "people.see",
  "POST /api/people/invites": "people.manage",
  "DELETE /api/people/invites/:hash": "people.manage",
  "PATCH /api/people/:id": "people.manage",
  "GET /api/cases": "document.read",
  "POST /api/cases": "case.make",
  "PATCH /api/cases/:id": "case.rename",
  "DELETE /api/cases/:id": "case.remove",
  "POST /api/import/preview": "document.add",
  "POST /api/cases/:id/documents": "document.add",
  "GET /api/documents/:id": "document.read",
  "POST /api/documents/:id/move": "document.move",
  "POST /api/documents/:id/rename": "document.rename",
  "DELETE /api/documents/:id": "document.remove",
  "GET /api/bin": "bin.see",
  "POST /api/bin/cases/:id/restore": "bin.restore",
  "POST /api/bin/documents/:id/restore": "bin.restore",
  "DELETE /api/bin/cases/:id": "bin.remove",
  "DELETE /api/bin/documents/:id": "bin.remove",
  "GET /api/documents/:id/original": "original.read",
  "GET /api/documents/:id/commits": "history.read",
  "GET /api/documents/:id/state": "history.read",
} as const satisfies Readonly<Record<string, Access>>;

export type RouteName = keyof typeof access;

/**
 * Routes whose answers may be large, and how many bytes each counts for at least: what it costs to make. Of each person few are under way at a time,
 * and their bytes are counted (`server/share.ts`).
 */
export const large: Readonly<Partial<Record<RouteName, number>>> = {
  "GET /api/cases": 64 * 1024,
  "GET /api/bin": 64 * 1024,
  "GET /api/documents/:id/original": 64 * 1024,
  "GET /api/documents/:id/commits": 64 * 1024,
  "GET /api/documents/:id/state": 256 * 1024,
};

/** Whoever asks: certain where the route wants somebody signed in. */
export type WhoAsks<N extends RouteName> = (typeof access)[N] extends "anyone" ? SignedIn | null : SignedIn;

export interface Ask<Who, Body, Query> {
  readonly who: Who;
  readonly body: Body;
  readonly query: Query;
  /** A parameter of the path; one that is not of the schema names nothing that exists: `not-found`. */
  param<S extends z.ZodMiniType>(name: string, schema: S): Result<z.output<S>>;
  /** Where the request comes from, as far as the proxies are trusted. */
  readonly address: string;
  /** The Cookie header. */
  readonly cookies: string | undefined;
}

/** What a handler answers with; `cookies` are Set-Cookie values, `jsonBytes` JSON that is written already. */
export type Answer =
  | { readonly json: unknown; readonly cookies?: readonly string[] }
  | { readonly jsonBytes: Uint8Array }
  | { readonly file: FileAnswer };

export interface FileAnswer {
  readonly bytes: Uint8Array;
  readonly name: string;
}

export type BodyRule =
  | { readonly kind: "none" }
  | { readonly kind: "json" | "bytes"; readonly limit: BodyLimit }
  | { readonly kind: "parts"; readonly limits: readonly number[]; readonly megabytes: number };

/** A route as `serve.ts` runs it: the doors are typed where it is defined and plain here. */
export interface Route {
  readonly name: RouteName;
  readonly access: Access;
  readonly body: BodyRule;
  /** Asked before the body is read: whether the person has not had too much of this. */
  pays(who: SignedIn): Promise<Result<null>>;
  answer(request: Request, who: SignedIn | null, body: unknown): Promise<Result<Answer>>;
}

/** A name, a password of a thousand characters, a few choices. */
export const SMALL: BodyLimit = { bytes: 16 * 1024, megabytes: 16 / 1024, values: 200 };

/** Any bytes: the body as it comes, sent as application/octet-stream. */
export const Bytes = z.instanceof(Uint8Array);
/** The same in several parts (`shared/protocol/parts.ts`). */
export const BytesInParts = z.array(Bytes);

interface Doors<Body, Query> {
  /** The schema of the JSON body, or `Bytes`; absent: the route takes none. */
  readonly body?: z.ZodMiniType<Body>;
  readonly limit?: BodyLimit;
  /** Of `BytesInParts`: the most bytes of each. */
  readonly parts?: readonly number[];
  readonly pays?: (who: SignedIn) => Promise<Result<null>>;
  readonly query?: z.ZodMiniType<Query>;
}

function bodyRule({ body, limit = SMALL, parts }: Pick<Doors<unknown, unknown>, "body" | "limit" | "parts">): BodyRule {
  if (body === undefined) return { kind: "none" };
  if (parts) return { kind: "parts", limits: parts, megabytes: limit.megabytes };
  return { kind: (body as z.ZodMiniType) === Bytes ? "bytes" : "json", limit };
}

/** Puts a handler behind its doors: whoever must be signed in is, the body and the query are of their schemas. */
export function route<N extends RouteName, Body = undefined, Query = undefined>(
  name: N,
  doors: Doors<Body, Query>,
  handle: (ask: Ask<WhoAsks<N>, Body, Query>) => Promise<Result<Answer>>,
): Route {
  return {
    name,
    access: access[name],
    body: bodyRule(doors),
    pays: doors.pays ?? (() => Promise.resolve(ok(null))),
    async answer(request, who, raw) {
      const body = doors.body ? doors.body.safeParse(raw) : { success: true as const, data: raw as Body };
      const query = doors.query ? doors.query.safeParse({ ...request.query }) : { success: true as const, data: undefined as Query };
      if (!body.success) return refuseShape(body.error);
      if (!query.success) return refuseShape(query.error);
      const param = <S extends z.ZodMiniType>(key: string, schema: S): Result<z.output<S>> => {
        const parsed = schema.safeParse(request.params[key]);
        return parsed.success ? { ok: true, value: parsed.data } : refuse("not-found");
      };
      return handle({
        who: who as WhoAsks<N>,
        body: body.data,
        query: query.data,
        param,
        address: request.ip ?? "",
        cookies: request.headers.cookie,
      });
    },
  };
}

/** JSON of a part of a body, by its schema. */
export function shaped<T>(schema: z.ZodMiniType<T>, json: unknown): Result<T> {
  const parsed = schema.safeParse(json);
  return parsed.success ? ok(parsed.data) : refuseShape(parsed.error);
}

/** Names the first field that does not fit, or what its schema says of it; a language we do not know has a code of its own. */
function refuseShape(error: z.core.$ZodError): Result<never> {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  const told = issue && toldBy(issue);
  if (told) return told;
  if (field === "lang") return refuse("unknown-language");
  if (field === "details.address") return refuse("bad-address");
  return refuse("malformed", { field });
}

/** A schema may name the refusal itself, in its issue's `params`; of a union the last choice that does. */
function toldBy(issue: z.core.$ZodIssue): Result<never> | null {
  if (issue.code === "invalid_union") return issue.errors.flat().map(toldBy).findLast(Boolean) ?? null;
  const code = issue.code === "custom" ? RefusalCode.safeParse(issue.params?.["refusal"]) : null;
  return code?.success ? refuse(code.data, { reason: String(issue.code === "custom" ? issue.params?.["reason"] : "") }) : null;
}
