import { spawnSync } from "node:child_process";
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isBuilt, root, stampOf } from "./build.mjs";

/** Builds when the sources have changed, in a process of its own so that its memory is given back; then loads an entry of dist/server. Ends the process when it cannot. */
export async function loadBuilt(entry) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Sourcier needs Node 20.19 or later; this is ${process.version}.`);
    process.exit(1);
  }
  if (!(await isBuilt(await stampOf()))) {
    console.error("Building…");
    const built = spawnSync(process.execPath, [fileURLToPath(new URL("./build.mjs", import.meta.url))], {
      cwd: root,
      stdio: ["inherit", 2, 2],
    });
    if (built.status !== 0) process.exit(built.status ?? 1);
  }
  // Node 22 and later keep the compiled code: the next start is a third faster.
  module.enableCompileCache?.(join(root, "dist", ".compiled"));
  return import(pathToFileURL(join(root, "dist", "server", entry)).href);
}
