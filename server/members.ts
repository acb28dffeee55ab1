import { setTimeout as sleep } from "node:timers/promises";
import type { CaseId, UserId } from "../shared/ids";
import { MAX_CHANGES, MAX_MEMBERS } from "../shared/protocol/members";
import type { CaseAccess, CaseRole, MemberChange } from "../shared/protocol/members";
import type { Role } from "../shared/people";
import { ok, refuse } from "../shared/refusal";
import type { Result } from "../shared/refusal";
import type { Somebody } from "../shared/rights/grant";
import { audienceOf } from "./grants";
import type { LibraryNotices } from "./http/ports";
import type { CaseMembers } from "./store/case-members";
import type { Case, Store } from "./store/Store";
import { asBefore } from "./still-may";
import type { StillMay } from "./still-may";

// Whom a case file is for: every change is written down with who made it and when, and the members see all of that.

type Circle = Omit<CaseMembers, "revision">;

/** Others may change the same case file at the same time: how often one tries over what they left. */
const TRIES = 8;

export interface MembersDeps {
  readonly store: Pick<Store, "readCase" | "setMembers" | "readUser">;
  readonly notifier: LibraryNotices;
  readonly clock: () => number;
}

export type CaseMembership = ReturnType<typeof createMembers>;

/** What somebody of the house is in a case file of their own. */
export const roleInCase = (role: Role): CaseRole => (role === "admin" ? "editor" : role);

/** A case file that is closed from its first moment on: whoever makes it is its first member. */
export function closedCircle({ id, role }: Somebody, at: number): CaseMembers {
  const own = roleInCase(role);
  const closed = noted({ access: "closed", members: [], changes: [] }, { kind: "closed", by: id, at });
  return { ...withMember(closed, { user: id, role: own, by: id, at }), revision: 1 };
}

const noted = (circle: Circle, ...changes: MemberChange[]): Circle => ({
  ...circle,
  changes: [...circle.changes, ...changes].slice(-MAX_CHANGES),
});

function withMember(circle: Circle, { user, role, by, at }: { user: UserId; role: CaseRole; by: UserId; at: number }): Circle {
  const there = circle.members.some((member) => member.user === user);
  const members = there
    ? circle.members.map((member) => (member.user === user ? { ...member, role } : member))
    : [...circle.members, { user, role, addedBy: by, at }];
  return noted({ ...circle, members }, { kind: there ? "role" : "added", user, role, by, at });
}

export function createMembers({ store, notifier, clock }: MembersDeps) {
  /** Changes the circle as it stands, and tells whoever was in it or is now. `next` answers the very same circle where there is nothing to change. */
  async function change(id: CaseId, again: StillMay, next: (file: Case) => Result<Circle>): Promise<Result<Case>> {
    for (let tries = 1; tries <= TRIES; tries++) {
      const file = await store.readCase(id);
      if (file === null || file.binned) return refuse("not-found");
      const wanted = next(file);
      if (!wanted.ok) return wanted;
      if (wanted.value === file) return ok(file);
      const still = await again();
      if (!still.ok) return still;
      const written = await store.setMembers(id, wanted.value, file.revision);
      if (written === "gone") return refuse("not-found");
      if (written !== "changed") {
        const [before, after] = [audienceOf(file), audienceOf(written)];
        notifier.notify(
          { kind: "cases", case: id },
          before === "house" || after === "house" ? "house" : [...new Set([...before, ...after])],
        );
        notifier.grantsChanged({ case: id });
        return ok(written);
      }
      await sleep(tries);
    }
    return refuse("busy");
  }

  const without = (id: CaseId, user: UserId, again: StillMay, told: (at: number) => MemberChange): Promise<Result<Case>> =>
    change(id, again, (file) => {
      const members = file.members.filter((member) => member.user !== user);
      return members.length === file.members.length ? ok(file) : ok(noted({ ...file, members }, told(clock())));
    });

  return {
    /** Adds somebody, or gives them another role. Refuses with `not-found` when there is nobody of this id whose account is open. */
    async set(by: UserId, id: CaseId, user: UserId, role: CaseRole, again = asBefore): Promise<Result<Case>> {
      const person = await store.readUser(user);
      if (person === null || person.disabled) return refuse("not-found");
      return change(id, again, (file) => {
        const member = file.members.find((one) => one.user === user);
        if (member?.role === role) return ok(file);
        if (!member && file.members.length >= MAX_MEMBERS) return refuse("too-large", { limit: MAX_MEMBERS });
        return ok(withMember(file, { user, role, by, at: clock() }));
      });
    },

    remove: (by: UserId, id: CaseId, user: UserId, again = asBefore): Promise<Result<Case>> =>
      without(id, user, again, (at) => (by === user ? { kind: "left", user, by, at } : { kind: "removed", user, by, at })),

    /**
     * Closing leaves it to its members; where there are none, to whoever closes it. Opening shows what is in it to everybody, so that only a member
     * may: who is none would show it to themselves without a word.
     */
    setAccess: (who: Somebody, id: CaseId, access: CaseAccess, again = asBefore): Promise<Result<Case>> =>
      change(id, again, (file) => {
        if (file.access === access) return ok(file);
        const by = who.id;
        const at = clock();
        if (access === "open") {
          if (!file.members.some(({ user }) => user === by)) return refuse("forbidden", { op: "case.open" });
          return ok(noted({ ...file, access }, { kind: "opened", by, at }));
        }
        const closed = noted({ ...file, access }, { kind: "closed", by, at });
        return ok(file.members.length > 0 ? closed : withMember(closed, { user: by, role: roleInCase(who.role), by, at }));
      }),
  };
}
