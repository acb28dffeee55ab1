/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

// Packages that ship only ES modules must pass through the transform, because Jest runs CommonJS here.
const esModulesOnly = [
  "lucide-react",
  "franc-min",
  "trigram-utils",
  "n-gram",
  "collapse-white-space",
  "wouter",
  "idb",
  "approx-string-match",
  "parse5",
  "prosemirror-[a-z-]+",
  "entities",
];

// Jest runs each file in a context of its own, in which looking up a global is slow. These are handed to each module instead; none that a test may
// put another in the place of, as timers and dates. (Not in the page's tests: a library of theirs has an icon named Map.)
const atHand =
  "Array ArrayBuffer Boolean Error JSON Map Math Number Object Promise Reflect RegExp Set String Symbol TypeError Uint8Array WeakMap WeakSet".split(
    " ",
  );

const shared: Config = {
  globalSetup: "<rootDir>/fixtures/memory-disk.ts",
  transform: {
    "^.+\\.(tsx?|m?js)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript", tsx: true }, transform: { react: { runtime: "automatic" } } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join("|")})/)`],
  moduleNameMapper: {
    "\\.css$": "<rootDir>/fixtures/empty-style.ts",
    // As the page and the built server load it: what Node is handed otherwise has its classes written for ES5, and takes twice as long.
    "^prosemirror-([a-z-]+)$": "<rootDir>/node_modules/prosemirror-$1/dist/index.js",
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/data/", "<rootDir>/.cache/"],
};

const config: Config = {
  // Jest would leave one core of two idle.
  maxWorkers: 2,
  // Tests wait for conditions, not for time: only one that hangs takes this long, however busy the machine is.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: "node",
      testEnvironment: "node",
      sandboxInjectedGlobals: atHand,
      testMatch: ["<rootDir>/{shared,server,fixtures}/**/*.test.ts", "<rootDir>/client/{session,editor}/**/*.test.ts"],
    },
    // What must not take long, measured by the clock, with much room: apart, as a busy machine can make any of them fail.
    { ...shared, displayName: "perf", testEnvironment: "node", testMatch: ["<rootDir>/{shared,server,client}/**/*.perf.ts"] },
    {
      ...shared,
      displayName: "dom",
      testEnvironment: "jsdom",
      setupFiles: ["<rootDir>/fixtures/jsdom-styles.ts"],
      testMatch: ["<rootDir>/client/**/*.test.tsx"],
    },
    { ...shared, displayName: "browser", testEnvironment: "node", testMatch: ["<rootDir>/client/e2e/**/*.test.ts"] },
  ],
};

export default config;
