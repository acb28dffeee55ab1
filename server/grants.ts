import type { CaseId, DocId, UserId } from "../shared/ids";
import { grantIn, houseGrant } from "../shared/rights/grant";
import type { Grant, Somebody } from "../shared/rights/grant";
import { may } from "../shared/rights/may";
import type { CaseAction } from "../shared/rights/may";
import type { Case, Store } from "./store/Store";

// Who is what in which case file. Asked once per request and per subscription. Where the answer is null the case file, or the text, does not
// exist for whoever asks; finding that out takes the same reads as for an id that nobody has given.

export interface Granted {
  readonly grant: Grant;
  readonly file: Case;
}

/** Whom something that happens in a case file is told to. */
export type Audience = "house" | readonly UserId[];

export type Grants = ReturnType<typeof createGrants>;

/** No case file has this id: what is read in place of the case file of a text that is not there. */
const NO_CASE = "no-case-file" as CaseId;

export const audienceOf = ({ access, members }: Case): Audience => (access === "open" ? "house" : members.map(({ user }) => user));

/** What somebody is in a case file that was read. */
export function grantedIn(who: Somebody, file: Case | null): Granted | null {
  const grant = file && grantIn(who, file);
  return grant && { grant, file };
}

export function createGrants(store: Pick<Store, "readCase" | "findDocument" | "listCases">) {
  const inCase = async (who: Somebody, id: CaseId): Promise<Granted | null> => {
    return grantedIn(who, await store.readCase(id));
  };

  /** The case file that a text lies in, also one in the bin; null of a text that is not there. */
  const fileOf = async (doc: DocId): Promise<Case | null> => store.readCase((await store.findDocument(doc))?.case ?? NO_CASE);

  /** The case files that exist for this person and are not in the bin. */
  const visible = async (who: Somebody): Promise<Granted[]> =>
    (await store.listCases()).flatMap((file) => {
      const grant = grantIn(who, file);
      return grant ? [{ grant, file }] : [];
    });

  return {
    /** Of a case file, also one that lies in the bin. */
    inCase,
    visible,
    fileOf,

    /** Of a case file whose members are looked at or changed: those who manage them need not be among them. */
    async ofMembers(who: Somebody, id: CaseId): Promise<Granted | null> {
      const file = await store.readCase(id);
      const grant = file && (grantIn(who, file) ?? (may(houseGrant(who), "members.manage") ? houseGrant(who) : null));
      return grant && { grant, file };
    },

    /** Of a text, also one that lies in the bin. */
    async ofDocument(who: Somebody, doc: DocId): Promise<Granted | null> {
      return grantedIn(who, await fileOf(doc));
    },

    /** Whether there is a case file in which this person may do it, or may be one. */
    async mayAnywhere(who: Somebody, action: CaseAction): Promise<boolean> {
      return may(houseGrant(who), action) || (await visible(who)).some(({ grant }) => may(grant, action));
    },

    /** Nobody hears of a case file that is no more. */
    async audienceOf(id: CaseId): Promise<Audience> {
      const file = await store.readCase(id);
      return file ? audienceOf(file) : [];
    },
  };
}
