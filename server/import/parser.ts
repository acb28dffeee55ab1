import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as z from "zod/mini";
import { ok, refuse, Refusal } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { createFairQueue } from "../fair-queue";
import { parsing } from "../json-pieces";
import { inSlices } from "../lane";
import type { Chosen, ChosenText } from "./chosen";
import type { ParseAnswer, ParseJob } from "./parser-child";
import { frame, unframe } from "./parser-frames";
import type { ImportInput } from "./preview";

export interface ParserOptions {
  /** The built `parser-child.ts`. */
  readonly entry: string;
  /** Everything that one reading may take, in MB; 256 unless told. */
  readonly memory?: number;
  /** Seconds of a processor that one reading may take; 10 unless told. */
  readonly processor?: number;
  /** Milliseconds it may take on a machine that has others to serve; 30,000 unless told. */
  readonly timeout?: number;
  /** How many people may wait for the two that are read for; 8 unless told, more are refused as `busy`. */
  readonly waiting?: number;
}

/** A text as a person chose it, and the SHA-256 of the file it was read from. */
export interface ReadDocument extends ChosenText {
  readonly sha256: string;
}

/**
 * Every method takes who asks: of several files of one person one is read at a time. Refuses as `decode` and `recognise` do, and with `too-slow`
 * (its seconds are used up), `too-complex` (no room left in its memory), `malformed` (detail.reason = crash), `busy` (no place in the line, or the
 * machine did not give it its seconds in time), `stopping`.
 */
export interface Parser {
  /** The JSON of an `ImportPreview` of a file of any format: nothing here looks into it, it may be as large as the file. */
  preview(input: ImportInput, who: string): Promise<Result<Uint8Array>>;
  /** Reads the file again and makes the text of what was chosen of its preview. */
  document(input: ImportInput, chosen: Chosen, who: string): Promise<Result<ReadDocument>>;
  /** Ends what runs; its callers, and all later ones, get `stopping`. */
  close(): Promise<void>;
}

const Head = z.union([
  z.strictObject({ ok: z.literal(true), value: z.strictObject({ sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }) }),
  z.strictObject({ ok: z.literal(false), refusal: Refusal }),
]);

/** What the kernel's limit on data does not count, less what it counts and is never touched: the program's text, the threads' stacks. */
const PROGRAM_MB = 16;
/** Buffers, and what Node and its libraries keep beside the heap. */
const BESIDE_HEAP_MB = 64;
/** The most that an answer may hold. */
const MAX_ANSWER = 128 * 1024 * 1024;
const FILES_AT_ONCE = 2;
/** Files of one person that may wait for the one that is read. */
const FILES_WAITING = 2;

interface Answered {
  readonly sha256: string;
  readonly json: Buffer;
}

/**
 * Reads every file in a child of its own, ended after it: decoding, normalising and parsing never hold the server, and what a hostile file breaks is
 * thrown away. Two children at most, one per person.
 */
export function openParser({ entry, memory = 256, processor = 10, timeout = 30_000, waiting = 8 }: ParserOptions): Parser {
  const queue = createFairQueue({ width: FILES_AT_ONCE, each: 1, line: FILES_WAITING, lines: waiting });
  const running = new Set<Promise<unknown>>();
  const children = new Set<ChildProcess>();
  let closed = false;

  const run = async (job: ParseJob, bodies: readonly Uint8Array[]): Promise<Result<Answered>> => {
    if (closed) return refuse("stopping");
    const child = start(entry, memory, processor);
    children.add(child);
    const answered = exchange(child, [frame(job), ...bodies], timeout).finally(() => {
      children.delete(child);
      running.delete(answered);
    });
    running.add(answered);
    const result = await answered;
    return closed ? refuse("stopping") : result;
  };

  const ask = async (job: ParseJob, who: string, ...bodies: readonly Uint8Array[]): Promise<Result<Answered>> =>
    closed ? refuse("stopping") : ((await queue.run(who, () => run(job, bodies))) ?? refuse("busy"));

  return {
    async preview({ bytes, ...input }, who) {
      const read = await ask({ want: "preview", ...input }, who, bytes);
      return read.ok ? ok(read.value.json) : read;
    },
    async document({ bytes, ...input }, { choices, title }, who) {
      const read = await ask({ want: "document", title, choices: choices.length, ...input }, who, choices, bytes);
      if (!read.ok) return read;
      // What the text may hold is checked where every text is: at the authority.
      const text = (await inSlices(parsing(read.value.json.toString()))) as ChosenText;
      return ok({ ...text, sha256: read.value.sha256 });
    },
    async close() {
      closed = true;
      for (const child of children) child.kill("SIGKILL");
      await Promise.allSettled(running);
    },
  };
}

/**
 * Starts a child that holds nothing of the server's environment, which may have the database's password in it. The kernel keeps its data within
 * bounds (`ulimit -d`: heap, buffers and what libraries allocate alike), and ends it when its processor time is used up (`ulimit -S -t`: at the hard limit it could not be told from a lack of memory); where there
 * are no such limits the heap's own and the time-out remain.
 */
function start(entry: string, memory: number, processor: number): ChildProcess {
  const data = memory - PROGRAM_MB;
  const args = [`--max-old-space-size=${Math.max(16, data - BESIDE_HEAP_MB)}`, "--max-semi-space-size=8", entry];
  const options = { env: {}, stdio: ["pipe", "pipe", "ignore"] as const };
  if (process.platform === "win32") return spawn(process.execPath, args, options as never);
  const bounded = `ulimit -d ${data * 1024} 2>/dev/null; ulimit -S -t ${processor} 2>/dev/null; exec "$0" "$@"`;
  return spawn("/bin/sh", ["-c", bounded, process.execPath, ...args], options as never);
}

/** Gives the child its file and hears its answer, however it ends. */
function exchange(child: ChildProcess, sent: readonly Uint8Array[], timeout: number): Promise<Result<Answered>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let early: Result<Answered> | null = null;
    const stop = (why: Result<Answered>): void => {
      early ??= why;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => stop(refuse("busy")), timeout);
    child.stdout?.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER) stop(refuse("too-complex"));
      else chunks.push(chunk);
    });
    // A child that is gone takes nothing any more; why it went is told by its end.
    child.stdin?.on("error", () => undefined);
    child.on("error", () => stop(refuse("malformed", { reason: "crash" })));
    child.once("close", (_code, signal) => {
      clearTimeout(timer);
      resolve(early ?? answerOf(Buffer.concat(chunks), signal));
    });
    // Each as it is: a file is not copied to stand behind what is said of it.
    for (const bytes of sent) child.stdin?.write(bytes);
    child.stdin?.end();
  });
}

/** A child that the kernel or its own heap ended, and not for its time, had no memory left. */
function answerOf(bytes: Buffer, signal: NodeJS.Signals | null): Result<Answered> {
  if (signal === "SIGXCPU") return refuse("too-slow");
  if (signal !== null) return refuse("too-complex");
  try {
    const { head, body } = unframe(bytes);
    const answer = Head.parse(head) as ParseAnswer;
    return answer.ok ? ok({ sha256: answer.value.sha256, json: body }) : answer;
  } catch {
    return refuse("malformed", { reason: "crash" });
  }
}
