import { ChevronDown } from "lucide-react";
import { CaseRole, caseRoles } from "../../../shared/protocol/members";
import { useTranslation } from "../../app/translation";

interface Props {
  readonly label: string;
  readonly role: CaseRole;
  readonly onRole: (role: CaseRole) => void;
}

/** A role in a case file. */
export function RolePick({ label, role, onRole }: Props) {
  const { t } = useTranslation();
  return (
    <span className="ui-pick">
      <select
        className="ui-box"
        aria-label={label}
        value={role}
        onChange={(event) => {
          const chosen = CaseRole.safeParse(event.target.value);
          if (chosen.success) onRole(chosen.data);
        }}
      >
        {caseRoles.map((one) => (
          <option key={one} value={one}>
            {t(`role.${one}`)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" />
    </span>
  );
}
