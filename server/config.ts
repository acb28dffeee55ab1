import { resolve } from "node:path";
import * as z from "zod/mini";

// The one place that reads the environment. Each setting says how it is read, what it expects and what it is for; the README's table is tested against it.

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Where a proxy's `X-Forwarded-For` may be believed: nobody, the nearest n proxies, or those addresses. */
export type TrustProxy = false | number | string[];

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly mongodbUri: string | null;
  readonly redisUrl: string | null;
  /** An origin such as https://check.example.org, without a path; null on a laptop. */
  readonly publicUrl: string | null;
  readonly logLevel: (typeof logLevels)[number];
  readonly trustProxy: TrustProxy;
  /** The most that is taken of one text, in bytes. */
  readonly maxTextBytes: number;
  /** Whether an empty store is given the demonstration case. */
  readonly demo: boolean;
  /** Whether an answer with more in it than its route promises is a fault instead of being cut. */
  readonly strictAnswers: boolean;
}

interface Setting<T> {
  readonly name: string;
  readonly read: z.ZodMiniType<T, string>;
  readonly fallback: T;
  /** The default as the README shows it. */
  readonly shown: string;
  readonly expects: string;
  readonly meaning: string;
  /** Its value may hold a password and is never repeated. */
  readonly secret?: true;
}

const setting = <T>(one: Setting<T>): Setting<T> => one;

/** What `schema` accepts, turned into what the server goes by. */
const turned = <S extends z.ZodMiniType, T>(schema: S, turn: (value: z.output<S>) => T) => z.pipe(schema, z.transform(turn));

const onOff = turned(z.enum(["on", "off"]), (value) => value === "on") as unknown as z.ZodMiniType<boolean, string>;

const whole = (min: number, max: number) =>
  z.pipe(turned(z.string().check(z.regex(/^\d{1,6}$/)), Number), z.number().check(z.gte(min), z.lte(max)));

const protocolOf = (text: string): string => {
  try {
    return new URL(text).protocol;
  } catch {
    return "";
  }
};
const url = (...protocols: string[]) => z.string().check(z.refine((text) => protocols.includes(protocolOf(text)), { abort: true }));

const origin = turned(
  url("http:", "https:").check(z.refine((text) => new URL(text).href === `${new URL(text).origin}/`)),
  (text) => new URL(text).origin,
);

const proxies = z.union([
  turned(whole(0, 10), (hops): TrustProxy => (hops === 0 ? false : hops)),
  turned(
    z.string().check(z.regex(/^[0-9a-fA-F.:/,\s]+$|^(loopback|linklocal|uniquelocal)(\s*,\s*(loopback|linklocal|uniquelocal))*$/)),
    (list): TrustProxy => list.split(",").map((part) => part.trim()),
  ),
]);

/** Every setting, in the README's order. */
export const settings = {
  port: setting({
    name: "PORT",
    read: whole(0, 65_535),
    fallback: 3000,
    shown: "3000",
    expects: "a port number from 0 to 65535",
    meaning: "Port to listen on; 0 takes any free one.",
  }),
  host: setting({
    name: "HOST",
    read: z.string().check(z.regex(/^[A-Za-z0-9.:_-]{1,255}$/)),
    fallback: "127.0.0.1",
    shown: "127.0.0.1",
    expects: "an address or a host name",
    meaning: "Address to listen on. Anything but this machine itself wants `PUBLIC_URL` with https.",
  }),
  dataDir: setting({
    name: "DATA_DIR",
    read: z.string().check(z.regex(/^[^\0]+$/)),
    fallback: "data",
    shown: "data",
    expects: "a path",
    meaning: "Folder of the embedded store. Not used with `MONGODB_URI`.",
  }),
  mongodbUri: setting<string | null>({
    name: "MONGODB_URI",
    read: url("mongodb:", "mongodb+srv:"),
    fallback: null,
    shown: "",
    expects: "an address that starts with mongodb:// or mongodb+srv://",
    meaning: "MongoDB to keep everything in. Without it an embedded SQLite file is used.",
    secret: true,
  }),
  redisUrl: setting<string | null>({
    name: "REDIS_URL",
    read: url("redis:", "rediss:"),
    fallback: null,
    shown: "",
    expects: "an address that starts with redis:// or rediss://",
    meaning: "Redis that joins several server processes.",
    secret: true,
  }),
  publicUrl: setting<string | null>({
    name: "PUBLIC_URL",
    read: origin,
    fallback: null,
    shown: "",
    expects: "an origin such as https://check.example.org, without a path",
    meaning: "Where people reach the server when it stands behind a proxy. With https the cookie is `Secure`.",
  }),
  trustProxy: setting<TrustProxy>({
    name: "TRUST_PROXY",
    read: proxies,
    fallback: false,
    shown: "0",
    expects: "a number of proxies, or their addresses separated by commas",
    meaning: "Proxies whose `X-Forwarded-For` is believed, so that limits count people and not the proxy.",
  }),
  logLevel: setting<(typeof logLevels)[number]>({
    name: "LOG_LEVEL",
    read: z.enum(logLevels) as unknown as z.ZodMiniType<(typeof logLevels)[number], string>,
    fallback: "info",
    shown: "info",
    expects: logLevels.join(", "),
    meaning: "How much is logged to stderr. No level logs names, texts or addresses of people.",
  }),
  maxTextMb: setting({
    name: "MAX_TEXT_MB",
    read: whole(1, 10),
    fallback: 10,
    shown: "10",
    expects: "a number of megabytes from 1 to 10",
    meaning: "The largest text that may be added.",
  }),
  demo: setting({
    name: "DEMO",
    read: onOff,
    fallback: true,
    shown: "on",
    expects: "on or off",
    meaning: "Whether an empty store starts with the demonstration case.",
  }),
  strictAnswers: setting({
    name: "STRICT_ANSWERS",
    read: onOff,
    fallback: false,
    shown: "off",
    expects: "on or off",
    meaning: "For development: an answer with more in it than its route promises is a fault; else the rest is left out.",
  }),
} as const;

type Read = { readonly [K in keyof typeof settings]: (typeof settings)[K]["fallback"] };

export type ConfigResult = { ok: true; config: Config; warnings: string[] } | { ok: false; mistakes: string[] };

/** Reads every setting of `env`; an empty value counts as absent. Names all mistakes at once, one line each. `root`: what relative paths start from. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, root: string): ConfigResult {
  const mistakes: string[] = [];
  const read: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(settings)) {
    const text = env[one.name]?.trim() ?? "";
    const parsed = text === "" ? { success: true as const, data: one.fallback } : one.read.safeParse(text);
    if (parsed.success) read[key] = parsed.data;
    else mistakes.push(`${one.name}: expected ${one.expects}${"secret" in one ? "" : `, got ${JSON.stringify(text.slice(0, 80))}`}`);
  }
  if (mistakes.length > 0) return { ok: false, mistakes };
  const { maxTextMb, dataDir, ...rest } = read as Read;
  const config: Config = { ...rest, dataDir: resolve(root, dataDir), maxTextBytes: maxTextMb * 1024 * 1024 };
  return { ok: true, config, warnings: warningsOf(config) };
}

export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

function warningsOf({ host, publicUrl, trustProxy }: Config): string[] {
  const https = publicUrl?.startsWith("https:") ?? false;
  const warnings: string[] = [];
  if (!isLoopback(host) && !https) {
    const why = "passwords and texts would cross the network readable";
    warnings.push(
      `HOST=${host} can be reached from other machines without https: ${why}. Put a proxy with https in front and set PUBLIC_URL.`,
    );
  }
  if (https && trustProxy === false) {
    const why = "everybody would count as one address, and ten wrong passwords would lock all of them out";
    warnings.push(`PUBLIC_URL is https but TRUST_PROXY is not set: ${why}. Set TRUST_PROXY to the number of proxies in front.`);
  }
  return warnings;
}
