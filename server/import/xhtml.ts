// A page that is XML, as e-books hold: `<title/>` is a whole element there, and CDATA is text. A parser of HTML takes the one for the beginning
// of an element that goes on to the end of the page, and passes over the other.

const isXml = (source: string): boolean => /^\s*<\?xml\b/.test(source) || source.slice(0, 2_000).includes("http://www.w3.org/1999/xhtml");

/** Elements that HTML closes by itself. */
const empty: ReadonlySet<string> = new Set(
  "area base br col embed frame hr img input link meta param source track wbr basefont bgsound".split(" "),
);

const whole = /<([a-z][\w:-]{0,60})((?:\s[^<>]*)?)\/>/gi;

/** The source as HTML, which says the same; of a page that is HTML as it is. */
export function asHtml(source: string): string {
  if (!isXml(source)) return source;
  return withCharacters(source).replace(whole, (tag, name: string, attributes: string) =>
    empty.has(name.toLowerCase()) ? tag : `<${name}${attributes}></${name}>`,
  );
}

const OPEN = "<![CDATA[";

function withCharacters(source: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let open = source.indexOf(OPEN); open >= 0; open = source.indexOf(OPEN, at)) {
    const close = source.indexOf("]]>", open);
    if (close < 0) break;
    const characters = source.slice(open + OPEN.length, close);
    parts.push(source.slice(at, open), characters.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
    at = close + 3;
  }
  return parts.join("") + source.slice(at);
}
