import { existsSync, readFileSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { startBuiltServer } from "../../fixtures/built-server";
import { usageOf } from "./usage";

/** What the whole costs before anybody works with it. */
export interface BenchServer {
  /** From starting the process to the first good answer of /readyz, built and with a store, in milliseconds: the median of three. */
  readonly startMs: number;
  readonly idleRssMb: number;
  /** What the first page loads of scripts before its sentences, gzip, in kB (1000 bytes); null when it is not built. */
  readonly scriptsKb: number | null;
  readonly modulesMb: number;
}

export async function measureServer(root: string, directory: string): Promise<BenchServer> {
  const dataDir = join(directory, "house");
  await (await startBuiltServer({ dataDir })).stop();
  const took: number[] = [];
  let idleRssMb = 0;
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    const server = await startBuiltServer({ dataDir });
    if (!(await fetch(`${server.origin}/readyz`)).ok) throw new Error("not ready");
    took.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    idleRssMb = usageOf(server.pid).rssMb;
    await server.stop();
  }
  return {
    startMs: took.sort((a, b) => a - b)[1] ?? 0,
    idleRssMb,
    scriptsKb: scriptsOf(join(root, "dist", "client")),
    modulesMb: await modulesOf(root),
  };
}

function scriptsOf(folder: string): number | null {
  const index = join(folder, "index.html");
  if (!existsSync(index)) return null;
  const files = [...readFileSync(index, "utf8").matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => join(folder, file ?? ""));
  // The smallest are served as they are.
  return files.reduce((sum, file) => sum + statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size, 0) / 1000;
}

async function modulesOf(root: string): Promise<number> {
  const entries = await readdir(join(root, "node_modules"), { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries) if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  return bytes / 2 ** 20;
}
