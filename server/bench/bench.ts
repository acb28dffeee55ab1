import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { startBuiltServer } from "../../fixtures/built-server";
import type { BuiltServer } from "../../fixtures/built-server";
import { systemRandom } from "../../shared/ids";
import type { DocId } from "../../shared/ids";
import { typingBesideCostlyInputs } from "./costly/costly";
import { createAccounts } from "../accounts/accounts";
import { createAuthority } from "../authority/authority";
import { makeDocument, makeHome, makeUser, signIn } from "../../fixtures/live-server";
import { openStore } from "../store/open";
import type { ClaimsResult } from "./claims";
import { ended, run } from "./job";
import { rawAppend } from "./floors";
import { measureServer } from "./bench-server";
import type { Job, Said } from "./pages";
import { costlyTable, report } from "./report";
import type { ClaimsRow, Report, WritersRow } from "./report";
import { shareOfCore, usageOf } from "./usage";
import type { Usage } from "./usage";
import type { CostlyWish } from "./costly/costly";
import type { WritersResult } from "./writers";

export interface BenchWish {
  /** How many write at once, run after run. */
  readonly writers: readonly number[];
  readonly seconds: number;
  /** The bundle of `pages.ts`. */
  readonly pagesFile: string;
  /** The bundle of `costly/loop.ts`. */
  readonly loopFile: string;
  readonly root: string;
  readonly mongodbUri: string | null;
  /** Measures the page in a browser; null when nobody asked for it. */
  readonly browser: (() => Promise<string>) | null;
}

const WORDS = "Le gouvernement hongrois a d’abord nié, puis admis l’achat du logiciel espion. ";
const PARAGRAPHS = 200;
/** The text of about 8 KB that all write in. */
const text = Array.from({ length: PARAGRAPHS }, (_, index) => `${index} ${WORDS}`.slice(0, 40));
const claimText = WORDS.repeat(60);
/** A server that has just started is not yet compiled. */
const WARM_MS = 8000;

export { benchBoard } from "./board";
export { benchTexts } from "./texts";
export { benchChurn } from "./churn";
export { benchLongLog } from "./long-log";
export { benchSoak } from "./soak";

/** Only the rows of costly inputs. */
export const benchCostly = async (wish: CostlyWish): Promise<string> => costlyTable(await typingBesideCostlyInputs(wish));

/** Measures everything and answers the tables as Markdown. */
export async function bench(wish: BenchWish): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "sourcier-bench-"));
  try {
    const most = Math.max(...wish.writers, 21);
    const prepared = await prepare(directory, wish.mongodbUri, most, wish.writers.length + 2);
    const writers: WritersRow[] = [];
    for (const [index, count] of wish.writers.entries()) {
      const doc = prepared.docs[index] as DocId;
      writers.push({ count, ...(await inServer(wish, directory, (server) => write(wish, server, doc, prepared.cookies.slice(0, count)))) });
      const raw = await writeRaw(wish, prepared.cookies.slice(0, count));
      writers[index] = { ...(writers[index] as WritersRow), raw };
    }
    const claims = await inServer(wish, directory, (server) => claim(wish, server, prepared));
    const facts: Report = {
      machine: `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
      store: wish.mongodbUri === null ? "SQLite" : "MongoDB",
      append: rawAppend(directory, 300),
      writers,
      claims,
      costly: await typingBesideCostlyInputs({ ...wish, only: null, taken: () => undefined }),
      server: await measureServer(wish.root, directory),
      browser: (await wish.browser?.()) ?? null,
    };
    return report(facts);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Prepared {
  readonly docs: readonly DocId[];
  readonly cookies: readonly string[];
}

/** People with sessions, and a fresh document for each run, written before the server starts. */
async function prepare(dataDir: string, mongodbUri: string | null, people: number, documents: number): Promise<Prepared> {
  const store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
  const logger = { error: console.error, warn: console.error };
  await makeHome(store);
  const accounts = createAccounts({ store, secure: false, clock: Date.now, random: systemRandom });
  const authority = createAuthority({ store, logger, now: Date.now, random: systemRandom });
  const cookies: string[] = [];
  for (let n = 0; n < people; n++) cookies.push(await signIn(accounts, (await makeUser(store, "editor")).id));
  const author = (await makeUser(store, "editor")).id;
  const docs: DocId[] = [];
  for (let n = 0; n < documents; n++) docs.push(await makeDocument(authority, author, ...(n < documents - 2 ? text : [claimText])));
  await authority.drain();
  await store.close();
  return { docs, cookies };
}

async function inServer<T>({ mongodbUri }: BenchWish, dataDir: string, work: (server: BuiltServer) => Promise<T>): Promise<T> {
  const env = { DEMO: "off", ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) };
  const server = await startBuiltServer({ dataDir, env });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

type Written = WritersResult & { readonly cpu: number; readonly rssMb: number };

async function write({ pagesFile, seconds }: BenchWish, server: BuiltServer, doc: DocId, cookies: readonly string[]): Promise<Written> {
  const job: Job = {
    kind: "writers",
    address: server.origin,
    doc,
    cookies,
    warmMs: WARM_MS,
    measureMs: seconds * 1000,
    raw: false,
  };
  return watched(pagesFile, job, server.pid);
}

/** The same keystrokes through a bare Socket.IO server. */
async function writeRaw({ pagesFile, seconds }: BenchWish, cookies: readonly string[]): Promise<Written> {
  const echo = fork(pagesFile);
  try {
    const port = await new Promise<number>((resolve, reject) => {
      echo.once("exit", () => reject(new Error("the bare server ended")));
      echo.on("message", (said) => {
        if ((said as Said).phase === "listening") resolve((said as { port: number }).port);
      });
      echo.send({ kind: "echo" } satisfies Job);
    });
    const address = `http://127.0.0.1:${port}`;
    const job: Job = {
      kind: "writers",
      address,
      doc: "raw-document" as DocId,
      cookies,
      warmMs: 1000,
      measureMs: (seconds * 1000) / 2,
      raw: true,
    };
    return await watched(pagesFile, job, echo.pid ?? 0);
  } finally {
    await ended(echo);
  }
}

/** Runs writers, and measures the server's process while they measure. */
async function watched(pagesFile: string, job: Job, pid: number): Promise<Written> {
  let before: Usage | null = null;
  let after: Usage | null = null;
  let began = 0;
  let elapsed = 1;
  const result = (await run(pagesFile, job, (phase) => {
    if (phase === "measuring") {
      before = usageOf(pid);
      began = performance.now();
    } else {
      after = usageOf(pid);
      elapsed = performance.now() - began;
    }
  })) as WritersResult;
  if (!before || !after) throw new Error("nothing was measured");
  return { ...result, cpu: shareOfCore(before, after, elapsed), rssMb: (after as Usage).rssMb };
}

async function claim({ pagesFile }: BenchWish, server: BuiltServer, { docs, cookies }: Prepared): Promise<ClaimsRow[]> {
  const rows: ClaimsRow[] = [];
  for (const [index, { people, warm, each, pauseMs }] of [
    { people: 1, warm: 50, each: 200, pauseMs: 20 },
    { people: 20, warm: 50, each: 50, pauseMs: 0 },
  ].entries()) {
    const doc = docs[docs.length - 2 + index] as DocId;
    const job: Job = {
      kind: "claims",
      address: server.origin,
      doc,
      cookies: cookies.slice(0, people + 1),
      warm,
      each,
      pauseMs,
      words: claimText,
    };
    rows.push({ people, ...((await run(pagesFile, job)) as ClaimsResult) });
  }
  return rows;
}
