import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What another process uses, as Linux tells it. */
export interface Usage {
  /** Processor time since its start, in milliseconds. */
  readonly cpuMs: number;
  /** Resident memory in megabytes (2²⁰ bytes). */
  readonly rssMb: number;
}

const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

export function usageOf(pid: number): Usage {
  // The name in the second field may hold spaces; the rest comes after its closing bracket.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpuMs: ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000, rssMb: Number(rss ?? 0) / 1024 };
}

/** The share of one core that a process used between two readings, in per cent. */
export const shareOfCore = (before: Usage, after: Usage, elapsedMs: number): number => ((after.cpuMs - before.cpuMs) / elapsedMs) * 100;
