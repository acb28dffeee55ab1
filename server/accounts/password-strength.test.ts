import { weaknessOf } from "./password-strength";

test.each(["", "court", "onzelettres", "ééééééééééé", "👩‍🚀"])("%j is short", (password) => {
  expect(weaknessOf(password, "Ana")).toBe("short");
});

test.each([
  "password1234",
  "PasswordPassword",
  "p4ssw0rd!2026",
  "P@$$w0rd12345",
  "motdepasse123",
  "Motdepasse2026!",
  "mot de passe 1",
  "azertyuiop123",
  "AZERTYUIOPqsdf",
  "qwertyuiop[]1",
  "1qaz2wsx3edc",
  "123456789012",
  "0987654321098",
  "abcdefghijkl",
  "abcdef654321",
  "aaaaaaaaaaaa",
  "abcabcabcabc",
  "12341234123412",
  "zebra!zebra!zebra!",
  "qwerty123456",
  "iloveyou2024",
  "jetaimejetaime",
  "Bienvenue2026",
  "correct horse battery staple",
  "sourcier2026!",
  "pegasuspegasus",
  "changeme12345",
  "admin@admin.1",
  "marseille1993",
  "soleil-bonjour",
  "letmeinplease",
])("%j is common", (password) => {
  expect(weaknessOf(password, "Ana")).toBe("common");
});

test.each([
  ["Zoé Lefèvre", "ZoeLefevre75"],
  ["Zoé Lefèvre", "lefèvre zoé!!"],
  ["Anne-Marie Duval", "annemarieduval"],
  ["Anne-Marie Duval", "Duval1234567"],
])("%s may not be %j", (name, password) => {
  expect(weaknessOf(password, name)).toBe("name");
});

test.each([
  "quatre tomates bleues",
  "trois citrons amers",
  "Tr0ub4dor&3xyz",
  "le chat dort sous la table verte",
  "hXq9-vLm2-Wp",
  "пароль из леса 7",
  "正しい馬の電池のホチキスです",
  "ana likes rainy tuesdays",
])("%j will do", (password) => {
  expect(weaknessOf(password, "Ana")).toBeNull();
});
