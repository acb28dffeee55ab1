import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { judgeHere, openJudge } from "./password-judge";
import { weaknessOf } from "./password-strength";

// The lists are loaded once, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const told = (password: string, name = "Ana") => weaknessOf(password, name, judgeHere);

test.each(["", "court", "onzelettres", "ééééééééééé", "👩‍🚀"])("%j is short", async (password) => {
  expect(await told(password)).toBe("short");
});

test.each([
  ["password1234", "common"],
  ["p4ssw0rd!2026", "common"],
  ["motdepasse123", "name"],
  ["Motdepasse2026!", "name"],
  ["mot de passe 1", "name"],
  ["sourcier2026!", "name"],
  ["Bienvenue2026", "word"],
  ["soleil-bonjour", "word"],
  ["marseille1993", "word"],
  ["azertyuiop123", "keys"],
  ["azertyuiopqsdfghjklm", "keys"],
  ["PasswordPassword", "repeat"],
  ["jetaimejetaime", "repeat"],
  ["aaaaaaaaaaaa", "repeat"],
  ["abcabcabcabc", "repeat"],
  ["zebra!zebra!zebra!", "repeat"],
])("%j is guessed early: %s", async (password, reason) => {
  expect(await told(password)).toBe(reason);
});

test.each([
  "1qaz2wsx3edc",
  "0987654321098",
  "abcdefghijkl",
  "iloveyou2024",
  "changeme12345",
  "letmeinplease",
  "19051995 Ana",
  "P@$$w0rd12345",
])("%j is guessed early", async (password) => {
  expect(await told(password)).not.toBeNull();
});

test.each([
  ["Zoé Lefèvre", "ZoeLefevre75"],
  ["Zoé Lefèvre", "lefèvre zoé!!"],
  ["Anne-Marie Duval", "annemarieduval"],
  ["Anne-Marie Duval", "Duval1234567"],
])("%s may not be %j", async (name, password) => {
  expect(await told(password, name)).not.toBeNull();
});

test.each([
  "quatre tomates bleues",
  "trois citrons amers",
  "le chat dort sous la table verte",
  "hXq9-vLm2-Wp",
  "пароль из леса 7",
  "正しい馬の電池のホチキスです",
  "ana likes rainy tuesdays",
])("%j will do", async (password) => {
  expect(await told(password)).toBeNull();
});

describe("the thread that judges", () => {
  let directory = "";
  let entry = "";
  beforeAll(async () => {
    mkdirSync(".cache", { recursive: true });
    directory = mkdtempSync(resolve(".cache/judge-"));
    entry = join(directory, "password-worker.mjs");
    await build({
      entryPoints: ["server/accounts/password-worker.ts"],
      outfile: entry,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
    });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test("tells as this one would, question after question", async () => {
    const { judge, close } = openJudge({ entry, timeout: 50_000 });
    const asked = ["motdepasse2026!", "quatre tomates bleues", "Bienvenue2026"].map((password) => judge(password, []));
    expect(await Promise.all(asked)).toEqual(["common", null, "word"]);
    await close();
  });

  test("that takes too long is ended, and the next one answers", async () => {
    const hasty = openJudge({ entry, timeout: 1 });
    expect(await hasty.judge("quatre tomates bleues", [])).toBe("busy");
    expect(await hasty.judge("quatre tomates bleues", [])).toBe("busy");
    await hasty.close();
    const absent = openJudge({ entry: join(directory, "absent.mjs") });
    expect(await absent.judge("quatre tomates bleues", [])).toBe("busy");
    await absent.close();
  });
});
