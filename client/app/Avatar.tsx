import type { Person } from "../../shared/people";
import { initials } from "./names";

/** A person's initials on their colour. Hidden from screen readers where the name stands beside it (`named`). */
export function Avatar({
  person,
  small = false,
  named = false,
}: {
  person: Pick<Person, "name" | "hue">;
  small?: boolean;
  named?: boolean;
}) {
  const className = `av hue-${person.hue}${small ? " s" : ""}`;
  if (named) {
    return (
      <span className={className} aria-hidden="true">
        {initials(person.name)}
      </span>
    );
  }
  return (
    <span className={className} title={person.name}>
      <span aria-hidden="true">{initials(person.name)}</span>
      <span className="unseen">{person.name}</span>
    </span>
  );
}
