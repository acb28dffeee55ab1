import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startBuiltServer } from "../../fixtures/built-server";
import type { BuiltServer } from "../../fixtures/built-server";
import { ask, connected, makeDocument, makeHome, makeUser, openPage, signIn, submission, typed, until } from "../../fixtures/live-server";
import { Random } from "../../fixtures/random";
import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import type { Op } from "../../shared/log/op";
import { createAccounts } from "../accounts/accounts";
import { createAuthority } from "../authority/authority";
import { openStore } from "../store/open";
import type { Held } from "./churn-probe";

// Whether people who come and go leave anything behind in the server: twenty of them open texts, type, look at lists and leave, politely or
// not. Once a minute all of them are gone, and what the process then holds is written down.

export interface ChurnWish {
  readonly minutes: number;
  /** The bundle of `churn-probe.ts`. */
  readonly probeFile: string;
  readonly mongodbUri: string | null;
}

export interface Churned {
  readonly visits: number;
  /** One a minute, the first when it has been used for some. */
  readonly held: readonly Held[];
  /** Of the heap after collecting, in megabytes an hour: the slope of the straight line through `held`. */
  readonly growth: number;
}

const PEOPLE = 20;
const DOCUMENTS = 5;
/** Between two visits of one person, on average. */
const PAUSE_MS = 1000;
const ROUND_MS = 60_000;
/** Minutes before the first that counts: until everything is compiled and every bounded cache is full. */
const WARM = 5;
/** What security.md promises, in megabytes an hour. Below, a run of minutes cannot tell growth from chance. */
const PROMISED_GROWTH = 1;

export async function churn({ minutes, probeFile, mongodbUri }: ChurnWish): Promise<Churned> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-churn-"));
  const { docs, cookies } = await prepare(dataDir, mongodbUri);
  const file = join(dataDir, "churn.txt");
  const probe = { CHURN_FILE: file, NODE_OPTIONS: `--import=${pathToFileURL(probeFile).href}` };
  const server = await startBuiltServer({
    dataDir,
    env: { DEMO: "off", ...probe, ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) },
  });
  const held: Held[] = [];
  let visits = 0;
  try {
    for (let minute = 1 - WARM; minute <= minutes; minute++) {
      const end = Date.now() + ROUND_MS;
      const seen = await Promise.all(
        cookies.map((cookie, index) => comeAndGo(server, docs, cookie, new Random((minute + WARM) * PEOPLE + index), end)),
      );
      visits += seen.reduce((sum, one) => sum + one, 0);
      const now = await look(server, file);
      if (minute >= 0) held.push(now);
      const { heapMb, emitters, sockets } = now;
      console.error(`minute ${minute}: ${visits} visits, ${heapMb.toFixed(2)} MB, ${emitters} emitters, ${sockets} sockets`);
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return { visits, held, growth: slope(held.map(({ heapMb }) => heapMb)) * 60 };
}

async function prepare(dataDir: string, mongodbUri: string | null): Promise<{ docs: DocId[]; cookies: string[] }> {
  const store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
  const logger = { error: console.error, warn: console.error };
  await makeHome(store);
  const accounts = createAccounts({ store, secure: false, clock: Date.now, random: systemRandom });
  const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
  const cookies: string[] = [];
  const docs: DocId[] = [];
  for (let n = 0; n < PEOPLE; n++) cookies.push(await signIn(accounts, (await makeUser(store, "editor")).id));
  for (let n = 0; n < DOCUMENTS; n++)
    docs.push(await makeDocument(authority, (await makeUser(store, "editor")).id, "Le gouvernement a nié."));
  await authority.drain();
  await store.close();
  return { docs, cookies };
}

/** One person's visits until a time; answers how many. */
async function comeAndGo(server: BuiltServer, docs: readonly DocId[], cookie: string, random: Random, end: number): Promise<number> {
  let visits = 0;
  while (Date.now() < end) {
    const doc = random.pick(docs);
    await fetch(`${server.origin}/api/v1/session`, { headers: { Cookie: cookie } }).then((answer) => answer.arrayBuffer());
    const page = await connected(openPage(server.origin, cookie));
    const opened = await ask.open(page, doc);
    if (!opened.ok) throw new Error(opened.refusal.code);
    let version = opened.value.head;
    // The text stays as long as it was, so that only what a visit leaves behind can grow.
    for (let n = 2 + random.below(8); n > 0; n--) {
      for (const op of [typed(1, "x"), struck]) {
        const answer = await ask.submit(page, submission(doc, version, op));
        if (!answer.ok) throw new Error(answer.refusal.code);
        version = answer.value.version as typeof version;
      }
    }
    if (random.chance(0.5)) page.close();
    else page.io.engine.close();
    page.removeAllListeners();
    visits += 1;
    await new Promise((resolve) => setTimeout(resolve, random.below(2 * PAUSE_MS)));
  }
  return visits;
}

const struck: Op = { type: "text.step", lang: "fr", step: { stepType: "replace", from: 1, to: 2 } };

/** What is left once everybody is gone. */
async function look(server: BuiltServer, file: string): Promise<Held> {
  const lines = (): string[] => (existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : []);
  const before = lines().length;
  process.kill(server.pid, "SIGUSR2");
  await until(() => lines().length > before, "the server has said what it holds", 300_000);
  return JSON.parse(lines().at(-1) ?? "") as Held;
}

/** Of the straight line that fits best (least squares), a step. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const over = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const under = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

/** The table, and whether what is promised held. */
export async function benchChurn(wish: ChurnWish): Promise<{ table: string; held: boolean }> {
  const { visits, held, growth } = await churn(wish);
  const [first, last] = [held[0], held.at(-1)];
  if (!first || !last) throw new Error("nothing was measured");
  const row = (name: string, of: (one: Held) => number, digits = 0): string =>
    `| ${name} | ${of(first).toFixed(digits)} | ${of(last).toFixed(digits)} |`;
  const table = [
    `${PEOPLE} people who come and go for ${wish.minutes + WARM} minutes, ${visits} visits; what the server holds when all are gone, its garbage collected.`,
    "",
    `| what | after ${WARM} minutes | at the end |`,
    "| --- | ---: | ---: |",
    row("heap, MB", ({ heapMb }) => heapMb, 2),
    row("objects with listeners", ({ emitters }) => emitters),
    row("listeners of the process", ({ listeners }) => listeners),
    row("sockets", ({ sockets }) => sockets),
    row("timers", ({ timers }) => timers),
    "",
    `The heap grows by ${growth.toFixed(2)} MB an hour (promised: less than ${PROMISED_GROWTH}).`,
    "",
  ].join("\n");
  return { table, held: growth < PROMISED_GROWTH && last.sockets <= first.sockets && last.listeners <= first.listeners };
}
