import { ago, calendarDay, looseDate, percent } from "./dates";
import { containsWords, fold } from "../../shared/search/fold";
import { initials, languageTitle, shortened } from "./names";

const now = Date.UTC(2021, 11, 3, 12);
const minutes = 60_000;

test("initials are those of the first two words, whole characters", () => {
  expect(["Rédaction A", "Marie", "élise du Pont", "𝒜da", "", "Jean-Paul Roy"].map(initials)).toEqual(["RA", "Ma", "ÉD", "𝒜d", "?", "JP"]);
  // A letter with its marks is one character, however many code points it has.
  expect(["e\u0301lise", "राम", "रमा किरण", "👩‍🚀 Zoé"].map(initials)).toEqual(["E\u0301l", "राम", "रकि", "👩‍🚀Z"]);
});

test("what is looked for is found whatever its marks, case and apostrophes", () => {
  const text = fold("Œuvre d’un été : l’Union européenne");
  for (const words of ["oeuvre", "ETE", "l'union europeenne", "union d'un", ""]) expect(containsWords(text, fold(words))).toBe(true);
  expect(containsWords(text, fold("hiver"))).toBe(false);
});

test("a long title is cut at a word", () => {
  expect(shortened("80 ONG demandent à l’Union européenne")).toBe("80 ONG demandent à l’Union européenne");
  expect(shortened("Israël. Amnesty International engage une action judiciaire pour mettre fin")).toBe(
    "Israël. Amnesty International engage une action judiciaire…",
  );
  expect(shortened("x".repeat(100)).length).toBeLessThanOrEqual(61);
  expect(shortened(`${"x".repeat(59)}😀 et la suite`)).not.toMatch(/[\uD800-\uDBFF]…$/);
});

test("dates are written as far as they are known", () => {
  expect(["2021-12-03", "2021-12", "2021", "", "bientôt"].map((date) => looseDate("fr", date))).toEqual([
    "3 déc. 2021",
    "déc. 2021",
    "2021",
    "",
    "bientôt",
  ]);
  expect(looseDate("en", "2021-12-03")).toBe("3 Dec 2021");
});

test("a change is dated from now, and after a week by its day", () => {
  const since = (ms: number): string | null => ago("fr", now - ms, now);
  expect(since(20_000)).toBeNull();
  expect(since(-5 * minutes)).toBeNull(); // a clock that is ahead
  expect(since(4 * minutes)).toMatch(/^il y a 4.min$/);
  expect(since(26 * 60 * minutes)).toBe("hier");
  expect(since(20 * 24 * 60 * minutes)).toBe("13 nov.");
  expect(since(700 * 24 * 60 * minutes)).toBe("3 janv. 2020");
  expect(ago("en", now - 26 * 60 * minutes, now)).toBe("yesterday");
});

test("shares and languages are written the language's way", () => {
  expect(percent("fr", 0.57)).toMatch(/^57[\u00a0\u202f]%$/);
  expect(percent("en", 0.57)).toBe("57%");
  expect(languageTitle("fr", "en")).toBe("Anglais");
});

test("a day is the reader's own, at both ends of it", () => {
  for (const hour of [0, 12, 23]) expect(calendarDay(new Date(2021, 0, 3, hour, 30).getTime())).toBe("2021-01-03");
});
