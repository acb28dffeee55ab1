import { systemRandom } from "../../shared/ids";
import { ok, refuse } from "../../shared/refusal";
import type { Result } from "../../shared/refusal";
import { chosenText } from "./chosen";
import { sha256 } from "./digest";
import { frame, unframe } from "./parser-frames";
import { previewOf } from "./preview";
import type { ImportInput } from "./preview";

// The process that a hostile file may break: it reads one file, answers, and is ended by its parent. It holds no secret and opens nothing.

/**
 * What the parent sends, once, before the file's bytes. `document`: what a person chose of the preview becomes a text; so many bytes before the file's
 * are the JSON of their choices.
 */
export type ParseJob = Omit<ImportInput, "bytes"> &
  ({ readonly want: "preview" } | { readonly want: "document"; readonly title: string; readonly choices: number });

/** What the answer begins with; the JSON of what was wanted comes after it. */
export type ParseAnswer = Result<{ readonly sha256: string }>;

async function wanted(job: ParseJob, choices: Uint8Array, bytes: Uint8Array): Promise<Result<unknown>> {
  const preview = await previewOf({ ...job, bytes });
  if (!preview.ok || job.want === "preview") return preview;
  return chosenText(preview.value, { choices, title: job.title }, systemRandom);
}

async function answer(sent: Buffer): Promise<Buffer> {
  try {
    const { head, body } = unframe(sent);
    const job = head as ParseJob;
    const begin = job.want === "document" ? job.choices : 0;
    const file = body.subarray(begin);
    const result = await wanted(job, body.subarray(0, begin), file);
    return result.ok ? frame(ok({ sha256: sha256(file) }) satisfies ParseAnswer, Buffer.from(JSON.stringify(result.value))) : frame(result);
  } catch (error) {
    // No room for a string, a buffer or another call: the file asks for more than one may.
    return frame(error instanceof RangeError ? refuse("too-complex") : refuse("malformed", { reason: "crash" }));
  }
}

const sent: Buffer[] = [];
process.stdin.on("data", (chunk: Buffer) => sent.push(chunk));
process.stdin.once("end", () => {
  void answer(Buffer.concat(sent.splice(0))).then((bytes) => process.stdout.end(bytes));
});
