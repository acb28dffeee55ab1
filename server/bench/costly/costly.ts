import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startBuiltServer } from "../../../fixtures/built-server";
import { systemRandom } from "../../../shared/ids";
import type { DocId, UserId } from "../../../shared/ids";
import { createAccounts } from "../../accounts/accounts";
import { createAuthority } from "../../authority/authority";
import { makeDocument, makeHome, makeUser, signIn } from "../../../fixtures/live-server";
import { openStore } from "../../store/open";
import { run } from "../job";
import type { CostlyInput, Sendings } from "./input";
import { costlyInputs } from "./inputs";
import type { TypeResult } from "./jobs";

export type CostlyRow = Sendings & {
  readonly input: string;
  /** The same person's keystrokes right before, with nothing else to do for the server. */
  readonly alone: TypeResult;
  readonly beside: TypeResult;
  /** The longest that the server’s loop was held, in milliseconds of its processor. */
  readonly held: { readonly alone: number; readonly beside: number };
};

export interface CostlyWish {
  /** The bundle of `pages.ts`, and that of `loop.ts`. */
  readonly pagesFile: string;
  readonly loopFile: string;
  readonly seconds: number;
  readonly mongodbUri: string | null;
  /** Only inputs whose name has this in it; null: all. */
  readonly only: string | null;
  /** Told of each row once it is taken. */
  readonly taken: (row: CostlyRow) => void;
}

/** People who send the inputs. */
const SENDERS = 8;
/** A server that has just started is not yet compiled. */
const WARM_MS = 3000;

/** How long somebody's keystrokes take in one text while each input is sent to others, beside how long they took right before. */
export async function typingBesideCostlyInputs(wish: CostlyWish): Promise<CostlyRow[]> {
  const rows: CostlyRow[] = [];
  for (const input of costlyInputs.filter(({ name }) => wish.only === null || name.includes(wish.only))) {
    const row = await beside(input, wish);
    wish.taken(row);
    rows.push(row);
  }
  return rows;
}

/** Each in a server of its own: what one leaves behind must not be another's. */
async function beside(input: CostlyInput, { pagesFile, loopFile, seconds, mongodbUri }: CostlyWish): Promise<CostlyRow> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-costly-"));
  const { doc, docs, typist, senders } = await prepare(input, dataDir, mongodbUri);
  const loop = join(dataDir, "loop.txt");
  const watched = { LOOP_FILE: loop, NODE_OPTIONS: `${process.env["BENCH_NODE_OPTIONS"] ?? ""} --import=${pathToFileURL(loopFile).href}` };
  const env = { DEMO: "off", ...watched, ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) };
  const server = await startBuiltServer({ dataDir, env });
  try {
    const type = { kind: "type", address: server.origin, doc, cookie: typist } as const;
    await run(pagesFile, { ...type, forMs: WARM_MS });
    const forMs = seconds * 1000;
    const costly = { kind: "costly", input: input.name, address: server.origin, cookies: senders, docs, forMs } as const;
    const began = Date.now();
    const alone = (await run(pagesFile, { ...type, forMs })) as TypeResult;
    const between = Date.now();
    const [typed, sendings] = await Promise.all([run(pagesFile, { ...type, forMs }), run(pagesFile, costly)]);
    const held = { alone: longest(loop, began, between), beside: longest(loop, between, Date.now()) };
    return { input: input.name, alone, beside: typed as TypeResult, held, ...(sendings as Sendings) };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Of what `loop.ts` noted between two times. */
function longest(file: string, from: number, to: number): number {
  const noted = readFileSync(file, "utf8").trim().split("\n");
  const within = noted.map((line) => line.split(" ").map(Number)).filter(([at = 0]) => at > from && at <= to);
  return Math.max(0, ...within.map(([, ms = 0]) => ms));
}

interface Prepared {
  readonly doc: DocId;
  readonly docs: readonly DocId[];
  readonly typist: string;
  readonly senders: readonly string[];
}

async function prepare(input: CostlyInput, dataDir: string, mongodbUri: string | null): Promise<Prepared> {
  const store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
  await makeHome(store);
  const accounts = createAccounts({ store, secure: false, clock: Date.now, random: systemRandom });
  let told = 0;
  // A clock that leaps: what is prepared is not to be held to a person's allowance.
  const now = (): number => Date.now() + 60_000 * told++;
  const authority = createAuthority({ store, logger: { error: console.error, warn: console.error }, now, random: systemRandom });
  const people: UserId[] = [];
  for (let n = 0; n <= SENDERS; n++) people.push((await makeUser(store, "editor")).id);
  const cookies: string[] = [];
  for (const id of people) cookies.push(await signIn(accounts, id));
  const [author] = people;
  if (!author) throw new Error("nobody");
  const doc = await makeDocument(authority, author, "Bonjour");
  const docs = (await input.prepare?.(authority, author)) ?? [];
  await authority.drain();
  await store.close();
  return { doc, docs, typist: cookies[0] ?? "", senders: cookies.slice(1) };
}
