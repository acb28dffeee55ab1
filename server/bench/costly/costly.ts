import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBuiltServer } from "../../../fixtures/server";
import { systemRandom } from "../../../shared/ids";
import type { DocId, UserId } from "../../../shared/ids";
import { createAccounts } from "../../accounts/accounts";
import { createAuthority } from "../../authority/authority";
import { makeDocument, makeUser, signIn } from "../../live/stage";
import { openStore } from "../../store/open";
import { run } from "../job";
import type { CostlyInput, Sendings } from "./input";
import { costlyInputs } from "./inputs";
import type { TypeResult } from "./jobs";

export type CostlyRow = TypeResult & Sendings & { readonly input: string };

export interface CostlyWish {
  /** The bundle of `pages.ts`. */
  readonly pagesFile: string;
  readonly seconds: number;
  readonly mongodbUri: string | null;
  /** Only inputs whose name has this in it; null: all. */
  readonly only: string | null;
}

/** People who send the inputs. */
const SENDERS = 8;
/** A server that has just started is not yet compiled. */
const WARM_MS = 3000;

/** How long somebody's keystrokes take in one text while each input is sent to others; the first row is without any. */
export async function typingBesideCostlyInputs(wish: CostlyWish): Promise<CostlyRow[]> {
  const none: CostlyInput = { name: "none", send: () => Promise.resolve({ sent: 0, taken: 0 }) };
  const chosen = [none, ...costlyInputs.filter(({ name }) => wish.only === null || name.includes(wish.only))];
  const rows: CostlyRow[] = [];
  for (const input of chosen) rows.push(await beside(input, wish));
  return rows;
}

/** Each in a house of its own: what one leaves behind must not be another's. */
async function beside(input: CostlyInput, { pagesFile, seconds, mongodbUri }: CostlyWish): Promise<CostlyRow> {
  const dataDir = mkdtempSync(join(tmpdir(), "sourcier-costly-"));
  const { doc, docs, typist, senders } = await prepare(input, dataDir, mongodbUri);
  const server = await startBuiltServer({ dataDir, env: { DEMO: "off", ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) } });
  try {
    const type = { kind: "type", address: server.origin, doc, cookie: typist } as const;
    await run(pagesFile, { ...type, forMs: WARM_MS });
    const forMs = seconds * 1000;
    const costly = { kind: "costly", input: input.name, address: server.origin, cookies: senders, docs, forMs } as const;
    const sending = input.name === "none" ? Promise.resolve({ sent: 0, taken: 0 }) : run(pagesFile, costly);
    const [typed, sendings] = await Promise.all([run(pagesFile, { ...type, forMs }), sending]);
    return { input: input.name, ...(typed as TypeResult), ...(sendings as Sendings) };
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Prepared {
  readonly doc: DocId;
  readonly docs: readonly DocId[];
  readonly typist: string;
  readonly senders: readonly string[];
}

async function prepare(input: CostlyInput, dataDir: string, mongodbUri: string | null): Promise<Prepared> {
  const store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
  const accounts = createAccounts({ store, secure: false, clock: Date.now, random: systemRandom });
  let told = 0;
  // A clock that leaps: what is prepared is not to be held to a person's allowance.
  const now = (): number => Date.now() + 60_000 * told++;
  const authority = createAuthority({ store, journal: { error: console.error, warn: console.error }, now, random: systemRandom });
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
