import type { StepJson } from "../../../shared/doc/json";

export type JsonStep = StepJson;

// Steps as somebody would write them who has no editor.

export const addMark = (add: boolean, from: number, to: number): StepJson => ({
  stepType: add ? "addMark" : "removeMark",
  mark: { type: "em" },
  from,
  to,
});

export const key = (at: number, text: string): StepJson => ({
  stepType: "replace",
  from: at,
  to: at,
  slice: { content: [{ type: "text", text }] },
});

/** A quote around the whole text, which is so large. */
export const wrapAll = (to: number): StepJson => ({
  stepType: "replaceAround",
  from: 0,
  to,
  gapFrom: 0,
  gapTo: to,
  insert: 1,
  slice: { content: [{ type: "blockquote", attrs: { id: null } }] },
  structure: true,
});

/** Twenty quotes, one inside the other, at a position. */
export function nestQuote(at: number): StepJson {
  let inner: StepJson = { type: "blockquote" };
  for (let level = 1; level < 20; level++) inner = { type: "blockquote", content: [inner] };
  return { stepType: "replace", from: at, to: at, slice: { content: [inner] } };
}
