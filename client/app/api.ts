import type * as z from "zod/mini";
import type { DocId } from "../../shared/ids";
import { refusalIn } from "../../shared/protocol/problem";
import { joined } from "../../shared/protocol/parts";
import { addressOf } from "../../shared/protocol/routes/route";
import type { BytesBody, JsonPart, ParamsOf, PartsBody, QueryOf, QueryValue, Route } from "../../shared/protocol/routes/route";
import { routes } from "../../shared/protocol/routes/table";
import type { Routes } from "../../shared/protocol/routes/table";
import type { Failure, Outcome } from "./failure";

type Bytes = Uint8Array<ArrayBuffer>;

type PartsIn<P extends readonly JsonPart[]> = readonly [...{ [K in keyof P]: z.input<P[K]["schema"]> }, Bytes];
type BodyIn<B> = B extends BytesBody ? Bytes : B extends PartsBody<infer P> ? PartsIn<P> : B extends z.ZodMiniType ? z.input<B> : never;

/** A query whose numbers need no brand: the page counts in plain ones. */
type QueryIn<Q> = { readonly [K in keyof Q]: Q[K] | (Extract<Q[K], number> extends never ? never : number) };

/** What a route is called with: what it takes, of what it writes over the tag that was read, and a signal that gives it up. */
type Wish<R extends Route> = (R extends { readonly params: object } ? { readonly params: ParamsOf<R> } : object) &
  (R extends { readonly query: z.ZodMiniType } ? { readonly query: QueryIn<QueryOf<R>> } : object) &
  (R extends { readonly body: infer B } ? { readonly body: BodyIn<B> } : object) &
  (R extends { readonly over: Route } ? { readonly ifMatch?: string | undefined } : object) & { readonly signal?: AbortSignal | undefined };

/** Routes that answer with JSON; a file is an address to save (`originalAddress`). */
type Called = { [K in keyof Routes]: Routes[K]["answer"] extends z.ZodMiniType ? K : never }[keyof Routes];

/** Every route of the table as a function by its name. None rejects: what went wrong is a `Failure`, an abort included (`unreachable`). */
export type Api = {
  readonly [K in Called]: (
    ...wish: object extends Wish<Routes[K]> ? [Wish<Routes[K]>?] : [Wish<Routes[K]>]
  ) => Promise<Outcome<z.output<Routes[K]["answer"] & z.ZodMiniType>>>;
};

interface AnyWish {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `ended` is told when the server says that nobody is signed in (any more). */
export function createApi(fetcher: typeof fetch, ended: (failure: Failure) => void): Api {
  const calling =
    (route: Route) =>
    async (wish: AnyWish = {}) => {
      const outcome = await exchange(fetcher, route, wish);
      if (!outcome.ok && outcome.failure.code === "signed-out") ended(outcome.failure);
      return outcome;
    };
  // What each is called with and answers is in its type, by its name; what runs is the same for all.
  return Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, calling(route)])) as unknown as Api;
}

/** Where the bytes of a text as they were received can be downloaded. */
export const originalAddress = (doc: DocId): string => addressOf(routes.readOriginal, { doc });

async function exchange(fetcher: typeof fetch, route: Route, { params, query, body, ifMatch, signal }: AnyWish): Promise<Outcome<unknown>> {
  let response: Response;
  let answer: unknown;
  const { headers, body: sentBody } = sent(route.body, body);
  try {
    response = await fetcher(addressOf(route, params, query), {
      method: route.method,
      credentials: "same-origin",
      cache: "no-store",
      signal: signal ?? null,
      headers: ifMatch === undefined ? headers : { ...headers, "if-match": ifMatch },
      body: sentBody,
    });
  } catch {
    return { ok: false, failure: { code: "unreachable" } };
  }
  try {
    answer = await response.json();
  } catch {
    // A proxy's page, or a connection cut in the middle of the answer.
    return { ok: false, failure: { code: response.status >= 502 ? "unreachable" : "unexpected" } };
  }
  if (!response.ok) return { ok: false, failure: failureIn(answer) };
  const parsed = "kind" in route.answer ? null : route.answer.safeParse(answer);
  const tag = response.headers.get("etag");
  return parsed?.success
    ? { ok: true, value: parsed.data, ...(tag === null ? {} : { tag }) }
    : { ok: false, failure: { code: "unexpected" } };
}

const failureIn = (answer: unknown): Failure => {
  const refusal = refusalIn(answer);
  if (refusal === null) return { code: "unexpected" };
  const { code, detail } = refusal;
  return detail ? { code, detail } : { code };
};

/** The body as it travels, and the headers that say what it is. */
function sent(rule: Route["body"], body: unknown): { headers: Record<string, string>; body: BodyInit | null } {
  const accept = "application/json";
  if (rule === undefined) return { headers: { accept }, body: null };
  if (!("kind" in rule)) return { headers: { accept, "content-type": "application/json" }, body: JSON.stringify(body) };
  return { headers: { accept, "content-type": "application/octet-stream" }, body: rule.kind === "bytes" ? (body as Bytes) : inParts(body) };
}

function inParts(body: unknown): Bytes {
  const given = body as readonly unknown[];
  const json = given.slice(0, -1).map((part) => new TextEncoder().encode(JSON.stringify(part)));
  return joined(...json, given.at(-1) as Bytes);
}
