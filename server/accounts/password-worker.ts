import { parentPort } from "node:worker_threads";
import { estimate } from "./password-estimate";

// The thread that judges passwords: one question, one answer.

parentPort?.on("message", ({ password, words }: { password: string; words: readonly string[] }) => {
  parentPort?.postMessage(estimate(password, words), []);
});
