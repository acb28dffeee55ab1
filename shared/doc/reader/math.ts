import { elementsOf, named } from "./nodes";
import type { PageElement } from "./nodes";
import { raisedText } from "./raise";

// Formulas as a line of text: what a page shows in two dimensions (a fraction, an exponent, a root) is written so that it cannot be read as
// something else. Read from MathML where there is some, else from the TeX that stands beside it.

const MAX_DEPTH = 60;

const kids = (element: PageElement): PageElement[] => elementsOf(element);
const compound = /[\s+\-−±×·/*=<>≤≥]/;

/** In brackets when it is more than one thing. */
export const grouped = (text: string): string => (compound.test(text) && !/^\([^()]*\)$/.test(text) ? `(${text})` : text);

/** The text of a `<math>` element; from its `alttext` where it has no content that can be read. */
export function mathText(math: PageElement): string {
  const text = tidy(partText(math, 0));
  if (text !== "") return text;
  const tex = named(math, "annotation")[0]?.textContent || math.getAttribute("alttext") || "";
  return texText(tex);
}

export const tidy = (text: string): string =>
  text
    .replace(/[\u2061-\u2064]/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** Asks for each part once: asked twice at every depth, a tower of parts would be read as often as two to the power of its height. */
export function once<Key, Part>(read: (key: Key) => Part): (key: Key) => Part {
  const known = new Map<Key, Part>();
  return (key) => {
    if (!known.has(key)) known.set(key, read(key));
    return known.get(key) as Part;
  };
}

function partText(element: PageElement, depth: number): string {
  if (depth > MAX_DEPTH) return element.textContent ?? "";
  const at = once((index: number): string => {
    const child = kids(element)[index];
    return child ? tidy(partText(child, depth + 1)) : "";
  });
  switch (element.localName) {
    case "annotation":
    case "annotation-xml":
    case "mphantom":
      return "";
    case "mtext":
    case "ms":
      return (element.textContent ?? "").replace(/\s+/g, " ");
    case "mi":
    case "mn":
      return tidy(element.textContent ?? "");
    case "mo":
      return operator(tidy(element.textContent ?? ""));
    case "mspace":
      return " ";
    case "mmultiscripts":
      return scripts(element, depth);
    case "menclose":
      return /strike/.test(element.getAttribute("notation") ?? "") ? over(inner(element, depth), STROKE) : inner(element, depth);
    case "mfrac":
      // Without a line it is no fraction: a choice of some out of many.
      if (/^0(?:px|pt|em)?$/.test(element.getAttribute("linethickness") ?? "")) return `(${at(0)}; ${at(1)})`;
      return `${grouped(at(0))}/${grouped(at(1))}`;
    case "mover":
      if (isBar(at(1)) && /\d/.test(at(0))) return over(at(0), BAR);
      return isAccent(at(1)) ? at(0) : grouped(at(0)) + raisedText(at(1), "sup");
    case "msup":
      return isAccent(at(1)) ? at(0) : grouped(at(0)) + raisedText(at(1), "sup");
    case "msub":
    case "munder":
      return grouped(at(0)) + raisedText(at(1), "sub");
    case "msubsup":
    case "munderover":
      return grouped(at(0)) + raisedText(at(1), "sub") + raisedText(at(2), "sup");
    case "msqrt":
      return `√${rooted(inner(element, depth))}`;
    case "mroot":
      return `${raisedText(at(1), "sup")}√${rooted(at(0))}`;
    case "mtable":
      return kids(element)
        .map((row) => tidy(partText(row, depth + 1)))
        .join("; ");
    case "mtr":
      return kids(element)
        .map((cell) => tidy(partText(cell, depth + 1)))
        .join(", ");
    case "mfenced":
      return `${element.getAttribute("open") ?? "("}${kids(element)
        .map((child) => tidy(partText(child, depth + 1)))
        .join(", ")}${element.getAttribute("close") ?? ")"}`;
    default:
      return inner(element, depth);
  }
}

/** Digits that repeat have a bar over them: 0.3̅ is a third. What is crossed out has one through it. */
export const BAR = "\u0305";
const STROKE = "\u0336";
export const isBar = (text: string): boolean => /^[¯‾ˉ_―]$/u.test(text);
/** What is marked already stays as it is: a tower of bars would double its text at every level. */
export const over = (text: string, mark: string): string =>
  text.includes(mark) ? text : Array.from(tidy(text), (char) => char + mark).join("");

/** Small figures around a letter, those before it among them: an isotope. In pairs, lower and raised. */
function scripts(element: PageElement, depth: number): string {
  const [base, ...others] = kids(element);
  const middle = others.findIndex(({ localName }) => localName === "mprescripts");
  const side = (part: PageElement, index: number): string => {
    const text = part.localName === "none" ? "" : tidy(partText(part, depth + 1));
    return text === "" ? "" : raisedText(text, index % 2 === 0 ? "sub" : "sup");
  };
  const after = (middle < 0 ? others : others.slice(0, middle)).map(side).join("");
  const before =
    middle < 0
      ? ""
      : others
          .slice(middle + 1)
          .map(side)
          .join("");
  return before + (base ? grouped(tidy(partText(base, depth + 1))) : "") + after;
}

export const rooted = (text: string): string => (Array.from(tidy(text)).length > 1 ? `(${tidy(text)})` : tidy(text));

/** A bar, an arrow or a dot over a letter is no exponent. */
const isAccent = (text: string): boolean => /^[¯‾^~˙¨→ˉ_–]?$/u.test(text);

/** Two numbers side by side are two: a whole one and a fraction, most often. */
const beside = (text: string, part: string): string =>
  /[\p{N}\u0305\u0336]$/u.test(text) && /^\p{N}/u.test(part) ? `${text} ${part}` : text + part;

function inner(element: PageElement, depth: number): string {
  // A page may write numbers into the formula without an element of their own.
  if (kids(element).length === 0) return element.textContent ?? "";
  let text = "";
  for (const child of kids(element)) {
    const part = partText(child, depth + 1);
    // A sign that belongs to the number behind it.
    const isSign = /^ [+−±] $/.test(part) && /(?:^|[([{|=<>≤≥≠≈+−×÷·/,;])\s*$/.test(text);
    text = beside(text, isSign ? part.trim() : part);
  }
  return text;
}

export const operator = (sign: string): string => {
  if (/^[=<>≤≥≠≈≃∼+−±×÷⋅·→⇒∈-]$/u.test(sign)) return ` ${sign === "-" ? "−" : sign} `;
  return sign === "," || sign === ";" ? `${sign} ` : sign;
};

const symbols: Readonly<Record<string, string>> = {
  times: " × ",
  cdot: " · ",
  div: " ÷ ",
  pm: " ± ",
  leq: " ≤ ",
  le: " ≤ ",
  geq: " ≥ ",
  ge: " ≥ ",
  neq: " ≠ ",
  ne: " ≠ ",
  approx: " ≈ ",
  sim: " ∼ ",
  equiv: " ≡ ",
  to: " → ",
  rightarrow: " → ",
  infty: "∞",
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  theta: "θ",
  lambda: "λ",
  mu: "μ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  omega: "ω",
  Delta: "Δ",
  Sigma: "Σ",
  Omega: "Ω",
  sum: "∑",
  prod: "∏",
  int: "∫",
  partial: "∂",
  in: " ∈ ",
  ldots: "…",
  dots: "…",
  cdots: "…",
  quad: " ",
  qquad: " ",
  degree: "°",
  circ: "°",
  euro: "€",
  percent: "%",
};

/** Commands that say how their argument looks, not what it is. */
const bare: ReadonlySet<string> = new Set(
  "displaystyle textstyle scriptstyle left right mathrm mathbf mathit mathsf mathbb mathcal text textrm textbf mbox operatorname boldsymbol big Big bigl bigr limits".split(
    " ",
  ),
);

/** TeX as a line of text; a command that is not known stays as it is written. Reads each character once. */
export function texText(source: string): string {
  const reader = new TexReader(source.slice(0, 4_000).replace(/^\s*(?:\$\$?|\\[([])|(?:\$\$?|\\[)\]])\s*$/g, ""));
  return tidy(reader.group(0));
}

class TexReader {
  #at = 0;

  constructor(private readonly tex: string) {}

  /** Up to the closing brace or the end. */
  group(depth: number): string {
    let text = "";
    while (this.#at < this.tex.length) {
      const char = this.tex.charAt(this.#at);
      if (char === "}") break;
      if (char === "^" || char === "_") {
        this.#at += 1;
        text += raisedText(tidy(this.#argument(depth)), char === "^" ? "sup" : "sub");
      } else if (/^\\over(?![a-zA-Z])/.test(this.tex.slice(this.#at, this.#at + 6)) && depth < MAX_DEPTH) {
        this.#at += 5;
        return `${grouped(tidy(text))}/${grouped(tidy(this.group(depth + 1)))}`;
      } else if (char === "\\" || /[²³¹⁰⁴-⁹₀-₉]$/u.test(text)) text = beside(text, this.#argument(depth));
      else text += this.#argument(depth);
    }
    return text;
  }

  /** One group, command or character. */
  #argument(depth: number): string {
    const char = this.tex.charAt(this.#at);
    if (char === "{" && depth < MAX_DEPTH) {
      this.#at += 1;
      const text = this.group(depth + 1);
      this.#at += 1;
      return text;
    }
    if (char === "\\") return this.#command(depth);
    this.#at += 1;
    if (char === "~" || char === "&") return " ";
    return /[=<>+]/.test(char) ? ` ${char} ` : char;
  }

  /** Which root, where it is not the square one: "[3]". */
  #index(depth: number): string {
    if (this.tex.charAt(this.#at) !== "[") return "";
    const end = this.tex.indexOf("]", this.#at);
    if (end < 0 || end - this.#at > 40) return "";
    const index = new TexReader(this.tex.slice(this.#at + 1, end)).group(depth + 1);
    this.#at = end + 1;
    return raisedText(tidy(index), "sup");
  }

  #command(depth: number): string {
    const name = /^\\([a-zA-Z]+)\s?/.exec(this.tex.slice(this.#at, this.#at + 40));
    if (!name?.[1]) {
      const next = this.tex.charAt(this.#at + 1);
      this.#at += 2;
      return /[,;:! \\]/.test(next) ? " " : next;
    }
    this.#at += name[0].length;
    if (depth >= MAX_DEPTH) return name[0];
    switch (name[1]) {
      case "frac":
      case "dfrac":
      case "tfrac":
      case "cfrac":
        return `${grouped(tidy(this.#argument(depth + 1)))}/${grouped(tidy(this.#argument(depth + 1)))}`;
      case "binom":
      case "dbinom":
      case "tbinom":
        return `(${tidy(this.#argument(depth + 1))}; ${tidy(this.#argument(depth + 1))})`;
      case "overline":
      case "bar": {
        const under = tidy(this.#argument(depth + 1));
        return /^\d+$/.test(under) ? over(under, BAR) : under;
      }
      case "cancel":
      case "bcancel":
      case "sout":
        return over(this.#argument(depth + 1), STROKE);
      case "sqrt":
        return `${this.#index(depth)}√${rooted(this.#argument(depth + 1))}`;
      default:
        return bare.has(name[1]) ? "" : (symbols[name[1]] ?? name[0]);
    }
  }
}
