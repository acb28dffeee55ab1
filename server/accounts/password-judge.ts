import { Worker } from "node:worker_threads";
import type { Guessable } from "./password-estimate";

/** Whether a password would be guessed early, and why; null when it will do, "busy" when there was no time to tell. */
export type Judge = (password: string, words: readonly string[]) => Promise<Guessable | "busy" | null>;

export interface JudgeOptions {
  /** The built `password-worker.ts`. */
  readonly entry: string;
  /** Milliseconds that one judgement may take, the first one's loading included; 15,000 unless told. */
  readonly timeout?: number;
  /** Milliseconds without a question after which the thread and its lists are let go; 60,000 unless told. */
  readonly idle?: number;
}

export interface PasswordJudge {
  readonly judge: Judge;
  /** Loads the lists now: somebody is about to choose a password. */
  warm(): void;
  close(): Promise<void>;
}

/** In this very thread, for tests and the command line; loaded at the first question. */
export const judgeHere: Judge = async (password, words) => (await import("./password-estimate")).estimate(password, words);

/** Judges in a thread that is started at the first question and ended when nobody asks any more, or when an answer takes too long. One question at a time. */
export function openJudge({ entry, timeout = 15_000, idle = 60_000 }: JudgeOptions): PasswordJudge {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let leaving: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(leaving);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  const ask: Judge = (password, words) => {
    clearTimeout(leaving);
    const asked = (worker ??= new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: 256 } }));
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle("busy"), timeout);
      const settle = (answer: Guessable | "busy" | null): void => {
        clearTimeout(timer);
        asked.off("message", settle).off("error", failed);
        leaving = setTimeout(() => void end(), idle).unref();
        if (answer !== "busy") return resolve(answer);
        // One that is ended may still complain.
        asked.on("error", () => undefined);
        void end().then(() => resolve(answer));
      };
      const failed = (): void => settle("busy");
      asked.on("message", settle).on("error", failed);
      asked.postMessage({ password, words }, []);
    });
  };

  return {
    judge(password, words) {
      const mine = last.then(() => ask(password, words));
      last = mine;
      return mine;
    },
    warm() {
      last = last.then(() => ask("", []));
    },
    close: end,
  };
}
