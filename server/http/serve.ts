import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Application, Request, Response } from "express";
import { ok, refuse } from "../../shared/refusal";
import type { Refusal, Result } from "../../shared/refusal";
import { PROBLEM_TYPE } from "../../shared/protocol/problem";
import { addressOf, API } from "../../shared/protocol/routes/route";
import { normalised } from "../../shared/stream-safe";
import type { Sessions } from "../accounts/sessions";
import type { Logger } from "../authority/logger";
import { StoreAway, StoreFull, Unstorable } from "../store/errors";
import { readJson } from "../json-bounds";
import type { Grants } from "../grants";
import { admit } from "./admission";
import { readBody, readFile } from "./body";
import { mayAct } from "./origin";
import type { OriginCheck } from "./origin";
import { CHUNK } from "../store/blobs";
import type { AnyAnswer, Asker, BodyRule, SavedFile, ServedRoute, ShownPage } from "./routes";
import { networkOf } from "../accounts/limits";
import type { Share } from "../share";
import type { Strangers } from "./strangers";
import { promised } from "./answers";
import type { Unnamed } from "./answers";
import { ifMatch, isTagged, names, tagOf } from "./preconditions";
import { problemOf, statusOf } from "./problems";

export interface ServeDeps {
  readonly sessions: Sessions;
  readonly isOurs: OriginCheck;
  readonly logger: Logger;
  readonly share: Share;
  readonly strangers: Strangers;
  readonly grants: Grants;
  /** What becomes of something in an answer that its schema does not name. */
  readonly unnamed: Unnamed;
}

/** An answer of which nothing is taken for so long is given up, in milliseconds. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 1000;

/** Registers every route. What fails on the way is answered as a refusal; a bug is logged and answered 500. */
export function serveRoutes(app: Application, routes: readonly ServedRoute[], deps: ServeDeps): void {
  // What is named outright goes before what a parameter would take for an id: /cases/closed before /cases/:case.
  const inOrder = routes.toSorted((one, other) => parametersOf(one) - parametersOf(other));
  for (const served of inOrder) {
    const { method, path, large: least, over } = served.route;
    const read = over && routes.find(({ route }) => route === over);
    if (over && !read) throw new Error(`${served.name} writes over what nothing reads`);
    const verb = method.toLowerCase() as Lowercase<typeof method>;
    app[verb](API + path, async (request: Request, response: Response) => {
      const give = async (): Promise<number> =>
        send(
          response,
          await answerOf({ served, read }, request, deps).catch((error: unknown) => failure(error, served.name, deps.logger)),
          isTagged(served.route) ? (method === "GET" && request.headers["if-none-match"]) || "" : null,
        );
      if (least === undefined) await give();
      else await giveLarge(least, request, response, deps, give);
    });
  }
}

const parametersOf = ({ route }: ServedRoute): number => Object.keys(route.params ?? {}).length;

/** One after the other of each person's, and no more than their share; a place is kept until the answer has been taken. */
async function giveLarge(
  least: number,
  request: Request,
  response: Response,
  { sessions, share }: ServeDeps,
  give: () => Promise<number>,
): Promise<void> {
  const who = await sessions.authenticate(request.headers.cookie).catch(() => null);
  if (who === null) return void (await give());
  const asker = { user: who.user.id, network: networkOf(request.ip ?? "") };
  const served = await share.turns.run(asker.user, async () => {
    const seconds = share.wait(asker);
    if (seconds > 0) return send(response, refuse("too-much", { seconds }));
    const bytes = await share.make(asker.user, give);
    share.charge(asker, Math.max(least, bytes));
    await taken(response);
    return bytes;
  });
  if (served === null) send(response, refuse("busy"));
}

/** Resolves when the other side has taken the answer, or is gone; ends a connection that takes nothing. */
function taken(response: Response): Promise<void> {
  if (response.writableFinished || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let written = -1;
    let since = performance.now();
    const look = setInterval(() => {
      const now = response.socket?.bytesWritten ?? 0;
      if (now !== written) [written, since] = [now, performance.now()];
      else if (performance.now() - since > PATIENCE_MS) response.destroy();
    }, LOOK_MS).unref();
    const done = (): void => {
      clearInterval(look);
      resolve();
    };
    response.once("finish", done);
    response.once("close", done);
  });
}

type Answered = Result<AnyAnswer> | { ok: false; refusal: Refusal; status: number };

/** `read`: the route that reads what this one writes over. */
interface Asked {
  readonly served: ServedRoute;
  readonly read: ServedRoute | undefined;
}

/** Asks in this order: from our own page, by whom, with what right, whether they have had their share, of what shape. Only then is anything read or done. */
async function answerOf({ served, read }: Asked, request: Request, deps: ServeDeps): Promise<Answered> {
  const { sessions, isOurs, unnamed, grants, strangers } = deps;
  if (!mayAct(request.method, request.headers, isOurs)) return refuse("foreign-origin");
  const who = await sessions.authenticate(request.headers.cookie);
  const network = networkOf(request.ip ?? "");
  const seconds = who ? 0 : await strangers.wait(network);
  if (seconds > 0) return refuse("too-many-tries", { seconds });
  const admitted = await admit(served.route, request, who, grants);
  if (!admitted.ok) return admitted;
  const again = async (): Promise<Result<Asker>> => {
    const user = who && (await sessions.check(who.session));
    const now = who && user ? { ...who, user } : null;
    const granted = await admit(served.route, request, now, grants);
    return granted.ok ? ok({ who: now, granted: granted.value }) : granted;
  };
  const paid = who ? await served.pays(who) : ok(null);
  if (!paid.ok) return paid;
  const body = await bodyOf(served.body, request);
  if (!body.ok) {
    if (!who) strangers.misshapen(network);
    return body;
  }
  const tags = request.headers["if-match"];
  const asker = { who, granted: admitted.value };
  const write = async () => {
    // A body may come as slowly as its sender likes, and who writes over something waits for others: they may be somebody else by now.
    const still = served.body.kind === "none" && tags === undefined ? ok(asker) : await again();
    return still.ok ? served.answer(request, still.value, body.value, again) : still;
  };
  if (!read || tags === undefined) return shown(await write(), served, unnamed);
  const current = async () => {
    // In its turn: what was read of the case file before may be what the writer before has written over.
    const now = await again();
    return now.ok ? shown(await read.answer(request, now.value, undefined, again), read, unnamed) : now;
  };
  const address = addressOf(read.route, request.params as Record<string, string>);
  return shown(await ifMatch(tags, address, current, write), served, unnamed);
}

/** As its route promises it. */
const shown = (answer: Result<AnyAnswer>, { route }: ServedRoute, unnamed: Unnamed): Result<AnyAnswer> =>
  answer.ok ? ok(promised(route, answer.value, unnamed)) : answer;

/** JSON must say that it is: a form, which any page may send, cannot. */
async function bodyOf(rule: BodyRule, request: Request): Promise<Result<unknown>> {
  if (rule.kind === "none") return { ok: true, value: undefined };
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== (rule.kind === "json" ? "application/json" : "application/octet-stream"))
    return refuse("malformed", { field: "content-type" });
  if (rule.kind === "parts") return readFile(request, rule.limits, rule.megabytes);
  if (rule.kind === "bytes") {
    const file = await readFile(request, [rule.limit.bytes], rule.limit.megabytes);
    return file.ok ? ok(file.value[0]) : file;
  }
  const bytes = await readBody(request, rule.limit);
  return bytes.ok ? readJson(bytes.value, rule.limit) : bytes;
}

/** What a thrown error means to whoever asked. */
export function failure(error: unknown, route: string, logger: Logger): { ok: false; refusal: Refusal; status: number } {
  if (error instanceof StoreAway) return { ...refuse("store-away"), status: statusOf("store-away") };
  if (error instanceof StoreFull) return { ...refuse("disk-full"), status: statusOf("disk-full") };
  if (error instanceof Unstorable && error.reason === "too-large") return { ...refuse("too-large"), status: statusOf("too-large") };
  logger.error({ route, error }, "a request failed");
  return { ...refuse("busy"), status: 500 };
}

/** Answers how many bytes the answer has, about. `known`: the tags that the asker has; null: the answer carries none. */
export function send(response: Response, answer: Answered, known: string | null = null): number {
  if (response.headersSent || response.destroyed) return 0;
  if (!answer.ok) return sendRefusal(response, answer.refusal, "status" in answer ? answer.status : statusOf(answer.refusal.code));
  const { value } = answer;
  if ("jsonBytes" in value) return sendTagged(response, value.jsonBytes, known) ?? sendJsonBytes(response, value.jsonBytes);
  if ("page" in value) return sendPage(response, value.page);
  if ("file" in value) return sendFile(response, value.file);
  if (value.cookies !== undefined) response.setHeader("Set-Cookie", [...value.cookies]);
  const text = JSON.stringify(value.json);
  return sendTagged(response, text, known) ?? sendText(response, 200, text);
}

/** Gives the answer its tag; where the asker has it already, that is all. */
function sendTagged(response: Response, json: string | Uint8Array, known: string | null): number | null {
  if (known === null) return null;
  const tag = tagOf(json);
  response.setHeader("ETag", tag);
  if (!names(known, tag)) return null;
  response.status(304).end();
  return 0;
}

function sendRefusal(response: Response, refusal: Refusal, status: number): number {
  const seconds = status === 429 ? refusal.detail?.["seconds"] : status === 503 ? 5 : undefined;
  if (seconds !== undefined) response.setHeader("Retry-After", String(seconds));
  return sendText(response, status, JSON.stringify(problemOf(refusal, status)), PROBLEM_TYPE);
}

/** Without the entity tag that Express would compute for each: a large state is not worth hashing. */
function sendText(response: Response, status: number, text: string, type = "application/json"): number {
  response.status(status).setHeader("Content-Type", `${type}; charset=utf-8`);
  response.end(text);
  return text.length;
}

/** JSON as another process wrote it. */
function sendJsonBytes(response: Response, bytes: Uint8Array): number {
  response.status(200).setHeader("Content-Type", "application/json; charset=utf-8");
  response.end(bytes);
  return bytes.length;
}

/** Bytes that a browser must save and never show: whatever they are, they were somebody else's. */
function sendFile(response: Response, { name, size, chunks }: SavedFile): number {
  response.setHeader("Content-Type", "application/octet-stream");
  response.setHeader("Content-Disposition", attachment(name));
  // Whoever opens it after all gets a page that may do nothing.
  response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  response.setHeader("Content-Length", size);
  response.status(200);
  // Whoever takes it waits for it (`taken`). What breaks on the way ends the connection: the length tells that it is not whole.
  pipeline(Readable.from(chunks, { objectMode: false, highWaterMark: CHUNK }), response).catch(() => response.destroy());
  return size;
}

function sendPage(response: Response, { html, policy }: ShownPage): number {
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Content-Security-Policy", policy);
  response.status(200).end(html);
  return html.length;
}

/** RFC 6266 with the name in RFC 5987 form, and in plain ASCII for whoever does not read that. */
export function attachment(name: string): string {
  const clean = name.replace(/[\p{Cc}/\\]/gu, "_").toWellFormed();
  const plain = normalised(clean, "NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^ -~]|["%;]/g, "_");
  const extended = encodeURIComponent(clean).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${extended}`;
}
