import { WebAddress } from "../../shared/claim/claim";
import type { ChromeReason } from "../../shared/protocol/import";
import { plainForm } from "./dates";

// The lines that sites put around an article, in French and English. Every pattern covers a whole folded line (lower case, no accents),
// so that a sentence that merely begins like one stays text. These are offers: the person decides.

/** Longer than this is somebody's sentence, not a button. */
const MAX_LINE = 320;

const network =
  "(?:facebook|twitter|x|linkedin|whatsapp|telegram|mastodon|bluesky|threads|instagram|reddit|pinterest|messenger|e-?mail|courriel|mail)";

const patterns: readonly (readonly [ChromeReason, RegExp])[] = [
  ["breadcrumb", /^(?:emplacement ?: ?)?(?:vous etes ici|you are here)(?: ?[:>›»].*)?$/],
  ["breadcrumb", /^(?:accueil|home) ?(?:[>›»/][^>›»/]{1,62}){1,8}[>›» ]*$/],
  [
    "address",
    /^(?:adresse (?:de cet|de l'|web de l'|de cette) ?(?:article|page)|url(?: (?:source|de l'article))?|lien permanent|permalink|article (?:url|address)|source) ?:? ?<?https?:\/\/\S+>?$/,
  ],
  [
    "support",
    /^(?:contribuer|faire un don|je fais un don|soutenez[- ]nous|nous soutenir|soutenir (?:le logger|notre (?:logger|travail|redaction))|donate(?: now)?|support us|become a member|contribute|abonnez-vous(?: (?:maintenant|des maintenant|gratuitement|pour|a partir de|des|au logger|a notre|au|a) ?.{0,60})?|s'abonner(?: (?:maintenant|des maintenant|pour|a partir de|des|au logger|a notre) ?.{0,40})?|je m'abonne.{0,40}|subscribe(?: now| today| to .{1,60})?|devenir membre|article reserve aux abonnes|reserve a nos abonnes)[ !.>→]*$/,
  ],
  [
    "reuse",
    /^(?:reutiliser ce contenu|droits de reproduction|reprints?(?: & permissions| and permissions)?|republish this article|reuse (?:this )?content|tous droits reserves(?: ?[©.,|–—-].{0,60}| \d{4}.{0,40})?|all rights reserved(?: ?[©.,|–—-].{0,60}| \d{4}.{0,40})?|(?:©|\(c\)).{0,120}|copyright(?: ?[©(:].{0,120}| \d{4}.{0,100}| by .{1,60})?|mentions legales|legal notice|terms of (?:use|service)|conditions generales.{0,60}|politique de confidentialite|privacy policy)[ .]*$/,
  ],
  ["related", /^(?:a )?lire (?:aussi|egalement|l'article|la suite|plus tard)(?: ?[:→>].{1,300}| ?sur .{1,80})?[ .>→…]*$/],
  [
    "related",
    /^(?:voir aussi|a voir aussi|sur le meme (?:sujet|theme)|dans la meme rubrique|articles? (?:lies?|similaires|associes?)|nos articles|pour aller plus loin|les plus lus|read (?:also|more|next)|see also|also read|more on this (?:story|topic)|related (?:articles?|stories|content|topics|posts)|most (?:read|popular)|recommended(?: for you)?|you may also like|continue reading)(?: ?:.{0,300})?[ .>→…]*$/,
  ],
  [
    "share",
    new RegExp(
      `^(?:partager?|partagez|tweeter|imprimer|copier le lien|envoyer(?: (?:par|a un).{1,30})?|share|print|tweet|copy link|send|suivez-nous|follow us|offrir(?: l'| cet )article)(?: (?:cet|l'|ce|cette|this|the)? ?(?:article|page|contenu|story|post|link)?)?(?: ?(?:sur|on|par|via|by|with) (?:${network}|les reseaux sociaux|social media).{0,60})?[ .:!]*$`,
    ),
  ],
  ["share", new RegExp(`^${network}(?:[ ,|·/]+${network})*$`)],
  [
    "newsletter",
    /^(?:newsletters?|lettres? d'information|(?:inscrivez-vous|abonnez-vous|s'inscrire|recevez|recevoir|je m'inscris|sign up|subscribe|get|register)\b.{0,200}\b(?:newsletters?|lettres? d'information|infolettres?|inbox|boite (?:mail|de reception))\b.{0,80})[ .!]*$/,
  ],
  [
    "cookies",
    /^(?:(?:tout )?accepter(?: (?:et fermer|tout|tous les cookies|les cookies))?|tout refuser|refuser (?:tout|tous les cookies|les cookies)|continuer sans accepter|(?:gerer|parametrer) (?:les|mes|vos) (?:cookies|preferences|choix)|parametres des cookies|accept (?:all|cookies|all cookies)|reject all|manage (?:cookies|preferences)|cookie (?:settings|preferences|policy)|(?:nous utilisons|nous et nos partenaires utilisons|ce site utilise|we use|we and our partners use|this (?:web)?site uses)(?: (?:des|les|nos|de|our|the|some|essential|technical|functional|third-party|necessary|necessaires|analytics)){0,3} cookies?\b.{0,200})[ .]*$/,
  ],
  [
    "comments",
    /^(?:\d{0,5} ?(?:commentaires?|comments?|reactions?)(?: ?\(\d{1,5}\))?|(?:laisser|ajouter|ecrire|poster) un commentaire|(?:reagir|commenter)(?: (?:a )?cet article)?|(?:voir|lire) (?:tous )?les commentaires|leave a (?:comment|reply)|add a comment|post a comment|join the (?:conversation|discussion)|(?:view|show) (?:all )?comments)[ .!]*$/,
  ],
  ["advert", /^(?:publicite|advertisement|annonce|sponsored(?: content)?|contenu sponsorise|partenariat)[ .]*$/],
  [
    "account",
    /^(?:se connecter|s'identifier|connexion|mon compte|s'inscrire|creer un compte|log ?in|sign in|sign up|register|my account|create (?:an )?account)[ .]*$/,
  ],
  [
    "navigation",
    /^(?:aller au (?:contenu(?: principal)?|menu)|skip to (?:main )?(?:content|navigation)|retour (?:en haut|a l'accueil)|haut de page|back to top|menu|fermer|close|rechercher|recherche|search|accueil|home|sommaire|(?:article|page) (?:suivante?|precedente?)|(?:next|previous) (?:article|page|story)|temps de lecture ?:? ?(?:\d.{0,20})?|lecture \d{1,3} ?min\.?|\d{1,3} min(?:utes?)? (?:de lecture|read))[ .]*$/,
  ],
];

/** Without Markdown links, a leading bullet and angle brackets around addresses: what the line says. */
const bare = (line: string): string => plainForm(line.replace(/\[([^\]]*)\]\([^)\s]*\)/g, "$1")).replace(/^[-*•–—>→+ ]+(?=\S)/, "");

const wordCount = (text: string): number => text.split(" ").length;

/** Somebody says something, or something is counted: what a page's buttons and notices do not. */
const reports =
  /\b(?:dit|disent|declare|affirme|explique|repond|ajoute|assure|estime|raconte|precise|rapporte|selon|d'apres|said|says|told|tells|according to|added|reported|claims?)\b|\d/;

/** A sentence of the text that only begins like a notice: it is long enough, ends with a full stop, and reports something. */
function isSentence(folded: string, reason: ChromeReason): boolean {
  if (!/[.。]["»”’)\]]*$/.test(folded) || wordCount(folded) < 5) return false;
  switch (reason) {
    // What is recommended is a title, which has no full stop.
    case "related":
      return true;
    // The notice itself is a sentence, often with a year.
    case "cookies":
    case "address":
    case "breadcrumb":
      return false;
    case "reuse":
      return !/^(?:©|\(c\)|copyright)/.test(folded) && reports.test(folded);
    default:
      return reports.test(folded);
  }
}

/** Why a line looks like the site's furniture; null for text. */
export function chromeOf(line: string): ChromeReason | null {
  if (line.length > MAX_LINE) return null;
  const folded = bare(line);
  const reason = patterns.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
  return reason === null || isSentence(folded, reason) ? null : reason;
}

/** The http(s) address that a line gives, "" when there is none or it would not fit the details. */
export function addressIn(line: string): string {
  const found = /https?:\/\/[^\s<>"»]+/i.exec(line.slice(0, 4096))?.[0] ?? "";
  return WebAddress.safeParse(found).success ? found : "";
}
