import { decode } from "./decode";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const refusal = (result: ReturnType<typeof decode>): unknown => (result.ok ? null : result.refusal);
const value = (result: ReturnType<typeof decode>): string | null => (result.ok ? result.value : null);

test("UTF-8 comes through whole: accents, emoji, narrow and wide spaces", () => {
  const text = "Été œuvre 👩🏽‍💻 «\u202fà\u00a0l’heure\u202f» ; עברית 中文";
  expect(value(decode(utf8(text)))).toBe(text);
});

test("text is composed (NFC), line ends are line feeds, the byte order mark and control characters go", () => {
  expect(
    value(decode(utf8("\ufeffE\u0301te\u0301\r\nA\rB\u2028C\u0085D\u0007 end of a line that is long enough to be somebody's text"))),
  ).toBe("Été\nA\nB\nC\nD end of a line that is long enough to be somebody's text");
});

test("bytes that are not UTF-8 are refused with the offer of Windows-1252, which then reads them", () => {
  const cp1252 = bytes(0x4c, 0x92, 0xe9, 0x74, 0xe9, 0x20, 0x80, 0x20, 0x9c, 0x81);
  expect(refusal(decode(cp1252))).toMatchObject({
    code: "not-utf8",
    detail: { offer: "windows-1252", "sample:windows-1252": "L’été € œ", "sample:windows-1251": "L’йtй Ђ њЃ" },
  });
  expect(value(decode(cp1252, "windows-1252"))).toBe("L’été € œ");
});

test("all of Windows-1252 from 0xA0 is Latin-1, and 0x80–0x9F its table", () => {
  const high = Uint8Array.from({ length: 0x80 }, (_, index) => 0x80 + index);
  const table = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
  const latin = Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0xa0 + index)).join("");
  expect(value(decode(high, "windows-1252"))).toBe(table + latin);
});

test("UTF-16 is known by its mark; half of a pair is refused", () => {
  expect(value(decode(bytes(0xff, 0xfe, 0xe9, 0, 0x3d, 0xd8, 0, 0xde)))).toBe("é😀");
  expect(value(decode(bytes(0xfe, 0xff, 0, 0xe9)))).toBe("é");
  expect(refusal(decode(bytes(0xff, 0xfe, 0x3d, 0xd8)))).toEqual({ code: "malformed" });
});

test("UTF-8 bytes of a lone surrogate are not UTF-8", () => {
  expect(refusal(decode(bytes(0x41, 0xed, 0xa0, 0xbd)))).toMatchObject({ code: "not-utf8" });
});

test("UTF-8 with a broken byte is read as such by who says so, the hole to be seen; bytes of another encoding are not", () => {
  const whole = utf8("Le maire a été réélu à l’unanimité, selon le compte rendu de la séance du conseil.");
  const at = whole.indexOf(0xc3);
  const holed = whole.filter((_, index) => index !== at + 1);
  expect(refusal(decode(holed))).toMatchObject({ code: "not-utf8" });
  expect(value(decode(holed, "utf-8"))).toBe("Le maire a \ufffdté réélu à l’unanimité, selon le compte rendu de la séance du conseil.");
  expect(value(decode(whole.subarray(0, whole.indexOf(0x99)), "utf-8"))).toBe("Le maire a été réélu à l\ufffd");
  const latin = Uint8Array.from("Les élèves français ont été reçus à Noël", (char) => char.charCodeAt(0));
  expect(refusal(decode(latin, "utf-8"))).toEqual({ code: "malformed" });
});

test.each([
  ["a NUL", bytes(0x41, 0, 0x42)],
  ["a PDF", utf8("%PDF-1.7 plain")],
  ["a ZIP or DOCX", bytes(0x50, 0x4b, 3, 4, 0x41)],
  ["RTF", utf8("{\\rtf1 text}")],
  ["mostly control characters", bytes(1, 2, 3, 4, 0x41)],
])("binary is malformed: %s", (_, input) => {
  expect(refusal(decode(input))).toEqual({ code: "malformed" });
});

test.each([
  ["nothing", ""],
  ["white space", " \n\t\u00a0\u202f\r\n"],
  ["only a mark and joiners", "\ufeff\u200b\u200d"],
])("blank is empty: %s", (_, input) => {
  expect(refusal(decode(utf8(input)))).toEqual({ code: "empty-text" });
});

test("20 MB are too large; 10 MB are read", () => {
  expect(refusal(decode(new Uint8Array(20 * 1024 * 1024).fill(0x61)))).toEqual({ code: "too-large", detail: { limit: 10 } });
  expect(value(decode(new Uint8Array(10 * 1024 * 1024).fill(0x61)))).toHaveLength(10 * 1024 * 1024);
});

const cyrillic = (text: string): Uint8Array =>
  Uint8Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
  });

test("a declared charset is honoured, whoever declares it; one that is outdated is not", () => {
  const words = "Городской совет";
  const page = cyrillic(`<meta charset="windows-1251"><p>${words}`);
  expect(value(decode(page))).toContain(words);
  expect(value(decode(cyrillic(`<?xml version="1.0" encoding='cp1251'?><p>${words}`)))).toContain(words);
  expect(value(decode(cyrillic(`<meta http-equiv=Content-Type content="text/html; charset=windows-1251"><p>${words}`)))).toContain(words);
  expect(value(decode(cyrillic(words), undefined, "text/plain; charset=windows-1251"))).toBe(words);
  expect(value(decode(utf8(`<meta charset="windows-1251"><p>${words}`)))).toContain(words);
  expect(value(decode(page, "koi8-r"))).not.toContain(words);
});

test.each([
  ["Russian", cyrillic("Городской совет утвердил бюджет на следующий год"), "windows-1251"],
  ["French", Uint8Array.from("Les élèves français ont été reçus à Noël", (char) => char.charCodeAt(0)), "windows-1252"],
  ["Japanese", bytes(0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x82, 0xcc, 0x95, 0xb6, 0x8f, 0xcd, 0x82, 0xc5, 0x82, 0xb7), "shift_jis"],
])("%s without a declaration: the right encoding is among those offered, with a sample, the likeliest first", (_, input, wanted) => {
  const { detail } = refusal(decode(input)) as { detail: Record<string, string> };
  expect(detail["offer"]).toBe(wanted);
  expect(detail["offers"]?.split(" ").length).toBeGreaterThan(1);
  expect(value(decode(input, wanted))?.startsWith(detail[`sample:${wanted}`] ?? "?")).toBe(true);
});

test("UTF-16 without its mark is read; an encoding that nobody knows is malformed", () => {
  expect(value(decode(Uint8Array.from([..."Le rapport cite"].flatMap((char) => [char.charCodeAt(0), 0]))))).toBe("Le rapport cite");
  expect(refusal(decode(utf8("Été"), "klingon-8"))).toEqual({ code: "malformed" });
});

const offers = (bytes: Uint8Array): string => {
  const result = decode(bytes);
  return result.ok ? "" : String(result.refusal.detail?.["offers"]);
};

test("the œ of Latin-9 and the ї of KOI8-U are among what is offered", () => {
  // "Le cœur coûte 5 €" in ISO 8859-15, "їжак є ґанок" in KOI8-U.
  const latin9 = Uint8Array.from(Buffer.from("Le c\xbdur co\xfbte 5 \xa4", "latin1"));
  expect(offers(latin9).split(" ")).toContain("iso-8859-15");
  expect(decode(latin9, "iso-8859-15")).toEqual({ ok: true, value: "Le cœur coûte 5 €" });
  const koi8u = Uint8Array.from([0xa7, 0xd6, 0xc1, 0xcb, 0x20, 0xa4, 0x20, 0xad, 0xc1, 0xce, 0xcf, 0xcb]);
  expect(offers(koi8u).split(" ")).toContain("koi8-u");
  expect(decode(koi8u, "koi8-u")).toEqual({ ok: true, value: "їжак є ґанок" });
});
