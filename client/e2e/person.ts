import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { UiLang } from "../../shared/languages";
import { createApi } from "../app/api";
import type { Api } from "../app/api";
import type { Outcome } from "../app/failure";
import { wordsOf } from "./words";
import type { Words } from "./words";

/** A person at a browser of their own: nothing is shared with the others but the server. */
export interface Person {
  readonly name: string;
  readonly origin: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly words: Words;
  /** What must not happen while somebody works: errors in the console, exceptions, requests to another host. Each is told once. */
  takeFaults(): string[];
  /** From here on faults that match are expected: a cut network is told in the console by the browser itself. */
  expectFaults(which: RegExp): void;
}

export interface PersonOptions extends Pick<
  BrowserContextOptions,
  "viewport" | "hasTouch" | "isMobile" | "colorScheme" | "reducedMotion" | "deviceScaleFactor"
> {
  readonly name: string;
  /** Where this person's browser connects to, without a trailing slash. */
  readonly origin: string;
  readonly lang?: UiLang;
}

export const desktop = { width: 1440, height: 900 };

/** Gives somebody a browser with an empty page. */
export async function openPerson(browser: Browser, { name, origin, lang = "fr", ...options }: PersonOptions): Promise<Person> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: lang === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  // Only what hangs takes so long, however slow the machine is.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = watch(page, origin);
  return { name, origin, context, page, words: wordsOf(lang), ...faults };
}

function watch(page: Page, origin: string): Pick<Person, "takeFaults" | "expectFaults"> {
  const faults: string[] = [];
  const expected: RegExp[] = [];
  const note = (fault: string): void => {
    if (!expected.some((which) => which.test(fault))) faults.push(fault);
  };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => note(`exception: ${error.stack ?? error.message}`));
  const host = new URL(origin).host;
  const look = (url: string): void => {
    const { protocol, host: asked } = new URL(url);
    if (protocol !== "data:" && protocol !== "blob:" && asked !== host) note(`request elsewhere: ${url}`);
  };
  page.on("request", (request) => look(request.url()));
  page.on("websocket", (socket) => look(socket.url()));
  return { takeFaults: () => faults.splice(0), expectFaults: (which) => void expected.push(which) };
}

/** The server's API with this person's cookies: for what a test needs and does not show. */
export function apiOf({ context, origin }: Person): Api {
  const fetcher: typeof fetch = async (path, init) => {
    const { method = "GET", headers, body } = init ?? {};
    const data = body instanceof Uint8Array ? Buffer.from(body) : (body as string | undefined);
    const answer = await context.request.fetch(`${origin}${String(path)}`, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(data === undefined || data === null ? {} : { data }),
    });
    const { etag } = answer.headers();
    return new Response(new Uint8Array(await answer.body()), { status: answer.status(), headers: etag === undefined ? {} : { etag } });
  };
  return createApi(fetcher, () => undefined);
}

/** What was asked for, or an error that says why not. */
export function done<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}
