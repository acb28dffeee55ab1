import { copyFile, readdir, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

// Pages that were open while a build took the place of another still ask for parts of the old one. Names carry a hash of what is in them.

const KEPT_MS = 7 * 86_400_000;

/** Copies the files of the page built before that `made` does not have and that are younger than a week, with their dates. */
export async function keepAssets(before, made) {
  const [from, to] = [join(before, "assets"), join(made, "assets")];
  const there = new Set(await readdir(to));
  for (const name of await readdir(from).catch(() => [])) {
    if (there.has(name)) continue;
    const { mtime } = await stat(join(from, name));
    if (Date.now() - mtime.getTime() > KEPT_MS) continue;
    await copyFile(join(from, name), join(to, name));
    await utimes(join(to, name), mtime, mtime);
  }
}
