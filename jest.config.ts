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
  "entities",
];

const shared: Config = {
  transform: {
    "^.+\\.(tsx?|m?js)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript", tsx: true }, transform: { react: { runtime: "automatic" } } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join("|")})/)`],
  moduleNameMapper: { "\\.css$": "<rootDir>/fixtures/empty-style.ts" },
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
      testMatch: ["<rootDir>/{shared,server,fixtures}/**/*.test.ts", "<rootDir>/client/{session,editor}/**/*.test.ts"],
    },
    // What must not take long, measured by the clock, with much room: apart, as a busy machine can make any of them fail.
    { ...shared, displayName: "perf", testEnvironment: "node", testMatch: ["<rootDir>/{shared,server,client}/**/*.perf.ts"] },
    { ...shared, displayName: "dom", testEnvironment: "jsdom", testMatch: ["<rootDir>/client/**/*.test.tsx"] },
    { ...shared, displayName: "browser", testEnvironment: "node", testMatch: ["<rootDir>/client/e2e/**/*.test.ts"] },
  ],
};

export default config;
