// What stands between two lines of one sentence: a space, or nothing where the script puts none between words.

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff00-\uffef]/u;

const first = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0x20);
const last = (text: string): string => (/[\uDC00-\uDFFF]$/.test(text) ? text.slice(-2) : text.slice(-1));

/** Chinese and Japanese go on without a space; a word of another script beside them keeps one. Korean has spaces between words. */
export const jointOf = (before: string, after: string): "" | " " =>
  before === "" || after === "" || (unspaced.test(last(before)) && unspaced.test(first(after))) ? "" : " ";
