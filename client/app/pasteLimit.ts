/** Too much was pasted into a field: how many characters over its limit. */
export type TooLong = (over: { readonly size: number; readonly limit: number }) => void;

/**
 * A field with `maxlength` cuts what is pasted into it without a word, be it in the middle of a figure. Here nothing of it goes in, and the
 * person is told. One listener for the whole page, so that no field is forgotten.
 */
export function keepPastesWhole(page: Document, tooLong: TooLong): () => void {
  const paste = (event: ClipboardEvent): void => {
    const field = event.target;
    if (event.defaultPrevented || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    const limit = field.maxLength;
    if (limit < 0) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    // A line of text takes no line ends.
    const pasted = field instanceof HTMLInputElement ? text.replace(/[\r\n]+/g, "") : text.replace(/\r\n?/g, "\n");
    const replaced = (field.selectionEnd ?? field.value.length) - (field.selectionStart ?? field.value.length);
    const size = field.value.length - replaced + pasted.length - limit;
    if (size <= 0) return;
    event.preventDefault();
    tooLong({ size, limit });
  };
  page.addEventListener("paste", paste);
  return () => page.removeEventListener("paste", paste);
}
