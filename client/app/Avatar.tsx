import type { Person } from "../../shared/people";
import { initials } from "./names";

interface Props {
  readonly person: Pick<Person, "name" | "hue">;
  readonly small?: boolean;
  /** Hidden from screen readers, because the name stands beside it. */
  readonly named?: boolean;
  /** What the person has to do with what it stands on, told by its shape: a disc with a dot is somebody who is there now, a square somebody who looks after it. */
  readonly as?: "somebody" | "here" | "assignee";
  /** The same in words: "Vérif B looks after it". The name alone when absent. */
  readonly said?: string;
}

/** A person's initials on their colour. */
export function Avatar({ person, small = false, named = false, as = "somebody", said = person.name }: Props) {
  const className = `ui-avatar hue-${person.hue}${small ? " is-small" : ""}${as === "somebody" ? "" : ` is-${as}`}`;
  if (named) {
    return (
      <span className={className} aria-hidden="true">
        {initials(person.name)}
      </span>
    );
  }
  return (
    <span className={className} title={said}>
      <span aria-hidden="true">{initials(person.name)}</span>
      <span className="u-unseen">{said}</span>
    </span>
  );
}
