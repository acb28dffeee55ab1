import pino from "pino";
import type { Logger } from "pino";
import type { Config } from "./config";

/** What of an error is logged: its kind and where it happened. What it quotes is left out, because it may quote a name or a text. */
export function errorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? unquoted(error) : typeof error;
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const code = (error as NodeJS.ErrnoException).code;
  return { name: error.name, ...(code === undefined ? {} : { code }), message: unquoted(error.message), at: at.map((line) => line.trim()) };
}

const unquoted = (text: string): string => text.replace(/"[^"]*"|'[^']*'|“[^”]*”|`[^`]*`/g, '"…"').slice(0, 500);

/** JSON lines on stderr. Facts named `error` are reduced to what `errorFacts` keeps. */
export function openLogger(level: Config["logLevel"]): Logger {
  return pino({ level, base: null, serializers: { error: errorFacts } }, pino.destination({ dest: 2, sync: true }));
}
