import { runClaims } from "./claims";
import type { ClaimsJob, ClaimsResult } from "./claims";
import type { Sendings } from "./costly/input";
import { runCostly, runTyping } from "./costly/jobs";
import type { CostlyJob, TypeJob, TypeResult } from "./costly/jobs";
import { rawEcho } from "./floors";
import { runWriters } from "./writers";
import type { WritersJob, WritersResult } from "./writers";

// The process beside the server: everybody's pages, or the bare Socket.IO server. Takes one job from its parent.

export type Job = WritersJob | ClaimsJob | TypeJob | CostlyJob | { readonly kind: "echo" };
export type Outcome = WritersResult | ClaimsResult | TypeResult | Sendings;
export type Said =
  | { readonly phase: "measuring" | "measured" }
  | { readonly phase: "listening"; readonly port: number }
  | { readonly phase: "done"; readonly result: Outcome };

const say = (said: Said): void => void process.send?.(said);

async function work(job: Job): Promise<void> {
  if (job.kind === "echo") return say({ phase: "listening", port: await rawEcho() });
  say({ phase: "done", result: await done(job) });
  process.disconnect();
}

function done(job: Exclude<Job, { kind: "echo" }>): Promise<Outcome> {
  switch (job.kind) {
    case "writers":
      return runWriters(job, (phase) => say({ phase }));
    case "claims":
      return runClaims(job);
    case "type":
      return runTyping(job);
    case "costly":
      return runCostly(job);
  }
}

process.once("message", (job) => {
  work(job as Job).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once("disconnect", () => process.exit(0));
