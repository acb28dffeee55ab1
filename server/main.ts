import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Logger } from "pino";
import { systemRandom } from "../shared/ids";
import { createAccounts } from "./accounts/accounts";
import { openJudge } from "./accounts/password-judge";
import { createBin } from "./bin";
import { createApp } from "./app";
import { networkReader } from "./client-address";
import { createAuthority } from "./authority/authority";
import type { Authority } from "./authority/authority";
import { rebuildRaised } from "./authority/rebuild";
import { readConfig } from "./config";
import type { Config } from "./config";
import { openParser } from "./import/parser";
import { protectSockets } from "./http/headers";
import { originCheck } from "./http/origin";
import { openLogger } from "./logger";
import { Errands } from "./errands";
import { createGrants } from "./grants";
import { createLive } from "./live/live";
import { reasonOf, RedisAway } from "./startup-errors";
import { seedDemo } from "./seed";
import { Share } from "./share";
import { stop } from "./shutdown";
import { openStore } from "./store/open";
import type { Store } from "./store/Store";

// The one file that knows every part and puts them together.

const SWEEP_MS = 60_000;
/** How often what has lain in the bin for long enough is removed for good, in milliseconds. */
const BIN_MS = 3_600_000;
const STOP_MS = 9500;
const REDIS_MS = 8000;

/** What the process gives: everything that is not a setting. */
export interface Surroundings {
  /** The folder that holds `dist` and `fixtures`. */
  readonly root: string;
  /** What relative paths in settings start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line for whoever started the server. */
  readonly print: (line: string) => void;
}

export interface Running {
  /** Where it can be reached, without a trailing slash. */
  readonly address: string;
  readonly port: number;
  /** The one-time link for the first account; null when somebody has one. */
  readonly setupLink: string | null;
  /** Resolves when nothing is left open. */
  stop(): Promise<void>;
}

/** Opens the store, puts the parts together and listens. Rejects when the store cannot be opened or the port is taken; nothing is left open then. */
export async function startServer(config: Config, { root }: Pick<Surroundings, "root">, log: Logger): Promise<Running> {
  const store = await openStore({ dataDir: config.dataDir, mongodbUri: config.mongodbUri ?? undefined });
  try {
    return await assemble(config, root, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function assemble(config: Config, root: string, store: Store, log: Logger): Promise<Running> {
  const clock = Date.now;
  const random = systemRandom;
  const passwords = openJudge({ entry: join(root, "dist", "server", "password-worker.mjs") });
  const accounts = createAccounts({ store, secure: isHttps(config), clock, random, judge: passwords.judge });
  const isOurs = originCheck(config.publicUrl, config.host);
  const authority = createAuthority({ store, logger: log, now: clock, random, givesTitles: true });
  const reader = openParser({ entry: join(root, "dist", "server", "parser-child.mjs") });
  const share = new Share();
  const grants = createGrants(store);
  const live = createLive({
    authority,
    grants,
    sessions: accounts.sessions,
    isOurs,
    random,
    logger: log,
    networkOf: networkReader(config.trustProxy),
    redisUrl: config.redisUrl,
    share,
  });
  const bin = createBin({ store, authority, notifier: live.notifier, clock });
  if (config.demo) await seed(store, authority, root, log);

  let stopping = false;
  const pageFolder = join(root, "dist", "client");
  const isStopping = () => stopping;
  const parts = { store, accounts, authority, reader, notifier: live.notifier, bin, isOurs, isStopping, clock, random, share };
  const http = createServer(
    createApp({ ...parts, config, logger: log, pageFolder, unnamed: config.strictAnswers ? "a fault" : "left out" }),
  );
  await inTime(live.attach(http), REDIS_MS);
  protectSockets(http, config.publicUrl);
  const port = await listen(http, config);
  const address = config.publicUrl ?? `http://${shownHost(config.host)}:${port}`;
  const setupLink = (await accounts.invites.needsSetup()) ? address + (await accounts.invites.fromConsole()).path : null;
  if (setupLink) passwords.warm();
  const errands = new Errands(log);
  const sweepBin = () => errands.run("the bin could not be swept", () => bin.sweep(isStopping));
  const sweeping = setInterval(() => errands.run("expired sessions could not be removed", () => accounts.sweep()), SWEEP_MS);
  const emptying = setInterval(sweepBin, BIN_MS);
  sweepBin();
  errands.run("records could not be made again", () => rebuildRaised(store, authority.histories, log, isStopping));
  errands.run("records could not be checked", async () => {
    const behind = await authority.repair();
    if (behind > 0) log.info({ behind }, "records were brought up to their logs");
  });

  const release = async () => {
    await Promise.all([reader.close(), passwords.close(), errands.end()]);
    await store.close();
  };
  return {
    address,
    port,
    setupLink,
    stop() {
      stopping = true;
      clearInterval(sweeping);
      clearInterval(emptying);
      return stop({ http, drain: () => authority.drain(), closeSockets: () => live.close(), release });
    },
  };
}

/** Redis' own client would try for ever; whoever starts a server wants to know. */
async function inTime(attached: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, ms, new RedisAway("no answer in time"));
  });
  await Promise.race([attached, late]).finally(() => clearTimeout(timer));
}

const isHttps = (config: Config): boolean => config.publicUrl?.startsWith("https:") ?? false;

/** A server without its demonstration is still a server. */
async function seed(store: Store, authority: Authority, root: string, log: Logger): Promise<void> {
  const textsDir = join(root, "fixtures", "texts");
  try {
    await seedDemo({ store, create: authority.create, textsDir, random: systemRandom, now: Date.now });
  } catch (error) {
    log.warn({ error }, "the demonstration could not be added");
  }
}

function listen(http: Server, { port, host }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, () => {
      http.off("error", reject);
      resolve((http.address() as AddressInfo).port);
    });
  });
}

/** An address that a browser on this machine can open. */
const shownHost = (host: string): string => {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
};

/** Runs the server until it is told to stop. The answer is the exit code when it could not start, null while it runs. */
export async function main(surroundings: Surroundings): Promise<number | null> {
  const { env, cwd, print } = surroundings;
  const read = readConfig(env, cwd);
  if (!read.ok) {
    for (const mistake of read.mistakes) print(mistake);
    return 1;
  }
  const { config, warnings } = read;
  const log = openLogger(config.logLevel);
  for (const warning of warnings) log.warn(warning);
  try {
    const running = await startServer(config, surroundings, log);
    obeySignals(running, log);
    print(`Sourcier: ${running.address}`);
    if (running.setupLink) print(`The first account (this link works once, within 24 hours): ${running.setupLink}`);
    return null;
  } catch (error) {
    print(reasonOf(error, config));
    return 1;
  }
}

/** SIGTERM and SIGINT drain and exit 0; a second signal does not wait. */
function obeySignals(running: Running, log: Logger): void {
  let asked = false;
  const leave = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, "could not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", leave);
  process.on("SIGINT", leave);
  process.on("unhandledRejection", (error) => log.error({ error }, "unhandled rejection"));
}
