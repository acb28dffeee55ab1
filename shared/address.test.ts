import { WebAddress } from "./claim/claim";
import { isLinkAddress, isWebAddress } from "./address";

test.each([
  "https://www.lemonde.fr/article?id=1#suite",
  "http://localhost:3000",
  "https://exemple.fr?x=a@b",
  "https://exemple.fr/@ana",
  "https://пример.рф/путь",
  "HTTPS://[2001:db8::1]:8080/x",
])("%s is an address", (address) => {
  expect(isWebAddress(address)).toBe(true);
  expect(WebAddress.safeParse(address).success).toBe(true);
});

test.each([
  ["NUL", "https://exemple.fr/a\0b"],
  ["a control character", "https://exemple.fr/\u0007"],
  ["a direction override", "https://exemple.fr/\u202egpj.exe"],
  ["a direction mark", "https://exemple\u200f.fr/"],
  ["a direction isolate", "https://exemple.fr/\u2066x"],
  ["a zero-width character", "https://lemon\u200bde.fr/"],
  ["a name and a password", "https://ana:secret@exemple.fr/"],
  ["a name that looks like a host", "https://www.lemonde.fr@ailleurs.example/"],
  ["a backslash that browsers read as a slash", "https://ailleurs.example\\@lemonde.fr/"],
  ["half a character", "https://exemple.fr/\ud83d"],
  ["a space", "https://exemple.fr/a b"],
  ["another scheme", "javascript:alert(1)"],
  ["no host", "https:///chemin"],
  ["too much", `https://exemple.fr/${"a".repeat(2048)}`],
])("with %s it is none", (_what, address) => {
  expect(isWebAddress(address)).toBe(false);
  expect(isLinkAddress(address)).toBe(false);
  expect(WebAddress.safeParse(address).success).toBe(false);
});

test("a link may be an address of mail", () => {
  expect(isLinkAddress("mailto:ana@exemple.fr?subject=x")).toBe(true);
  expect(isLinkAddress("mailto:ana\u202e@exemple.fr")).toBe(false);
  expect(isWebAddress("mailto:ana@exemple.fr")).toBe(false);
});
