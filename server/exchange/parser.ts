import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as z from "zod/mini";
import { refuse, Refusal } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { ImportPreview } from "../../shared/wire/import";
import { decode } from "./decode";
import { formatOf } from "./format";
import type { ParseJob } from "./parser-child";
import { previewPlain } from "./preview";
import type { ImportInput } from "./preview";

export interface ParserOptions {
  /** The built `parser-child.ts`. */
  readonly entry: string | URL;
  /** Heap of one parsing in MB; 256 unless told. */
  readonly memory?: number;
  /** Milliseconds one parsing may take; 10,000 unless told. */
  readonly timeout?: number;
  /** How many parsings may wait for the one that runs; 8 unless told, more are refused as `busy`. */
  readonly waiting?: number;
}

export interface Parser {
  /** The preview of a file of any format. Refuses as `decode` and `recognise` do, and with `malformed` (detail.reason: crash | timeout), `busy`, `stopping`. */
  preview(input: ImportInput): Promise<Result<ImportPreview>>;
  /** Ends what runs; its callers, and all later ones, get `stopping`. */
  close(): Promise<void>;
}

const Answer = z.union([
  z.strictObject({ ok: z.literal(true), value: ImportPreview }),
  z.strictObject({ ok: z.literal(false), refusal: Refusal }),
]);

/**
 * Reads plain text in this process, and everything with markup in a child that is forked for one text and ended after it: the parsers' memory never
 * stays with the server, and what a hostile page breaks is thrown away. One child at a time; half a second to start it.
 */
export function openParser({ entry, memory = 256, timeout = 10_000, waiting = 8 }: ParserOptions): Parser {
  const running = new Set<ChildProcess>();
  let last: Promise<unknown> = Promise.resolve();
  let queued = 0;
  let closed = false;

  const run = (job: ParseJob): Promise<Result<ImportPreview>> =>
    new Promise((resolve) => {
      if (closed) return resolve(refuse("stopping"));
      const child = fork(entry, [], {
        execArgv: [`--max-old-space-size=${memory}`],
        // Nothing of the server's environment: it may hold the database's password.
        env: {},
        serialization: "advanced",
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      running.add(child);
      let answer: Result<ImportPreview> | null = null;
      const timer = setTimeout(() => end(refuse("malformed", { reason: "timeout" })), timeout);
      const end = (result: Result<ImportPreview>): void => {
        answer ??= result;
        child.kill("SIGKILL");
      };
      child.once("message", (message) => {
        const parsed = Answer.safeParse(message);
        end(parsed.success ? (parsed.data as Result<ImportPreview>) : refuse("malformed", { reason: "crash" }));
      });
      child.on("error", () => end(refuse("malformed", { reason: "crash" })));
      child.once("close", () => {
        clearTimeout(timer);
        running.delete(child);
        resolve(closed ? refuse("stopping") : (answer ?? refuse("malformed", { reason: "crash" })));
      });
      child.send(job, (error) => error && end(refuse("malformed", { reason: "crash" })));
    });

  /** One after another; a waiting one starts when the one before has ended, however it ended. */
  const queue = async (job: ParseJob): Promise<Result<ImportPreview>> => {
    if (closed) return refuse("stopping");
    if (queued > waiting) return refuse("busy");
    queued += 1;
    const mine = last.then(() => run(job));
    last = mine;
    try {
      return await mine;
    } finally {
      queued -= 1;
    }
  };

  return {
    async preview(input) {
      const text = decode(input.bytes, input.encoding);
      if (!text.ok) return text;
      const format = formatOf(input.name, input.mime, text.value);
      return format === "text" ? previewPlain(text.value) : queue({ format, text: text.value });
    },
    async close() {
      closed = true;
      for (const child of running) child.kill("SIGKILL");
      await last;
    },
  };
}
