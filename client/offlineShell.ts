import type { Plugin } from "vite";
import type { Shell } from "./sw";

const WORKER = "sw.js";
/** Files of the API's readable page, which is of no use without a network. */
const apiDocs = /(^|\/)api-docs[-/]/;

/** Builds the service worker beside the page and tells it which files the page is made of. */
export function offlineShell(): Plugin {
  return {
    name: "offline-shell",
    apply: "build",
    enforce: "post",
    buildStart() {
      this.emitFile({ type: "chunk", id: `${import.meta.dirname}/sw.ts`, fileName: WORKER });
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error(`no ${WORKER} in the build`);
        const names = Object.keys(bundle).filter((name) => name !== WORKER && !name.endsWith(".map") && !apiDocs.test(name));
        const page = bundle["index.html"];
        const version = fingerprint([...names, page?.type === "asset" ? String(page.source) : ""].join("\n"));
        const shell: Shell = { version, files: names.map((name) => `/${name}`) };
        // A classic script, for browsers that know no module workers: it imports nothing and exports nothing.
        worker.code = worker.code.replace("builtShell", () => JSON.stringify(shell)).replace(/export\s*\{\s*\};?/, "");
        if (/\b(import|export)\b\s*[{*"']/.test(worker.code)) throw new Error(`${WORKER} must stand by itself`);
      },
    },
  };
}

/** FNV-1a: names a set of files, protects nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
