import type { Lang } from "../languages";
import type { OpType } from "../log/op";
import type { Role } from "../people";
import type { Grant, Who } from "./grant";

// One table says who may do what: the server decides by it, the page shows by it.

/** What concerns the newsroom as a whole, by the role in it. */
export type HouseAction =
  | "people.see"
  | "people.manage"
  | "case.make"
  /** Whose a case file is, and whether it is closed. */
  | "members.manage"
  /** For good, from the bin. */
  | "bin.remove";

/** What is done with a case file or a text outside the text's log. */
export type CaseAction =
  | "members.see"
  | "case.leave"
  | "case.rename"
  | "case.remove"
  | "document.add"
  | "document.move"
  | "document.rename"
  | "document.remove"
  | "document.read"
  | "bin.see"
  | "bin.restore"
  | "original.read"
  | "history.read";

/** An op of a text's log is an action by its type. */
export type Action = HouseAction | CaseAction | OpType;

/** What an action is about, as far as it counts. One that is not told holds nobody back. */
export interface Facts {
  /** The language of the text. */
  readonly lang?: Lang;
  /** The language of the source text; null while there is none. */
  readonly source?: Lang | null;
  /** Whether it is the person's own: their message, their source, their verdict. */
  readonly own?: boolean;
  /** Whether the source text is locked. */
  readonly locked?: boolean;
}

type Roles = readonly Role[];
const nobody: Roles = [];
const admins: Roles = ["admin"];
const editors: Roles = ["admin", "editor"];
const checkers: Roles = ["admin", "editor", "fact-checker"];
const translators: Roles = ["admin", "editor", "translator"];
const writers: Roles = ["admin", "editor", "fact-checker", "translator"];
/** Those who give sources: the author of a text knows where its facts are from. */
const sourcers: Roles = [...checkers, "author"];
/** Those who take part in what is said of a claim. */
const speakers: Roles = [...writers, "author"];
const everybody: Roles = [...speakers, "reader"];

const houseRights: Readonly<Record<HouseAction, Roles>> = {
  "people.see": everybody,
  "people.manage": admins,
  "case.make": checkers,
  "members.manage": admins,
  "bin.remove": admins,
};

type Rule = Roles | ((facts: Facts) => Roles);

const isSource = ({ lang, source }: Facts): boolean => lang !== undefined && lang === source;
/** An author changes the sources they gave themselves, and nobody else's. */
const ofSource: Rule = ({ own }) => (own === false ? checkers : sourcers);
const ofMessage: Rule = ({ own }) => (own === false ? nobody : speakers);

const rights: Readonly<Record<CaseAction | OpType, Rule>> = {
  "members.see": everybody,
  "case.leave": everybody,
  "case.rename": checkers,
  /** Into the bin, as a text. */
  "case.remove": editors,
  "document.add": checkers,
  "document.move": checkers,
  "document.rename": editors,
  "document.remove": editors,
  "document.read": everybody,
  "bin.see": editors,
  "bin.restore": editors,
  "original.read": everybody,
  "history.read": everybody,

  "text.step": (facts) => (!isSource(facts) ? translators : facts.locked === true ? nobody : editors),
  "text.add": ({ source }) => (source === null ? checkers : translators),
  "claim.add": checkers,
  "claim.set": checkers,
  // A translator words the statements; the rest of a claim is the fact-checkers'.
  "statement.set": writers,
  "claim.anchor": (facts) => (isSource(facts) ? checkers : writers),
  "claim.unanchor": (facts) => (isSource(facts) ? checkers : writers),
  "claim.withdraw": checkers,
  "claim.restore": checkers,
  "evidence.add": sourcers,
  "evidence.set": ofSource,
  "evidence.remove": ofSource,
  "evidence.restore": ofSource,
  "verdict.propose": checkers,
  /** Nobody approves their own verdict. */
  "review.decide": ({ own }) => (own === true ? nobody : editors),
  "comment.add": speakers,
  "comment.edit": ofMessage,
  "comment.resolve": speakers,
  "comment.remove": ofMessage,
  "comment.restore": ofMessage,
  "block.state": translators,
  "doc.set": editors,
  "conflict.settle": everybody,
};

/** Whether it goes by the role in the house. */
export const isHouseAction = (action: Action): action is HouseAction => action in houseRights;

/** Whether somebody may do this, as far as the facts tell. Without a grant nobody may do anything. */
export function may(who: Who | null, action: CaseAction | OpType, facts?: Facts): boolean;
export function may(grant: Grant | null, action: Action, facts?: Facts): boolean;
export function may(grant: Who | Grant | null, action: Action, facts: Facts = {}): boolean {
  if (grant === null) return false;
  if (isHouseAction(action)) return "house" in grant && houseRights[action].includes(grant.house);
  const rule = rights[action];
  return (typeof rule === "function" ? rule(facts) : rule).includes(grant.role);
}

/** Every action there is, in the order of the table. */
export const actions: readonly Action[] = [
  ...(Object.keys(houseRights) as HouseAction[]),
  ...(Object.keys(rights) as (CaseAction | OpType)[]),
];
