import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

// The server as a process of its own: what it prints, how it ends.

jest.setTimeout(60_000);

const root = resolve(".");
let folder: string;
let entry: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  // Below the root, so that packages are found.
  await mkdir(join(root, ".cache"), { recursive: true });
  folder = await mkdtemp(join(root, ".cache", "main-"));
  await build({
    entryPoints: {
      main: join(root, "server", "main.ts"),
      commands: join(root, "server", "cli", "commands.ts"),
      "dist/server/password-worker": join(root, "server", "accounts", "password-worker.ts"),
    },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  // The demonstration's texts.
  await symlink(join(root, "fixtures"), join(folder, "fixtures"));
  entry = join(folder, "run.mjs");
  const surroundings = `{ root: ${JSON.stringify(folder)}, cwd: process.cwd(), env: process.env, print: (line) => console.log(line) }`;
  await writeFile(
    entry,
    `const command = process.argv.slice(2);
     if (command.length) process.exitCode = await (await import("./commands.mjs")).run(command, ${surroundings});
     else { const code = await (await import("./main.mjs")).main(${surroundings}); if (code !== null) process.exit(code); }`,
  );
});
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly lines: string[];
  /** Resolves with the next line that holds the words; rejects when the process ends before. */
  said(words: string): Promise<string>;
  /** The exit code. */
  ended: Promise<number | null>;
}

function run(env: Record<string, string>, ...command: string[]): Run {
  const child = spawn(process.execPath, [entry, ...command], {
    env: { PATH: process.env["PATH"] ?? "", PORT: "0", LOG_LEVEL: "error", DEMO: "off", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    lines.push(...text.split("\n").filter((line) => line !== ""));
    for (const listener of listeners) listener();
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  const said = (words: string) =>
    new Promise<string>((found, missed) => {
      const look = () => {
        const line = lines.find((one) => one.includes(words));
        if (line !== undefined) found(line);
      };
      listeners.add(look);
      void ended.then((code) => missed(new Error(`ended with ${code}: ${lines.join(" / ")}`)));
      look();
    });
  return { child, lines, said, ended };
}

const dataDir = () => mkdtemp(join(tmpdir(), "sourcier-main-"));
const originOf = (line: string) => /https?:\/\/[^/\s]+/.exec(line)?.[0] ?? "";

test("it starts, prints where it is and the link for the first account, and stops when told", async () => {
  const DATA_DIR = await dataDir();
  const server = run({ DATA_DIR });
  const link = await server.said("/setup#");
  const origin = originOf(await server.said("Sourcier: "));
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);

  const token = link.split("#")[1];
  const wish = { token, name: "Ana", password: "quatre tomates bleues", lang: "fr" };
  const headers = { "content-type": "application/json" };
  expect((await fetch(`${origin}/api/v1/invites/accept`, { method: "POST", headers, body: JSON.stringify(wish) })).status).toBe(200);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);

  const again = run({ DATA_DIR });
  await again.said("Sourcier: ");
  again.child.kill("SIGINT");
  expect(await again.ended).toBe(0);
  expect(again.lines.join("\n")).not.toContain("/setup#");

  const commands = run({ DATA_DIR }, "setup-link");
  expect(await commands.ended).toBe(1);
  const further = run({ DATA_DIR, PUBLIC_URL: "https://check.example.org" }, "invite-admin");
  expect(await further.said("/invite#")).toMatch(/^https:\/\/check\.example\.org\/invite#[\w-]{43}$/);
  expect(await further.ended).toBe(0);
  await rm(DATA_DIR, { recursive: true });
});

test("stopping waits for the request under way", async () => {
  const DATA_DIR = await dataDir();
  const server = run({ DATA_DIR });
  const origin = originOf(await server.said("/setup#"));
  const path = "/api/v1/session";
  const body = JSON.stringify({ name: "nobody", password: "not a password" });
  const answer = fetch(origin + path, { method: "POST", headers: { "content-type": "application/json" }, body });
  const health = await fetch(`${origin}/healthz`);
  expect(health.status).toBe(200);
  server.child.kill("SIGTERM");
  expect((await answer).status).toBe(401);
  expect(await server.ended).toBe(0);
  await rm(DATA_DIR, { recursive: true });
});

test("every mistake in the settings is a line, and it exits 1", async () => {
  const server = run({ PORT: "many", LOG_LEVEL: "loud", MONGODB_URI: "hunter2" });
  expect(await server.ended).toBe(1);
  expect(server.lines).toEqual([
    'PORT: expected a port number from 0 to 65535, got "many"',
    "MONGODB_URI: expected an address that starts with mongodb:// or mongodb+srv://",
    'LOG_LEVEL: expected trace, debug, info, warn, error, fatal, silent, got "loud"',
  ]);
});

test("a port that is taken is one line", async () => {
  const DATA_DIR = await dataDir();
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const server = run({ DATA_DIR, PORT: String(port) });
  expect(await server.ended).toBe(1);
  expect(server.lines).toEqual([`Port ${port} on 127.0.0.1 is taken by another program. Set PORT to another one.`]);
  other.close();
  await rm(DATA_DIR, { recursive: true });
});

test("a second server on the same folder is told so", async () => {
  const DATA_DIR = await dataDir();
  const first = run({ DATA_DIR });
  await first.said("Sourcier: ");
  for (const second of [run({ DATA_DIR }), run({ DATA_DIR }, "rebuild")]) {
    expect(await second.ended).toBe(1);
    expect(second.lines).toEqual([`Another process has ${DATA_DIR} open. Stop it first, or set DATA_DIR to another folder.`]);
  }
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  await rm(DATA_DIR, { recursive: true });
});

test("rebuild writes the records of every document anew from its log", async () => {
  const DATA_DIR = await dataDir();
  const server = run({ DATA_DIR, DEMO: "on" });
  await server.said("/setup#");
  server.child.kill("SIGTERM");
  await server.ended;
  const rebuild = run({ DATA_DIR }, "rebuild");
  expect(await rebuild.ended).toBe(0);
  expect(rebuild.lines).toEqual([
    expect.stringMatching(/^1\/2 demo-text-1: version 1, \d+ claims$/),
    expect.stringMatching(/^2\/2 demo-text-2: version 1, \d+ claims$/),
  ]);
  await rm(DATA_DIR, { recursive: true });
});
