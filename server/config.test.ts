import { readFileSync } from "node:fs";
import { readConfig, settings } from "./config";

const read = (env: Record<string, string>) => readConfig(env, "/srv/sourcier");

test("nothing set gives a server for this machine alone", () => {
  expect(read({})).toEqual({
    ok: true,
    warnings: [],
    config: {
      port: 3000,
      host: "127.0.0.1",
      dataDir: "/srv/sourcier/data",
      mongodbUri: null,
      redisUrl: null,
      publicUrl: null,
      logLevel: "info",
      trustProxy: false,
      maxTextBytes: 10 * 1024 * 1024,
      demo: true,
      strictAnswers: false,
    },
  });
});

test("each setting is read; an empty one counts as absent", () => {
  const env = {
    PORT: "0",
    HOST: "::1",
    DATA_DIR: "/var/lib/sourcier",
    MONGODB_URI: "mongodb://user:word@db:27017/sourcier",
    REDIS_URL: "rediss://cache:6380",
    PUBLIC_URL: "https://check.example.org/",
    LOG_LEVEL: "warn",
    TRUST_PROXY: "loopback, uniquelocal",
    MAX_TEXT_MB: "5",
    DEMO: "off",
    STRICT_ANSWERS: "on",
  };
  expect(read(env)).toMatchObject({
    ok: true,
    config: {
      port: 0,
      host: "::1",
      dataDir: "/var/lib/sourcier",
      mongodbUri: env.MONGODB_URI,
      redisUrl: env.REDIS_URL,
      publicUrl: "https://check.example.org",
      logLevel: "warn",
      trustProxy: ["loopback", "uniquelocal"],
      maxTextBytes: 5 * 1024 * 1024,
      demo: false,
      strictAnswers: true,
    },
  });
  expect(read({ PORT: " ", MONGODB_URI: "" })).toEqual(read({}));
  expect(read({ TRUST_PROXY: "2" })).toMatchObject({ config: { trustProxy: 2 } });
  expect(read({ TRUST_PROXY: "0" })).toMatchObject({ config: { trustProxy: false } });
});

test("every mistake is named at once, and no password is repeated", () => {
  const env = {
    PORT: "http",
    HOST: "here/there",
    MONGODB_URI: "postgres://user:hunter2@db",
    REDIS_URL: "redis//:hunter2",
    PUBLIC_URL: "https://check.example.org/path",
    LOG_LEVEL: "loud",
    TRUST_PROXY: "everybody",
    MAX_TEXT_MB: "1000",
    DEMO: "yes",
    STRICT_ANSWERS: "no",
  };
  const result = read(env);
  const mistakes = result.ok ? [] : result.mistakes;
  expect(mistakes.map((line) => line.split(":")[0])).toEqual(Object.keys(env).toSorted((a, b) => order(a) - order(b)));
  expect(mistakes[0]).toBe('PORT: expected a port number from 0 to 65535, got "http"');
  expect(mistakes.join("\n")).not.toContain("hunter2");
});

const order = (name: string) => Object.values(settings).findIndex((one) => one.name === name);

test.each(["65536", "-1", "3000.5", "1e3", "0x10"])("PORT=%s is no port", (PORT) => {
  expect(read({ PORT }).ok).toBe(false);
});

const warned = (env: Record<string, string>) => {
  const result = read(env);
  return result.ok && result.warnings.length > 0;
};

test("an address others can reach is warned of unless https stands in front", () => {
  expect(warned({ HOST: "0.0.0.0" })).toBe(true);
  expect(warned({ HOST: "0.0.0.0", PUBLIC_URL: "http://check.example.org" })).toBe(true);
  expect(warned({ HOST: "0.0.0.0", PUBLIC_URL: "https://check.example.org", TRUST_PROXY: "1" })).toBe(false);
  for (const HOST of ["127.0.0.1", "127.8.8.8", "::1", "localhost"]) expect(warned({ HOST })).toBe(false);
});

test("a proxy that is not trusted is warned of: everybody would count as one", () => {
  expect(warned({ PUBLIC_URL: "https://check.example.org" })).toBe(true);
  expect(warned({ PUBLIC_URL: "https://check.example.org", TRUST_PROXY: "loopback" })).toBe(false);
});

test("the table of settings in the README is the one that is read", () => {
  const rows = Object.values(settings).map(
    ({ name, shown, meaning }) => `| \`${name}\` | ${shown === "" ? "" : `\`${shown}\``} | ${meaning} |`,
  );
  const table = ["| setting | default | |", "| --- | --- | --- |", ...rows].join("\n");
  expect(readFileSync("README.md", "utf8")).toContain(table);
});
