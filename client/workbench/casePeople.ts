import { createContext, use, useMemo } from "react";
import type { Person } from "../../shared/people";
import type { CaseView } from "../../shared/protocol/rest";
import { usePeople } from "../app/services";

/** The members of the closed case file that the document lies in; null of an open one, or while that is not known. */
export const CaseMembersContext = createContext<CaseView["members"] | null>(null);

/** Those for whom the document exists, each with their role in its case file. */
export function useCasePeople(): ReadonlyMap<string, Person> {
  const people = usePeople();
  const members = use(CaseMembersContext);
  return useMemo(() => {
    if (!members) return people;
    return new Map<string, Person>(
      members.flatMap(({ user, role }) => {
        const person = people.get(user);
        return person ? [[user, { ...person, role }] as const] : [];
      }),
    );
  }, [people, members]);
}
