import type { Result } from "../../shared/refusal";
import { refuse } from "../../shared/refusal";
import type { ImportPreview } from "../../shared/wire/import";
import type { Format } from "./format";
import { readHtml } from "./html";
import { readMarkdown } from "./markdown";
import { recognise } from "./recognise";

// The process that a hostile page may break: it reads one text, answers, and is ended by its parent. It holds no secret and opens nothing.

/** What the parent sends, once. */
export interface ParseJob {
  readonly format: Exclude<Format, "text">;
  readonly text: string;
}

function parse({ format, text }: ParseJob): Result<ImportPreview> {
  try {
    return recognise(format === "html" ? readHtml(text) : readMarkdown(text));
  } catch {
    return refuse("malformed", { reason: "crash" });
  }
}

process.once("message", (job: ParseJob) => {
  process.send?.(parse(job));
});
// Without a parent there is nobody to answer to.
process.once("disconnect", () => process.exit(0));
