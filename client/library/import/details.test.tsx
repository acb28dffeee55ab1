import { noDetails, problemsOf, readDate, withFound } from "./details";

test.each([
  ["", ""],
  ["2019-05-15", "2019-05-15"],
  ["2019-5-1", "2019-05-01"],
  ["2019-05", "2019-05"],
  ["2019", "2019"],
  ["15/05/2019", "2019-05-15"],
  ["1.5.2019", "2019-05-01"],
  ["5/2019", "2019-05"],
  ["31/02/2019", null],
  ["15/13/2019", null],
  ["29/02/2020", "2020-02-29"],
  ["demain", null],
  ["05/15/2019", null],
])("the date %j is kept as %j", (typed, kept) => {
  expect(readDate(typed)).toBe(kept);
});

test("what was recognised fills only what the person has not touched", () => {
  const mine = { ...noDetails, title: "Mon titre" };
  const found = { title: "Trouvé", lang: "fr" as const, published: "2019", publisher: "", author: "", address: "", blocks: [] };
  expect(withFound(mine, new Set(["title"]), found)).toEqual({ ...noDetails, title: "Mon titre", lang: "fr", published: "2019" });
});

test("only http and https are addresses", () => {
  const good = ["", "https://lemonde.fr/a", "HTTP://x.org"];
  const bad = ["javascript:alert(1)", "lemonde.fr", "ftp://x", "https://"];
  const refused = [...good, ...bad].filter(
    (address) => problemsOf({ ...noDetails, title: "t", lang: "fr", address }).address === "addressWrong",
  );
  expect(refused).toEqual(bad);
});
