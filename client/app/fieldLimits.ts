import { cutEnd } from "../../shared/characters";

/** Too much for a field: how many UTF-16 units over its limit. What was pasted or dropped did not go in at all. */
export type TooLong = (over: { readonly size: number; readonly limit: number; readonly by: "paste" | "typing" }) => void;

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * A field with `maxlength` cuts what is pasted or typed into it without a word, be it in the middle of a figure or an emoji. Ours have
 * `data-limit`: what is too long for one does not go in at all, and the person is told. One listener for the whole page, so that no field is
 * forgotten.
 */
export function keepWithinLimits(page: Document, tooLong: TooLong): () => void {
  const enters = (event: Event, text: string, by: "paste" | "typing"): void => {
    const limited = event.defaultPrevented ? null : limitOf(event.target);
    if (!limited) return;
    const { field, limit } = limited;
    const replaced = (field.selectionEnd ?? field.value.length) - (field.selectionStart ?? field.value.length);
    // A keyboard may send a character in two halves: the first wants room for both, the second none where the first was kept out.
    const other = /[\ud800-\udbff]$/.test(text) ? 1 : 0;
    const alone = /^[\udc00-\udfff]/.test(text) && !/[\ud800-\udbff]$/.test(field.value.slice(0, field.selectionStart ?? undefined));
    if (alone) return event.preventDefault();
    const size = field.value.length - replaced + lineOf(field, text).length + other - limit;
    if (size <= 0) return;
    event.preventDefault();
    tooLong({ size, limit, by });
  };
  const paste = (event: ClipboardEvent): void => enters(event, event.clipboardData?.getData("text/plain") ?? "", "paste");
  const writes = (event: InputEvent): void => {
    // An input method's words cannot be kept out before they are whole.
    if (event.isComposing || event.inputType === "insertCompositionText" || event.inputType === "insertFromPaste") return;
    const isBreak = event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
    const text = isBreak ? "\n" : (event.data ?? event.dataTransfer?.getData("text/plain") ?? "");
    if (text !== "") enters(event, text, event.inputType === "insertFromDrop" ? "paste" : "typing");
  };
  const composed = (event: CompositionEvent): void => {
    const limited = limitOf(event.target);
    const over = limited ? limited.field.value.length - limited.limit : 0;
    if (!limited || over <= 0) return;
    takeBack(limited.field, event.data, over);
    tooLong({ size: over, limit: limited.limit, by: "typing" });
  };
  page.addEventListener("paste", paste);
  page.addEventListener("beforeinput", writes);
  page.addEventListener("compositionend", composed);
  return () => {
    page.removeEventListener("paste", paste);
    page.removeEventListener("beforeinput", writes);
    page.removeEventListener("compositionend", composed);
  };
}

function limitOf(target: EventTarget | null): { field: Field; limit: number } | null {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return null;
  const limit = Number(target.dataset["limit"] ?? "");
  return limit > 0 ? { field: target, limit } : null;
}

/** A line of text takes no line ends. */
const lineOf = (field: Field, text: string): string =>
  field instanceof HTMLInputElement ? text.replace(/[\r\n]+/g, "") : text.replace(/\r\n?/g, "\n");

/** Of what an input method has just put before the cursor as many whole characters go as are too many. */
function takeBack(field: Field, words: string, over: number): void {
  const end = field.selectionStart ?? field.value.length;
  const start = Math.max(0, end - words.length);
  const kept = cutEnd(words, Math.max(0, words.length - over));
  const value = field.value.slice(0, start) + kept + field.value.slice(end);
  const proto = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  // As the browser sets it, so that React hears of it.
  Object.getOwnPropertyDescriptor(proto, "value")?.set?.call(field, value);
  field.setSelectionRange(start + kept.length, start + kept.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
