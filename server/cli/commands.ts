import { systemRandom } from "../../shared/ids";
import { createAccounts } from "../accounts/accounts";
import { readConfig } from "../config";
import type { Config } from "../config";
import { reasonOf } from "../startup-errors";
import { openStore } from "../store/open";
import type { Store } from "../store/Store";
import { behindOf } from "../authority/log-reader";
import { examine, mend } from "./doctor";
import { Historian } from "../authority/historian";
import type { Logger } from "../authority/logger";
import { rebuildProjections } from "../authority/rebuild";
import { isProjectionName, projectionNames } from "../projections/projection";

// What `sourcier` can do besides serving. Each command opens the store itself; the embedded one takes one process at a time.

export interface Console {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly print: (line: string) => void;
}

interface Command {
  readonly meaning: string;
  /** Returns the exit code. */
  run(store: Store, config: Config, print: Console["print"], more: readonly string[]): Promise<number>;
}

const linkOrigin = ({ publicUrl, host, port }: Config): string => publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

const accountsOf = (store: Store, config: Config) =>
  createAccounts({ store, secure: config.publicUrl?.startsWith("https:") ?? false, clock: Date.now, random: systemRandom });

const loggerOf = (print: Console["print"]): Logger => ({ warn: (_facts, what) => print(what), error: (_facts, what) => print(what) });

async function printLink(store: Store, config: Config, print: Console["print"]): Promise<number> {
  const { path, expiresAt } = await accountsOf(store, config).invites.fromConsole();
  print(linkOrigin(config) + path);
  print(`Works once, until ${new Date(expiresAt).toISOString()}.`);
  return 0;
}

const commands: Readonly<Record<string, Command>> = {
  "setup-link": {
    meaning: "print a new one-time link for the first account",
    async run(store, config, print) {
      if (await accountsOf(store, config).invites.needsSetup()) return printLink(store, config, print);
      print("Somebody has an account already. `sourcier invite-admin` makes a link for a further admin.");
      return 1;
    },
  },
  "invite-admin": { meaning: "print a one-time link that makes an admin's account", run: printLink },
  rebuild: {
    meaning: `write the readable records of every document anew from its log; \`rebuild NAME\`: one kind (${projectionNames.join(", ")})`,
    async run(store, _config, print, [name]) {
      if (name !== undefined && !isProjectionName(name)) {
        print(`There is no projection ${JSON.stringify(name)}. There are: ${projectionNames.join(", ")}.`);
        return 1;
      }
      await rebuildProjections(store, new Historian(store, loggerOf(print)), name ?? null, (done, all, { doc, version, claims }) => {
        const made = `version ${version}${claims === null ? "" : `, ${claims} claims`}`;
        print(`${done}/${all} ${doc}: ${version === null ? "cannot be read, see `sourcier doctor`" : made}`);
      });
      return 0;
    },
  },
  doctor: {
    meaning:
      "say which documents cannot be opened or changed; `doctor DOCUMENT ADMIN`: go on from its last good version (no server may run)",
    async run(store, _config, print, [doc, name]) {
      if (doc !== undefined) return mendOne(store, doc, name ?? "", print);
      return examineAll(store, print);
    },
  },
};

/** Says what is wrong with which document, and what can be done. */
async function examineAll(store: Store, print: Console["print"]): Promise<number> {
  let [ill, behind] = [0, 0];
  const shown = new Map((await store.listRowVersions()).map(({ doc, version }) => [doc, version]));
  for (const id of await store.listDocumentIds()) {
    const short = await behindOf(store, id, shown.get(id) ?? null);
    if (short) {
      behind += 1;
      print(`${id}: its log ends at version ${short.log}, ${short.known - short.log} before version ${short.known}, which is known of it.`);
      continue;
    }
    const found = await examine(store, id);
    if (!found) continue;
    ill += 1;
    print(`${id}: ${found.why}. Its last good version is ${found.good}.`);
  }
  if (ill > 0) print(`${ill} cannot be opened. \`sourcier doctor DOCUMENT ADMIN\` goes on from the last good version.`);
  if (behind > 0)
    print(
      `${behind} can be read, not changed: their logs were put back from an older copy than the rest. Stop every server and put back the ` +
        "whole store from one backup, the newest that has them; nothing was written to them since.",
    );
  if (ill + behind === 0) print("Every document can be opened.");
  return ill + behind === 0 ? 0 : 1;
}

async function mendOne(store: Store, doc: string, name: string, print: Console["print"]): Promise<number> {
  const id = (await store.listDocumentIds()).find((one) => one === doc);
  const admin = (await store.listUsers()).find((user) => user.name === name && user.role === "admin" && !user.disabled);
  if (!id || !admin) {
    print(id ? `Nobody named ${JSON.stringify(name)} is an admin: the log says who had it mended.` : `There is no document ${doc}.`);
    return 1;
  }
  if ((await behindOf(store, id, null)) !== null) {
    print(`${id} was put back from copies of different times: nothing is written to it until all of it is of one.`);
    return 1;
  }
  const mended = await mend(store, id, admin.id, Date.now());
  print(
    mended
      ? `${id} goes on from version ${mended.good}. What came after stays in its log, set aside.`
      : `${id} can be opened: there is nothing to mend.`,
  );
  return 0;
}

const usage = (): string[] => [
  "sourcier <command>",
  "",
  ...Object.entries(commands).map(([name, { meaning }]) => `  ${name.padEnd(14)}${meaning}`),
  `  ${"help".padEnd(14)}print this`,
  "",
  "Settings come from the environment, as for the server.",
];

/** Runs one command and returns the exit code. */
export async function run([name = "help", ...more]: readonly string[], { env, cwd, print }: Console): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    for (const line of usage()) print(line);
    return name === "help" || name === "--help" || name === "-h" ? 0 : 1;
  }
  const read = readConfig(env, cwd);
  if (!read.ok) {
    for (const mistake of read.mistakes) print(mistake);
    return 1;
  }
  let store: Store | null = null;
  try {
    const { dataDir, mongodbUri } = read.config;
    store = await openStore({ dataDir, mongodbUri: mongodbUri ?? undefined });
    return await command.run(store, read.config, print, more);
  } catch (error) {
    print(reasonOf(error, read.config));
    return 1;
  } finally {
    await store?.close();
  }
}
