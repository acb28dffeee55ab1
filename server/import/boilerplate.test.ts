import { addressIn, chromeOf } from "./boilerplate";

test.each([
  ["Contribuer", "support"],
  ["Faire un don", "support"],
  ["Subscribe", "support"],
  ["Réutiliser ce contenu", "reuse"],
  ["© 2021 Le Monde. Tous droits réservés", "reuse"],
  ["Lire aussi : [Le projet Pegasus](#)", "related"],
  ["À lire aussi", "related"],
  ["Read more", "related"],
  ["Vous êtes ici : Accueil > Actualités", "breadcrumb"],
  ["Accueil › International › Europe", "breadcrumb"],
  ["Partager sur Facebook", "share"],
  ["Facebook, Twitter, WhatsApp", "share"],
  ["Share this article", "share"],
  ["Inscrivez-vous à notre newsletter hebdomadaire", "newsletter"],
  ["Sign up for our newsletter", "newsletter"],
  ["Nous utilisons des cookies pour améliorer votre expérience.", "cookies"],
  ["Accept all", "cookies"],
  ["12 commentaires", "comments"],
  ["Leave a comment", "comments"],
  ["Publicité", "advert"],
  ["Se connecter", "account"],
  ["Skip to main content", "navigation"],
  ["Temps de lecture : 3 min", "navigation"],
])("%p is offered as %s", (line, reason) => {
  expect(chromeOf(line)).toBe(reason);
});

test.each([
  "Contribuer à la paix demande du courage.",
  "Partager le pouvoir, tel est le programme du parti.",
  "Lire rend libre",
  "L'accueil des réfugiés > un défi",
  "Nous utilisons Pegasus, a reconnu le ministre.",
  "Les commentaires du ministre ont surpris.",
  "Plusieurs clients européens",
  "Source : Ministère de l'Intérieur",
])("%p stays text", (line) => {
  expect(chromeOf(line)).toBeNull();
});

test("the address of the article is read from its line", () => {
  expect(addressIn("- Adresse de cet article : <https://exemple.fr/a>")).toBe("https://exemple.fr/a");
  expect(addressIn("sans adresse, javascript:alert(1)")).toBe("");
});
