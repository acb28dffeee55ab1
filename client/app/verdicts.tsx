import { Check, CircleDashed, CircleHelp, CircleSlash2, TriangleAlert, X } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Verdict } from "../../shared/claim/claim";
import { useTranslation } from "./translation";

const icons: Readonly<Record<Verdict, LucideIcon>> = {
  open: CircleDashed,
  true: Check,
  partly: CircleSlash2,
  misleading: TriangleAlert,
  false: X,
  unproven: CircleHelp,
};

/** The verdict's sign, always beside its word. */
export function VerdictIcon({ verdict }: { verdict: Verdict }) {
  const Icon = icons[verdict];
  return <Icon aria-hidden="true" />;
}

/** Icon and word on the verdict's wash. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  return (
    <span className={`verdict-badge v-${verdict}`}>
      <VerdictIcon verdict={verdict} />
      {t(`verdict.${verdict}`)}
    </span>
  );
}
