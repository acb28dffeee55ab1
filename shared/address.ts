// Addresses that people give or paste. What one sees must be where one goes: no control or format characters (a direction mark turns what is
// read around), no spaces, and no name or password before the host (`https://lemonde.fr@elsewhere.example` goes elsewhere).

/** The longest address that is kept, in UTF-16 units. */
export const MAX_ADDRESS = 2048;

const web = /^https?:\/\/[^\s\p{C}/?#\\@]+(?:[/?#][^\s\p{C}]*)?$/iu;
const mail = /^mailto:[^\s\p{C}]+$/iu;

/** An http(s) address. */
export const isWebAddress = (text: string): boolean => text.length <= MAX_ADDRESS && web.test(text);

/** What a link in a text may lead to: an http(s) or mailto address. */
export const isLinkAddress = (text: string): boolean => isWebAddress(text) || (text.length <= MAX_ADDRESS && mail.test(text));
