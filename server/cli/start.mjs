import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isBuilt, root, stampOf } from "./build.mjs";

// `npm start`: builds when the sources have changed, in a process of its own so that its memory is given back, then becomes the server.

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Sourcier needs Node 20.19 or later; this is ${process.version}.`);
  process.exit(1);
}

if (!(await isBuilt(await stampOf()))) {
  console.error("Building…");
  const built = spawnSync(process.execPath, [fileURLToPath(new URL("./build.mjs", import.meta.url))], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const { main } = await import(pathToFileURL(join(root, "dist", "server", "main.mjs")).href);
const code = await main({ root, cwd: process.cwd(), env: process.env, print: (line) => console.log(line) });
if (code !== null) process.exit(code);
