import type { ClaimsResult } from "./claims";
import type { CostlyRow } from "./costly/costly";
import type { Histogram } from "./histogram";
import type { BenchServer } from "./bench-server";
import type { WritersResult } from "./writers";

export type WritersRow = WritersResult & {
  readonly count: number;
  readonly cpu: number;
  readonly rssMb: number;
  /** The same through a bare Socket.IO server. */
  readonly raw?: WritersResult & { readonly cpu: number };
};

export type ClaimsRow = ClaimsResult & { readonly people: number };

export interface Report {
  readonly machine: string;
  readonly store: string;
  readonly append: Histogram;
  readonly writers: readonly WritersRow[];
  readonly claims: readonly ClaimsRow[];
  readonly costly: readonly CostlyRow[];
  readonly server: BenchServer;
  readonly browser: string | null;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---:"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const pair = ({ p50, p99 }: { p50: number; p99: number }): string => `${ms(p50)} / ${ms(p99)}`;
const reached = (is: boolean): string => (is ? "reached" : "**not reached**");

/** The figures as Markdown, those that were promised beside what was promised. */
export function report({ machine, store, append, writers, claims, costly, server, browser }: Report): string {
  const parts = [
    `${machine}; store: ${store}. A raw durable append (300 bytes, fdatasync) took ${ms(append.at(0.5))} / ${ms(append.at(0.99))} ms (p50 / p99).`,
    "### Writers on one document (2–5 characters a second each)",
    writersTable(writers, append),
    "### Claims, submitted to durable",
    claimsTable(claims, append),
    "### Typing in one text while somebody sends a costly input to another",
    costlyTable(costly),
    "### Promises",
    promises(writers, claims, costly, server),
    ...(browser === null ? [] : ["### In a browser", browser]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function writersTable(rows: readonly WritersRow[], append: Histogram): string {
  const head = [
    "writers",
    "keys/s",
    "to the others p50 / p99 ms",
    "durable ack p50 / p99 ms",
    "ack p50 ÷ raw append",
    "refused",
    "CPU % of a core",
    "RSS MB",
    "bytes per key and receiver",
    "all the same",
    "bare Socket.IO p50 / p99 ms",
    "its CPU %",
    "clients late p99 ms (ours / bare)",
  ];
  return table(
    head,
    rows.map((row) => [
      String(row.count),
      (row.keystrokes / row.seconds).toFixed(0),
      pair(row.told),
      pair(row.acknowledged),
      (row.acknowledged.p50 / Math.max(0.1, append.at(0.5))).toFixed(1),
      String(row.refused),
      row.cpu.toFixed(0),
      row.rssMb.toFixed(0),
      row.bytes.toFixed(0),
      row.converged ? "yes" : "**no**",
      row.raw ? pair(row.raw.told) : "",
      row.raw ? row.raw.cpu.toFixed(0) : "",
      `${ms(row.lateP99)} / ${row.raw ? ms(row.raw.lateP99) : ""}`,
    ]),
  );
}

function claimsTable(rows: readonly ClaimsRow[], append: Histogram): string {
  return table(
    ["people at once", "claims", "durable ack p50 / p99 ms", "ack p50 ÷ raw append", "told elsewhere p50 / p99 ms", "refused"],
    rows.map((row) => [
      String(row.people),
      String(row.claims),
      pair(row.acknowledged),
      (row.acknowledged.p50 / Math.max(0.1, append.at(0.5))).toFixed(1),
      pair(row.told),
      String(row.refused),
    ]),
  );
}

/** The first row is without any such input. */
export function costlyTable(rows: readonly CostlyRow[]): string {
  return table(
    [
      "input",
      "sent",
      "taken",
      "keystrokes",
      "alone p50 / p99 ms",
      "beside it p50 / p99 ms",
      "longest ms",
      "loop held at most (processor), alone / beside ms",
    ],
    rows.map(({ input, sent, taken, alone, beside, held }) => [
      input,
      String(sent),
      String(taken),
      String(beside.keystrokes),
      pair(alone),
      pair(beside),
      ms(beside.most),
      `${ms(held.alone)} / ${ms(held.beside)}`,
    ]),
  );
}

/** A machine that has others to serve as well is slow by itself: there a keystroke may take half as long again as it did without the input. */
const isHeld = ({ alone, beside }: CostlyRow): boolean => beside.p99 <= Math.max(100, 1.5 * alone.p99);

function promises(writers: readonly WritersRow[], claims: readonly ClaimsRow[], costly: readonly CostlyRow[], server: BenchServer): string {
  const rows: [string, string, string, boolean][] = [];
  for (const row of writers.filter(({ count }) => count === 200)) {
    rows.push(["200 writers: keystroke to the others, p99", "≤ 50 ms", `${ms(row.told.p99)} ms`, row.told.p99 <= 50]);
    rows.push(["200 writers: refused", "0", String(row.refused), row.refused === 0]);
    rows.push(["200 writers: CPU", "≤ 25 % of a core", `${row.cpu.toFixed(0)} %`, row.cpu <= 25]);
    rows.push(["200 writers: bytes down per keystroke and receiver", "≤ 60", row.bytes.toFixed(0), row.bytes <= 60]);
  }
  for (const { people, acknowledged } of claims) {
    const [p50, p99] = people === 1 ? [3, 10] : [10, 50];
    const well = acknowledged.p50 <= p50 && acknowledged.p99 <= p99;
    rows.push([`claims, ${people} at once: durable ack p50 / p99`, `≤ ${p50} / ${p99} ms`, `${pair(acknowledged)} ms`, well]);
  }
  const worst = costly.reduce((most, { beside }) => Math.max(most, beside.p99), 0);
  if (costly.length > 0) rows.push(["keystroke beside any costly input, p99", "≤ 100 ms", `${ms(worst)} ms`, costly.every(isHeld)]);
  rows.push(["warm start to ready", "≤ 1 s", `${(server.startMs / 1000).toFixed(2)} s`, server.startMs <= 1000]);
  rows.push(["RSS idle", "≤ 120 MB", `${server.idleRssMb.toFixed(0)} MB`, server.idleRssMb <= 120]);
  if (server.scriptsKb !== null)
    rows.push(["first-load scripts, gzip", "≤ 250 kB", `${server.scriptsKb.toFixed(0)} kB`, server.scriptsKb <= 250]);
  rows.push(["`node_modules`", "≤ 400 MB", `${server.modulesMb.toFixed(0)} MB`, server.modulesMb <= 400]);
  return table(
    ["figure", "promised", "measured", ""],
    rows.map(([what, promised, measured, is]) => [what, promised, measured, reached(is)]),
  );
}
