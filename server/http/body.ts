import type { IncomingMessage } from "node:http";
import { ok, refuse } from "../../shared/refusal";
import type { Refusal, Result } from "../../shared/refusal";
import { LENGTH_BYTES } from "../../shared/protocol/parts";
import { Parts } from "./parts";

/**
 * What is still read and thrown away of a file that is too large, from whoever may send one: a browser that is cut off shows a broken connection instead of
 * our answer. Of a body that should have had some kilobytes nothing more is read (`unread.ts`).
 */
const DISCARD_BYTES = 64 * 1024 * 1024;
const DISCARD_MS = 10_000;
const FAREWELL_MS = 1000;

/** `bytes`: the most that is read. `megabytes`: what a refusal tells the person. `values`: how many values JSON may hold. */
export interface BodyLimit {
  readonly bytes: number;
  readonly megabytes: number;
  readonly values: number;
}

/**
 * The whole body. Refuses `too-large` by the length that is announced, or as soon as more than that has come; `malformed` when the connection broke or the
 * body is compressed (a small body could unfold into a huge one).
 */
export async function readBody(request: IncomingMessage, limit: BodyLimit): Promise<Result<Buffer>> {
  const parts = await read(request, [limit.bytes], limit.megabytes);
  return parts.ok ? ok(parts.value[0] ?? Buffer.alloc(0)) : parts;
}

/** A file, with what is told of it in parts before it, each with its limit in bytes. One that is too large is read on into the void for a while. */
export async function readFile(request: IncomingMessage, limits: readonly number[], megabytes: number): Promise<Result<Buffer[]>> {
  const parts = await read(request, limits, megabytes);
  if (!parts.ok && parts.refusal.code === "too-large") discard(request, DISCARD_BYTES);
  return parts;
}

async function read(request: IncomingMessage, limits: readonly number[], megabytes: number): Promise<Result<Buffer[]>> {
  if ((request.headers["content-encoding"] ?? "identity") !== "identity") return refuse("malformed");
  const tooLarge = refuse("too-large", { limit: megabytes });
  const most = limits.reduce((sum, limit) => sum + limit + LENGTH_BYTES, -LENGTH_BYTES);
  const parts = new Parts(limits, tooLarge.refusal);
  const refusal =
    Number(request.headers["content-length"] ?? 0) > most ? tooLarge.refusal : await taken(request, (chunk) => parts.push(chunk));
  if (refusal) return { ok: false, refusal };
  const whole = parts.end();
  return Array.isArray(whole) ? ok(whole) : { ok: false, refusal: whole };
}

/** Gives each chunk on as it comes. Answers null at the end, or what was refused. */
function taken(request: IncomingMessage, take: (chunk: Buffer) => Refusal | null): Promise<Refusal | null> {
  return new Promise((resolve) => {
    const onData = (chunk: Buffer): void => {
      const refusal = take(chunk);
      if (!refusal) return;
      request.off("data", onData);
      request.pause();
      resolve(refusal);
    };
    request.on("data", onData);
    request.once("end", () => resolve(null));
    request.once("error", () => resolve({ code: "malformed" }));
    request.once("close", () => resolve({ code: "malformed" }));
  });
}

function discard(request: IncomingMessage, most: number): void {
  let size = 0;
  let timer = setTimeout(() => request.destroy(), DISCARD_MS).unref();
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) return;
    request.pause();
    clearTimeout(timer);
    // Our answer would be lost with a connection that is ended at once.
    timer = setTimeout(() => request.destroy(), FAREWELL_MS).unref();
  });
  request.once("close", () => clearTimeout(timer));
  request.resume();
}
