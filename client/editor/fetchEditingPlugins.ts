import type * as WritingCode from "./editingPlugins";

// The keys, input rules and styles of a text that may be written come in a chunk of their own: nobody writes before the text can be read, and most
// only read. It is fetched at the first sign of a person; what they press before it has come is held (`queuedKeys.ts`).

type Writing = typeof WritingCode;

let there: Writing | null = null;
let coming: Promise<Writing> | null = null;

/** Rejects when it cannot be had now; the next one to ask tries again. */
export function fetchWriting(): Promise<Writing> {
  coming ??= import("./editingPlugins").then(
    (code) => (there = code),
    (error: unknown) => {
      coming = null;
      throw error;
    },
  );
  return coming;
}

export const writingIfThere = (): Writing | null => there;
