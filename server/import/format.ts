export type Format = "text" | "markdown" | "html";

const byMime: Readonly<Record<string, Format>> = {
  "text/plain": "text",
  "text/markdown": "markdown",
  "text/x-markdown": "markdown",
  "text/html": "html",
  "application/xhtml+xml": "html",
};

/** How to read a text: by its name's ending, else its MIME type, else by how it begins. */
export function formatOf(name: string, mime: string | undefined, text: string): Format {
  if (/\.(?:md|markdown)$/i.test(name)) return "markdown";
  if (/\.x?html?$/i.test(name)) return "html";
  if (/\.te?xt$/i.test(name)) return "text";
  const known = byMime[(mime ?? "").split(";")[0]?.trim().toLowerCase() ?? ""];
  return known ?? (/^\s*<(?:!doctype html|html)\b/i.test(text.slice(0, 1024)) ? "html" : "text");
}
