import { dirname } from "node:path";
import { build } from "esbuild";

/**
 * Builds the parser's child, packages left outside: `outfile` (an .mjs) must lie below a directory that holds them. What only markup needs is put
 * into parts beside it, as in the real build. For tests and the build.
 */
export async function buildParserChild(root: string, outfile: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ["server/import/parser-child.ts"],
    outdir: dirname(outfile),
    outExtension: { ".js": ".mjs" },
    splitting: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
  return outfile;
}
