import { runClaims } from "./claims";
import type { ClaimsJob, ClaimsResult } from "./claims";
import { rawEcho } from "./floors";
import { runWriters } from "./writers";
import type { WritersJob, WritersResult } from "./writers";

// The process beside the server: everybody's pages, or the bare Socket.IO server. Takes one job from its parent.

export type Job = WritersJob | ClaimsJob | { readonly kind: "echo" };
export type Said =
  | { readonly phase: "measuring" | "measured" }
  | { readonly phase: "listening"; readonly port: number }
  | { readonly phase: "done"; readonly result: WritersResult | ClaimsResult };

const say = (said: Said): void => void process.send?.(said);

async function work(job: Job): Promise<void> {
  if (job.kind === "echo") return say({ phase: "listening", port: await rawEcho() });
  const result = job.kind === "writers" ? await runWriters(job, (phase) => say({ phase })) : await runClaims(job);
  say({ phase: "done", result });
  process.disconnect();
}

process.once("message", (job) => {
  work(job as Job).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once("disconnect", () => process.exit(0));
