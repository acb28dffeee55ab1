import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { root } from "./build.mjs";

// `npm run bench [-- --writers 10,50,100,200 --seconds 10 --browser]`: measures the built server and prints the tables of docs/performance.md.
// `-- --costly WORDS`: only typing beside the costly inputs that have these words in their names, "" for all.
// `-- --soak 200000`: only whether a session of so many commits slows down.
// `-- --churn 20`: only whether people who come and go for so many minutes leave anything behind; fails when they do.
// `-- --board 5000`: only what lists, words and counts take in a store of so many texts, with twenty claims in each.
// `-- --texts 5000`: only what finding so many texts by what they say takes, in bytes and time.
// `-- --long 200000`: only a document of so many commits: its past read, and work made on its first version.
// `-- --library 5000`: only a library of so many texts, in a browser.

const { values } = parseArgs({
  options: {
    writers: { type: "string", default: "10,50,100,200" },
    seconds: { type: "string", default: "10" },
    browser: { type: "boolean" },
    costly: { type: "string" },
    soak: { type: "string" },
    board: { type: "string" },
    texts: { type: "string" },
    long: { type: "string" },
    churn: { type: "string" },
    library: { type: "string" },
  },
});
const built = spawnSync(process.execPath, [fileURLToPath(new URL("./build.mjs", import.meta.url))], {
  cwd: root,
  stdio: ["inherit", 2, 2],
});
if (built.status !== 0) process.exit(built.status ?? 1);

const outdir = join(root, ".cache", "bench");
await mkdir(outdir, { recursive: true });
const browserBench = join(root, "client", "e2e", "bench.ts");
const libraryBench = join(root, "client", "e2e", "library-bench.ts");
await build({
  absWorkingDir: root,
  entryPoints: [
    "server/bench/bench.ts",
    "server/bench/pages.ts",
    "server/bench/costly/loop.ts",
    "server/bench/churn-probe.ts",
    ...(existsSync(browserBench) ? [{ in: browserBench, out: "browser" }] : []),
    ...(existsSync(libraryBench) ? [{ in: libraryBench, out: "library" }] : []),
  ].map((entry) => (typeof entry === "string" ? { in: entry, out: entry.replace(/^.*\/|\.ts$/g, "") } : entry)),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
const { bench, benchBoard, benchChurn, benchCostly, benchLongLog, benchSoak, benchTexts } = await import(
  pathToFileURL(join(outdir, "bench.mjs")).href
);
const browser =
  values.browser && existsSync(browserBench)
    ? async () => (await import(pathToFileURL(join(outdir, "browser.mjs")).href)).benchBrowser()
    : null;
process.chdir(root);
const benchLibrary = async (texts) => (await import(pathToFileURL(join(outdir, "library.mjs")).href)).benchLibrary(texts);
const pagesFile = join(outdir, "pages.mjs");
const loopFile = join(outdir, "loop.mjs");
/** A long run says where it is. */
const taken = ({ input, alone, beside, held }) =>
  console.error(`${input}: ${alone.p99} → ${beside.p99} ms (p99), loop held ${held.alone} → ${held.beside} ms`);
const mongodbUri = process.env.MONGODB_URI ?? null;
const seconds = Number(values.seconds);
if (values.costly !== undefined) console.log(await benchCostly({ pagesFile, loopFile, seconds, mongodbUri, only: values.costly, taken }));
else if (values.soak !== undefined) console.log(await benchSoak(Number(values.soak)));
else if (values.texts !== undefined) console.log(await benchTexts(Number(values.texts), mongodbUri));
else if (values.board !== undefined) console.log(await benchBoard(Number(values.board), mongodbUri));
else if (values.long !== undefined) console.log(await benchLongLog(Number(values.long), mongodbUri));
else if (values.library !== undefined) console.log(await benchLibrary(Number(values.library)));
else if (values.churn !== undefined) await comeAndGo(Number(values.churn));
else console.log(await benchAll());

async function comeAndGo(minutes) {
  const { table, held } = await benchChurn({ minutes, probeFile: join(outdir, "churn-probe.mjs"), mongodbUri });
  console.log(table);
  if (!held) process.exitCode = 1;
}

function benchAll() {
  return bench({
    writers: values.writers.split(",").map(Number),
    seconds,
    pagesFile,
    loopFile,
    root,
    mongodbUri,
    browser,
  });
}
