import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import type { Browser } from "playwright-core";
import type { Role } from "../../shared/people";
import { launchChromium } from "../../fixtures/chromium";
import { startBuiltServer, temporaryFolder } from "../../fixtures/built-server";
import type { BuiltServer } from "../../fixtures/built-server";
import type { StorePlace } from "./large-library";
import { apiOf, done, openPerson } from "./person";
import type { Person, PersonOptions } from "./person";

/** Where this run keeps everything: MongoDB when `MONGODB_URI` names one, the embedded store else. */
export const storeName = process.env["MONGODB_URI"] === undefined ? "the embedded store" : "MongoDB";

export const PASSWORD = "quatre tomates bleues";

/** A server of this test file alone, and the people who work on it. */
export interface TestApp {
  readonly server: BuiltServer;
  readonly browser: Browser;
  /** The address of this app's own database; null on the embedded store. */
  readonly mongodbUri: string | null;
  /** A browser at which nobody has signed in. */
  visitor(options?: Partial<PersonOptions>): Promise<Person>;
  /** Somebody with an account, signed in, at an empty page; the first one takes the setup link and is the admin. */
  person(name: string, role: Role, at?: Partial<PersonOptions>): Promise<Person>;
  /** The same person at a further browser. */
  again(person: Person, at?: Partial<PersonOptions>): Promise<Person>;
  /** Everybody who ever sat down here. */
  readonly people: readonly Person[];
  /** What went wrong behind anybody's back since this was asked last. */
  takeFaults(): string[];
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Whether it begins with the demonstration. */
  readonly demo?: boolean;
  /** Puts something into its store before the server starts. */
  readonly plant?: (place: StorePlace) => Promise<void>;
}

/** Starts the built server and a browser. */
export async function openTestApp({ demo = false, plant }: TestAppOptions = {}): Promise<TestApp> {
  const folder = await temporaryFolder();
  const mongodbUri = ownDatabase();
  await plant?.({ dataDir: folder.path, mongodbUri: mongodbUri ?? undefined });
  const env = { DEMO: demo ? "on" : "off", ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) };
  const server = await startBuiltServer({ dataDir: folder.path, env });
  const browser = await launchChromium();
  const people: Person[] = [];
  let admin: Person | null = null;

  const visitor: TestApp["visitor"] = async (options = {}) => {
    const person = await openPerson(browser, { name: "", origin: server.origin, ...options });
    people.push(person);
    return person;
  };
  const linkFor = async (role: Role): Promise<string> => {
    if (admin) return done(await apiOf(admin).makeInvite({ body: { role, name: "" } })).path;
    if (role !== "admin" || server.setupLink === null) throw new Error("the first person is the admin");
    return server.setupLink;
  };

  return {
    server,
    browser,
    mongodbUri,
    people,
    visitor,
    async person(name, role, at = {}) {
      const link = await linkFor(role);
      const person = await visitor({ ...at, name });
      const token = link.split("#")[1] ?? "";
      done(await apiOf(person).acceptInvite({ body: { token, name, password: PASSWORD, lang: at.lang ?? "fr" } }));
      admin ??= person;
      return person;
    },
    async again({ name }, at = {}) {
      const same = await visitor({ ...at, name });
      done(await apiOf(same).signIn({ body: { name, password: PASSWORD } }));
      return same;
    },
    takeFaults: () => people.flatMap((person) => person.takeFaults().map((fault) => `${person.name}: ${fault}`)),
    async close() {
      await browser.close();
      await server.stop();
      await folder.remove();
      if (mongodbUri !== null) await dropDatabase(mongodbUri);
    },
  };
}

function ownDatabase(): string | null {
  const given = process.env["MONGODB_URI"];
  if (given === undefined) return null;
  const uri = new URL(given);
  uri.pathname = `/sourcier-e2e-${randomUUID().slice(0, 8)}`;
  return uri.href;
}

async function dropDatabase(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  await client.db().dropDatabase();
  await client.close();
}
