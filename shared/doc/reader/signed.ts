// A dash or a plus before a figure is a sign as likely as it is an item's bullet: "- 0,5 % en 2020".

const unit = "%|‰|°|\\p{Sc}|(?:pour cent|per ?cent|points?|pts?|euros?|dollars?|millions?|milliards?|billions?|bn|m€|k€|md€)(?![\\p{L}])";
const figure = new RegExp(`^\\d[\\d\\s.,]{0,30}(?:$|${unit})`, "iu");

/** Whether the words behind a bullet are a figure that may have had a sign. */
export const maySign = (words: string): boolean => figure.test(words);
