import { dateIn, dateLine } from "./dates";

test.each([
  ["15 mai 2019", "2019-05-15"],
  ["1er janvier 2020", "2020-01-01"],
  ["Publié le 3 décembre 2021 à 17h05, mis à jour le 4 décembre 2021 à 9 h 12", "2021-12-03"],
  ["Mercredi 15 mai 2019", "2019-05-15"],
  ["le 3 déc. 2021", "2021-12-03"],
  ["November 4, 2021", "2021-11-04"],
  ["Published on Thursday, 4th November 2021 at 10:42 am GMT", "2021-11-04"],
  ["2021-12-03T17:05:00+01:00", "2021-12-03"],
  ["15/05/2019", "2019-05-15"],
  ["05/15/2019", "2019-05-15"],
  ["29 février 2020", "2020-02-29"],
  ["mai 2019", "2019-05"],
])("the line %p is the date %p", (line, iso) => {
  expect(dateLine(line)).toBe(iso);
  expect(dateIn(line)).toBe(iso);
});

test.each([
  "Dans une lettre publiée le 3 décembre 2021",
  "31 février 2020",
  "Contribuer",
  "2021",
  "12 mai",
  "Le 15 mai 2019, Amnesty a saisi le tribunal",
])("the line %p is no date line", (line) => {
  expect(dateLine(line)).toBeNull();
});
