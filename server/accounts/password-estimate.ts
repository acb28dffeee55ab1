import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import * as common from "@zxcvbn-ts/language-common";
import * as english from "@zxcvbn-ts/language-en";
import * as french from "@zxcvbn-ts/language-fr";

// What zxcvbn thinks of a password, in our own codes. Its lists take some 80 MB and a second to load, and a hard password takes it seconds: it runs
// in a thread of its own (`password-judge.ts`).

export const guessable = ["common", "name", "word", "keys", "repeat", "sequence", "date", "guessable"] as const;
/** Why a password is guessed early; `name`: also the house's own words. */
export type Guessable = (typeof guessable)[number];

/** Of a longer password the beginning is judged: the rest makes it no easier to guess, and the estimate grows with the square of the length. */
const LONGEST = 48;
/** Guesses that a password must stand, as a power of ten: offline, with our Argon2id, years of a fast machine. */
const ENOUGH = 10;

const reasons: Readonly<Record<string, Guessable>> = {
  straightRow: "keys",
  keyPattern: "keys",
  simpleRepeat: "repeat",
  extendedRepeat: "repeat",
  sequences: "sequence",
  recentYears: "date",
  dates: "date",
  topTen: "common",
  topHundred: "common",
  common: "common",
  similarToCommon: "common",
  wordByItself: "word",
  namesByThemselves: "name",
  commonNames: "name",
  userInputs: "name",
};

const estimator = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary, ...french.dictionary },
  graphs: common.adjacencyGraphs,
  maxLength: LONGEST,
  l33tMaxSubstitutions: 32,
});

/** Null when the password will do. `words`: what a guesser of this house would try first. */
export function estimate(password: string, words: readonly string[]): Guessable | null {
  const given = password.slice(0, LONGEST);
  // Spaces and signs between words cost a guesser next to nothing: "mot de passe 1" is "motdepasse1".
  for (const form of new Set([given, given.replace(/[^\p{L}\p{N}]+/gu, "")])) {
    const { guessesLog10, feedback, sequence } = estimator.check(form, [...words]);
    if (guessesLog10 >= ENOUGH || (form.length < 8 && form !== given)) continue;
    const told = reasons[feedback.warning ?? ""];
    if (told) return told;
    const lists = sequence.map((match) => String("dictionaryName" in match ? match.dictionaryName : ""));
    if (lists.includes("userInputs")) return "name";
    return lists.some((list) => list.startsWith("passwords")) ? "common" : lists.some((list) => list !== "") ? "word" : "guessable";
  }
  return null;
}
