import { build } from "esbuild";

/** Builds the parser's child into one file, packages left outside: `outfile` must lie below a directory that holds them. For tests and the build. */
export async function buildParserChild(root: string, outfile: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ["server/exchange/parser-child.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
  return outfile;
}
