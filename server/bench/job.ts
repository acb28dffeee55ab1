import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Job, Outcome, Said } from "./pages";

/** One job in a process of its own. */
export async function run(
  pagesFile: string,
  job: Job,
  phase: (phase: "measuring" | "measured") => void = () => undefined,
): Promise<Outcome> {
  const child = fork(pagesFile);
  try {
    return await new Promise((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the pages' process ended with ${code}`)));
      child.on("message", (message) => {
        const said = message as Said;
        if (said.phase === "done") resolve(said.result);
        else if (said.phase !== "listening") phase(said.phase);
      });
      child.send(job);
    });
  } finally {
    await ended(child);
  }
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  if (child.connected) child.disconnect();
  child.kill();
  await exit;
}
