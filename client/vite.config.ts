import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { interfaceLanguages } from "../shared/interface-languages";
import { lateWords } from "./lateWords";
import { offlineShell } from "./offlineShell";

const api = "http://127.0.0.1:3000";

/** React Aria carries its own few words in 34 languages; those that the interface does not speak become empty. */
function onlyOurLanguages(): Plugin {
  const ours: readonly string[] = interfaceLanguages.map(({ aria }) => aria);
  const words = /[\\/]react-aria[^\\/]*[\\/]dist[\\/].*[\\/]intl[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.m?js$/;
  return {
    name: "only-our-languages",
    enforce: "pre",
    load(id) {
      const lang = words.exec(id)?.[1];
      return lang && !ours.includes(lang) ? "export default {};" : null;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [onlyOurLanguages(), react(), lateWords(), offlineShell()],
  build: {
    outDir: "../dist/client",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0, // data: addresses are refused by our Content-Security-Policy
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 800, // kB: the viewer of the API, which no other page loads
    rolldownOptions: {
      input: { index: `${import.meta.dirname}/index.html`, "api-docs": `${import.meta.dirname}/api-docs/index.html` },
      output: {
        codeSplitting: {
          groups: [
            // What changes only when a package does: kept by browsers from one release to the next.
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|mitt|use-sync-external-store)[\\/]/ },
            {
              name: "text",
              test: /node_modules[\\/](prosemirror-(model|state|transform|view|keymap)|orderedmap|rope-sequence|w3c-keyname)[\\/]/,
            },
            { name: "words", test: /node_modules[\\/]i18next[\\/]/ },
            // What the pages share besides is small: in one piece instead of a dozen with a few hundred bytes each.
            { name: "frame", test: /client[\\/]app[\\/](Page|TextField|dates|translation)\.tsx?$|lucide-react[\\/]/, minShareCount: 2 },
            // What is asked and answered is parsed on every page: in one piece it is smaller than in a dozen by who uses which.
            {
              name: "schemas",
              test: /node_modules[\\/]zod[\\/]|shared[\\/](ids|languages|people|refusal|rights|claim[\\/]claim|doc[\\/]json|log[\\/](op|commit)|protocol[\\/](rest|import|bin|problem|routes[\\/]\w+))\.ts/,
            },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": api, "/healthz": api, "/readyz": api, "/socket.io": { target: api, ws: true } },
    fs: { allow: [".."] },
  },
});
