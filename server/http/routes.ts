import type { Request } from "express";
import type * as z from "zod/mini";
import { ok, refuse, RefusalCode } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import type { RandomBytes } from "../../shared/ids";
import { bodyLimitOf, nameOf } from "../../shared/protocol/routes/route";
import type { AnswerOf, BodyOf, FileAnswer, PageAnswer, ParamsOf, QueryOf, Route } from "../../shared/protocol/routes/route";
import type { SignedIn } from "../accounts/sessions";
import type { Granted } from "../grants";
import type { BlobFound } from "../store/blobs";
import { bytesFor, keyOf } from "./idempotency";
import type { BodyLimit } from "./body";

// A handler behind its doors. What a route is stands in `shared/protocol/routes`; `serve.ts` registers what is made here.

/** Whoever asks: certain where the route wants somebody signed in. */
type WhoAsks<R extends Route> = R["action"] extends "anyone" ? SignedIn | null : SignedIn;

/** A request that came through the doors: everything in it is of its schema. */
export interface Ask<R extends Route> {
  readonly who: WhoAsks<R>;
  /** What whoever asks is in the case file of the path, or in that of its text; null where it names neither. */
  readonly granted: ParamsOf<R> extends { readonly case: unknown } | { readonly doc: unknown } ? Granted : null;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  /** Where the request comes from, as far as the proxies are trusted. */
  readonly address: string;
  /** Random bytes for the id of what the request makes: with an Idempotency-Key the same each time. */
  readonly bytes: (random: RandomBytes) => RandomBytes;
  /** Whether what has this id already may be what the same request made before. */
  readonly isKeyed: boolean;
  /** The Cookie header. */
  readonly cookies: string | undefined;
  /** Asks at the same doors again: for what waits between them and its act. A refusal where whoever asks may not any more. */
  readonly again: () => Promise<Result<Pick<Ask<R>, "who" | "granted">>>;
}

type ReadonlyDeep<T> = T extends (infer E)[]
  ? readonly ReadonlyDeep<E>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T;

/** What a handler answers with; `cookies` are Set-Cookie values, `jsonBytes` JSON that is written already. */
export type Answer<R extends Route = Route> = R["answer"] extends FileAnswer
  ? { readonly file: SavedFile }
  : R["answer"] extends PageAnswer
    ? { readonly page: ShownPage }
    : { readonly json: ReadonlyDeep<AnswerOf<R>>; readonly cookies?: readonly string[] } | { readonly jsonBytes: Uint8Array };

export type AnyAnswer =
  | { readonly json: unknown; readonly cookies?: readonly string[] }
  | { readonly jsonBytes: Uint8Array }
  | { readonly file: SavedFile }
  | { readonly page: ShownPage };

/** Sent a chunk at a time, as fast as it is taken. */
export interface SavedFile extends BlobFound {
  readonly name: string;
}

/** `policy`: its Content-Security-Policy, as it is not that of our other pages. */
export interface ShownPage {
  readonly html: Uint8Array;
  readonly policy: string;
}

export type BodyRule =
  | { readonly kind: "none" }
  | { readonly kind: "json" | "bytes"; readonly limit: BodyLimit }
  | { readonly kind: "parts"; readonly limits: readonly number[]; readonly megabytes: number };

/** A route with its handler, as `serve.ts` runs it: typed where it is made and plain here. */
export interface ServedRoute {
  readonly route: Route;
  /** "GET /api/v1/cases". */
  readonly name: string;
  readonly body: BodyRule;
  /** Asked before the body is read: whether the person has not had too much of this. */
  pays(who: SignedIn): Promise<Result<null>>;
  answer(request: Request, asker: Asker, body: unknown, again: () => Promise<Result<Asker>>): Promise<Result<AnyAnswer>>;
}

/** Whoever asks, and what they are in the case file that the address names. */
export interface Asker {
  readonly who: SignedIn | null;
  readonly granted: Granted | null;
}

/** Values that a JSON body may hold: the widest has five. */
const VALUES = 50;
const MEGABYTE = 1024 * 1024;

interface Doors {
  /** The most that is taken of a file, in bytes; of routes that take one. */
  readonly fileBytes?: number;
  readonly pays?: (who: SignedIn) => Promise<Result<null>>;
}

function bodyRule(of: Route, fileBytes: number): BodyRule {
  const { body } = of;
  if (body === undefined) return { kind: "none" };
  if (!("kind" in body)) {
    const most = bodyLimitOf(of);
    return { kind: "json", limit: { bytes: most, megabytes: most / MEGABYTE, values: of.values ?? VALUES } };
  }
  const megabytes = Math.floor(fileBytes / MEGABYTE);
  if (body.kind === "bytes") return { kind: "bytes", limit: { bytes: fileBytes, megabytes, values: 0 } };
  return { kind: "parts", limits: [...body.json.map(({ limit }) => limit), fileBytes], megabytes };
}

/** Puts a handler behind its doors: whoever must be signed in is; parameters, query and body are of their schemas. */
export function route<R extends Route>(of: R, handle: (ask: Ask<R>) => Promise<Result<Answer<R>>>, doors: Doors = {}): ServedRoute {
  return {
    route: of,
    name: nameOf(of),
    body: bodyRule(of, doors.fileBytes ?? 0),
    pays: doors.pays ?? (() => Promise.resolve(ok(null))),
    async answer(request, { who, granted }, raw, again) {
      const params = paramsOf(of, request);
      if (!params.ok) return params;
      const query = of.query ? shaped(of.query, { ...request.query }) : ok(undefined);
      if (!query.ok) return query;
      const body = of.body && !("kind" in of.body) ? shaped(of.body, raw) : ok(raw);
      if (!body.ok) return body;
      const key = of.keyed ? keyOf(request.headers["idempotency-key"]) : ok(null);
      if (!key.ok) return key;
      return handle({
        isKeyed: key.value !== null,
        bytes: (random) => (who ? bytesFor(key.value, { user: who.user.id, route: nameOf(of) }, random) : random),
        who: who as WhoAsks<R>,
        granted: granted as Ask<R>["granted"],
        params: params.value as ParamsOf<R>,
        query: query.value as QueryOf<R>,
        body: body.value as BodyOf<R>,
        address: request.ip ?? "",
        cookies: request.headers.cookie,
        again: again as Ask<R>["again"],
      });
    },
  };
}

/** A parameter that is not of its schema names nothing that exists. */
function paramsOf({ params = {} }: Route, request: Request): Result<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(params)) {
    const parsed = schema.safeParse(request.params[name]);
    if (!parsed.success) return refuse("not-found");
    read[name] = parsed.data;
  }
  return ok(read);
}

/** JSON of a body, or of a part of one, by its schema. */
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
