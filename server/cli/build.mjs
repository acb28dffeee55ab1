import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { keepAssets } from "./keep-assets.mjs";

// Builds dist/ from the sources: the page by vite into dist/client, the server by esbuild into dist/server. Does nothing when dist/ was built from the same bytes.

export const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");
const stampFile = join(dist, ".stamp");

/** Folders and files that the result depends on. */
const inputs = ["shared", "server", "client", "fixtures", "package-lock.json", "package.json", "tsconfig.json"];
const irrelevant = (path) => /\.test\.tsx?$|\.md$|[\\/]e2e[\\/]|[\\/]texts[\\/]|[\\/]bench[\\/]/.test(path);

async function filesOf(path) {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A hash over every source's path and bytes: the same whatever the clock or the checkout did to their dates. */
export async function stampOf() {
  const files = (await Promise.all(inputs.map((input) => filesOf(join(root, input))))).flat();
  const wanted = files.filter((file) => !irrelevant(relative(root, file))).sort();
  const contents = await Promise.all(wanted.map((file) => readFile(file)));
  const hash = createHash("sha256").update(process.version);
  for (const [index, file] of wanted.entries()) hash.update(`\0${relative(root, file)}\0`).update(contents[index]);
  return hash.digest("hex");
}

/** Whether dist/ was built from what is there now. */
export async function isBuilt(stamp) {
  const built = await readFile(stampFile, "utf8").catch(() => "");
  return built === stamp && existsSync(join(dist, "server", "main.mjs"));
}

async function buildClient(outDir) {
  const config = join(root, "client", "vite.config.ts");
  if (!existsSync(config)) return;
  // Vite's next major will load its configuration without bundling it; until then its hint about that is noise for whoever starts the server.
  process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING ??= "true";
  const { build } = await import("vite");
  await build({ configFile: config, logLevel: "warn", build: { outDir, emptyOutDir: true } });
  await precompress(outDir);
}

const compressible = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest", ".txt"]);
const WORTH_BYTES = 1024;

/** Writes a .br and a .gz beside every file that gains by it, so that serving costs nothing. */
async function precompress(folder) {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  for (const file of await filesOf(folder)) {
    if (!compressible.has(extname(file))) continue;
    const bytes = await readFile(file);
    if (bytes.length < WORTH_BYTES) continue;
    await writeFile(`${file}.br`, await brotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    await writeFile(`${file}.gz`, await zip(bytes, { level: 9 }));
  }
}

/**
 * What stays a package: binaries, and what only some servers load. The rest goes into the bundle, because finding and reading some 900 small files is most
 * of a cold process's start.
 */
const outside = [
  "@photostructure/sqlite",
  "@node-rs/argon2",
  "mongodb",
  "redis",
  "@socket.io/redis-streams-adapter",
  "jsdom",
  "bufferutil",
  "utf-8-validate",
];
/** Bundled CommonJS still asks for Node's own modules by `require`. */
const banner = 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);';

async function buildServer(outdir) {
  const { build } = await import("esbuild");
  const entries = {
    main: "server/main.ts",
    commands: "server/cli/commands.ts",
    "parser-child": "server/import/parser-child.ts",
    "password-worker": "server/accounts/password-worker.ts",
  };
  const present = Object.entries(entries).filter(([, file]) => existsSync(join(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "part-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    external: outside,
    banner: { js: banner },
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
  });
}

/** Builds everything anew beside dist/, then puts it in its place: whoever starts meanwhile sees the old or the new, never half. */
async function build(stamp) {
  const made = join(root, ".cache", `dist-${process.pid}`);
  const old = join(root, ".cache", `dist-before-${process.pid}`);
  try {
    await mkdir(made, { recursive: true });
    await Promise.all([buildServer(join(made, "server")), buildClient(join(made, "client"))]);
    await keepAssets(join(dist, "client"), join(made, "client"));
    await writeFile(join(made, ".stamp"), stamp);
    if (existsSync(dist)) await rename(dist, old);
    await rename(made, dist);
  } finally {
    await rm(made, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

const lock = join(root, ".cache", "build.lock");
const WAIT_MS = 200;

const isAlive = (pid) => {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** One build at a time: servers that are started together wait for the first one's. A lock whose owner is gone does not count. */
async function inTurn(task) {
  await mkdir(join(root, ".cache"), { recursive: true });
  for (;;) {
    const taken = await writeFile(lock, String(process.pid), { flag: "wx" }).then(
      () => false,
      () => true,
    );
    if (!taken) break;
    const owner = await readFile(lock, "utf8").catch(() => "");
    if (owner !== "" && !isAlive(Number(owner))) await rm(lock, { force: true });
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  try {
    await task();
  } finally {
    await rm(lock, { force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await inTurn(async () => {
    const stamp = await stampOf();
    if (await isBuilt(stamp)) console.log("dist is up to date");
    else await build(stamp);
  }).catch((error) => {
    const missing = error?.code === "ERR_MODULE_NOT_FOUND";
    console.error(missing ? "The tools to build with are not installed. Run: npm ci --include=dev" : error);
    process.exitCode = 1;
  });
}
