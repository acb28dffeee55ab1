import { createServer } from "node:http";
import type { Server } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import type { Role } from "../../shared/people";
import { ok } from "../../shared/refusal";
import type { Refusal } from "../../shared/refusal";
import type { MadeInvite } from "../../shared/wire/rest";
import { createAccounts } from "../accounts/accounts";
import type { Accounts } from "../accounts/accounts";
import { judgeHere } from "../accounts/password-judge";
import type { Judge } from "../accounts/password-judge";
import { createAuthority } from "../authority/authority";
import type { Authority } from "../authority/authority";
import { createApp, routesOf } from "../app";
import type { AppDeps } from "../app";
import { createBin } from "../bin";
import { sha256 } from "../exchange/digest";
import { chosenText } from "../exchange/chosen";
import { preview } from "../exchange/preview";
import { openStore } from "../store/open";
import type { Store } from "../store/Store";
import { originCheck } from "./origin";
import type { TextReader } from "./ports";
import type { Route } from "./routes";

// For tests: the HTTP side on a free port over a real store in a folder of its own, with a clock that tests set.

export const PASSWORD = "quatre tomates bleues";

/** Reads plain text here and now: most tests of routes are not about its process. */
const plainReader: TextReader = {
  async preview(input) {
    const read = preview(input);
    return read.ok ? ok(Buffer.from(JSON.stringify(read.value))) : read;
  },
  async document(input, chosen) {
    const read = preview(input);
    const text = read.ok ? chosenText(read.value, chosen, systemRandom) : read;
    return text.ok ? ok({ ...text.value, sha256: sha256(input.bytes) }) : text;
  },
};

/** The real one, but for the password of every test: its lists take a second to load. */
const judge: Judge = async (password, words) => (password === PASSWORD ? null : judgeHere(password, words));

const journal = { error: () => undefined, warn: () => undefined };

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly refusal: Refusal | undefined;
}

/** One browser: keeps its cookie, says where it comes from. */
export class Browser {
  cookie = "";
  /** What makes it a known device. */
  device = "";
  constructor(readonly origin: string) {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        origin: this.origin,
        ...(this.cookie || this.device ? { cookie: [this.cookie, this.device].filter(Boolean).join("; ") } : {}),
        ...json,
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      if (pair.startsWith("sourcier-device=")) this.device = pair;
      else this.cookie = pair;
    }
    const text = await response.text();
    const parsed: unknown = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
    const refusal = typeof parsed === "object" && parsed !== null && "refusal" in parsed ? (parsed.refusal as Refusal) : undefined;
    return { status: response.status, headers: response.headers, body: parsed, refusal };
  }
}

export interface Testbed {
  readonly store: Store;
  readonly authority: Authority;
  readonly accounts: Accounts;
  readonly deps: AppDeps;
  readonly routes: readonly Route[];
  readonly origin: string;
  /** The documents whose pages were told that they are gone. */
  readonly gone: DocId[];
  /** Those whose pages were told that they are in the bin. */
  readonly binned: DocId[];
  /** Milliseconds since 1970; tests move it. */
  readonly clock: { now: number };
  browser(): Browser;
  /** A browser of somebody with this role, signed in. */
  as(role: Role, name?: string): Promise<Browser>;
  close(): Promise<void>;
}

/** `over`: what the test wants otherwise. */
export async function openTestbed(over: Partial<AppDeps> = {}): Promise<Testbed> {
  const folder = await mkdtemp(join(tmpdir(), "sourcier-http-"));
  const store = over.store ?? (await openStore({ dataDir: folder }));
  const clock = { now: Date.UTC(2026, 10, 22) };
  const timed = { store, clock: () => clock.now, random: systemRandom };
  const config = { publicUrl: null, trustProxy: false as const, maxTextBytes: 1024 * 1024, ...over.config };
  const accounts = createAccounts({ ...timed, secure: config.publicUrl?.startsWith("https:") ?? false, judge });
  const authority = createAuthority({ store, journal, now: timed.clock, random: systemRandom });
  const gone: DocId[] = [];
  const binned: DocId[] = [];
  const bell: AppDeps["bell"] = {
    ring: () => undefined,
    gone: (docs) => void gone.push(...docs),
    binned: (docs) => void binned.push(...docs),
  };
  const deps: AppDeps = {
    ...timed,
    accounts,
    authority,
    reader: plainReader,
    bell,
    bin: createBin({ ...timed, authority, bell }),
    journal,
    isOurs: originCheck(config.publicUrl, "127.0.0.1"),
    isStopping: () => false,
    pageFolder: join(folder, "page"),
    ...over,
    config,
  };
  const http = createServer(createApp(deps));
  const origin = await listening(http);
  const browser = () => new Browser(origin);

  return {
    store,
    authority,
    accounts,
    deps,
    routes: routesOf(deps),
    origin,
    gone,
    binned,
    clock,
    browser,
    async as(role, name = `Le ${role}`) {
      const path = (await accounts.invites.needsSetup()) || role === "admin" ? await adminLink(accounts) : await link(accounts, role);
      const page = browser();
      const wish = { token: path.split("#")[1], name, password: PASSWORD, lang: "fr" };
      const accepted = await page.ask("POST", "/api/invites/accept", wish);
      if (accepted.status !== 200) throw new Error(`${name}: ${JSON.stringify(accepted.body)}`);
      return page;
    },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await authority.drain();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const adminLink = async (accounts: Accounts): Promise<string> => (await accounts.invites.fromConsole()).path;

async function link(accounts: Accounts, role: Role): Promise<string> {
  const [admin] = (await accounts.people.list()).filter((person) => person.role === "admin");
  const made = await accounts.invites.make(admin as never, role, "");
  return (made as { ok: true; value: MadeInvite }).value.path;
}

async function listening(http: Server): Promise<string> {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}
