import type * as z from "zod/mini";
import type { RefusalCode } from "../../refusal";
import type { CaseAction, HouseAction } from "../../rights/may";
import { queryText } from "../../search/filter";

// What a route is: everything that server, page, documentation and tests must know of it, in one value.

/** Before every path. */
export const API = "/api/v1";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** `anyone`: also signed out. `signed-in`: whatever the role, for one's own record. */
export type Access = HouseAction | CaseAction | "anyone" | "signed-in";

/** The bytes of a file as they are, sent as application/octet-stream. How many there may be at most is a setting of the server. */
export interface BytesBody {
  readonly kind: "bytes";
}
export const bytes: BytesBody = { kind: "bytes" };

/** One thing of a body of several, as JSON. `limit`: the most that it may have, in bytes. */
export interface JsonPart<S extends z.ZodMiniType = z.ZodMiniType> {
  readonly name: string;
  readonly schema: S;
  readonly limit: number;
}
/** Several things in one body (`protocol/parts.ts`): JSON, one after the other, then the bytes of a file. */
export interface PartsBody<P extends readonly JsonPart[] = readonly JsonPart[]> {
  readonly kind: "parts";
  readonly json: P;
}
export const parts = <const P extends readonly JsonPart[]>(...json: P): PartsBody<P> => ({ kind: "parts", json });

/** Any bytes, to be saved under a name and never shown. */
export interface FileAnswer {
  readonly kind: "file";
}
export const file: FileAnswer = { kind: "file" };

/** A page to look at, in HTML. */
export interface PageAnswer {
  readonly kind: "page";
}
export const page: PageAnswer = { kind: "page" };

/** Some choices, a name or two. */
export const BODY_BYTES = 2 * 1024;
export const bodyLimitOf = ({ limit = BODY_BYTES }: Pick<Route, "limit">): number => limit;

export type Params = Readonly<Record<string, z.ZodMiniType>>;

export interface Route {
  readonly method: Method;
  /** Without `API`; `:name` stands for a parameter. */
  readonly path: `/${string}`;
  /** Who may use it. */
  readonly action: Access;
  /** What is answered where the case file or the text of the path does not exist for whoever asks; `not-found` unless told. */
  readonly unknown?: RefusalCode;
  /** A schema for each parameter of the path. A value that does not fit names nothing that exists: `not-found`. */
  readonly params?: Params;
  readonly query?: z.ZodMiniType;
  /** The schema of a JSON body, `bytes` or `parts`; absent: the route takes none. */
  readonly body?: z.ZodMiniType | BytesBody | PartsBody;
  /** The most that a JSON body may have, in bytes: what its schema allows, and a little. `BODY_BYTES` unless told; more is not even read. */
  readonly limit?: number;
  /** How many values such a body may hold at most; some fifty unless told. */
  readonly values?: number;
  /** The schema of the JSON that it answers with, or `file`, or `page`. */
  readonly answer: z.ZodMiniType | FileAnswer | PageAnswer;
  /**
   * Of an answer that may be large: how many bytes it counts for at least, which is what it costs to make. Of each person few are under way at a time,
   * and their bytes are counted (`server/share.ts`).
   */
  readonly large?: number;
  /** Its answer carries an entity tag (`ETag`), and is not sent again to whoever has it (`If-None-Match`). */
  readonly tagged?: true;
  /** The route, with the same parameters, that reads what this one writes over: `If-Match` holds for its tag. */
  readonly over?: Route;
  /** It makes something with an id. A request with an `Idempotency-Key` makes it once, however often it is sent. */
  readonly keyed?: true;
}

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** Says what a route is. A parameter of the path without a schema does not compile, nor does a schema for none. */
export function defineRoute<const R extends Route>(
  route: R & ([NamesIn<R["path"]>] extends [never] ? { params?: never } : { params: Record<NamesIn<R["path"]>, z.ZodMiniType> }),
): R {
  return route;
}

/** "GET /api/v1/cases/:case": unique, and what the server registers. */
export const nameOf = ({ method, path }: Pick<Route, "method" | "path">): string => `${method} ${API}${path}`;

export type ParamsOf<R extends Route> = R extends { readonly params: infer P extends Params }
  ? { readonly [K in keyof P]: z.output<P[K]> }
  : Readonly<Record<never, never>>;
export type QueryOf<R extends Route> = R extends { readonly query: infer Q extends z.ZodMiniType } ? z.output<Q> : undefined;
/** What a handler is given of the body. Parts come as they were sent: which of them is read where is the handler's. */
export type BodyOf<R extends Route> = R extends { readonly body: infer B }
  ? B extends BytesBody
    ? Uint8Array
    : B extends PartsBody
      ? readonly Uint8Array[]
      : B extends z.ZodMiniType
        ? z.output<B>
        : never
  : undefined;
export type AnswerOf<R extends Route> = R["answer"] extends z.ZodMiniType ? z.output<R["answer"]> : never;

export type QueryValue = Parameters<typeof queryText>[0];

/** The path with its parameters put in and, after it, the query. Parameters that are undefined are left out of the query. */
export function addressOf(
  { path }: Pick<Route, "path">,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, QueryValue | undefined>> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, queryText(value)]]));
  const search = new URLSearchParams(given).toString();
  return `${API}${filled}${search === "" ? "" : `?${search}`}`;
}
