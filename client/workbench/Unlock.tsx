import { createContext, Suspense, use, useCallback, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { houseGrant } from "../../shared/rights/grant";
import { may } from "../../shared/rights/may";
import { chunk } from "../app/chunk";
import { useTranslation } from "../app/translation";
import { useCasePeople } from "./casePeople";
import { useWorkbench, useMay } from "./WorkbenchContext";

// A text is unlocked for everybody who may write in it: whoever does so is told that first.

const ConfirmDialog = chunk(async () => (await import("../app/ConfirmDialog")).ConfirmDialog);

const UnlockContext = createContext<() => void>(() => undefined);

/** Asks whether to unlock the text; does nothing for those who may not. */
export const useUnlock = (): (() => void) => use(UnlockContext);

const unlocking = { type: "doc.set", field: "locked", value: false } as const;

export function UnlockProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation("workbench");
  const { submit } = useWorkbench();
  const may = useMay("doc.set");
  const [asked, setAsked] = useState(false);
  const ask = useCallback(() => setAsked(may), [may]);
  const question = useMemo(
    () => ({
      title: t("unlockAsk.title"),
      text: t("unlockAsk.text"),
      confirm: t("unlockAsk.confirm"),
      run() {
        submit([unlocking]);
        return Promise.resolve({ ok: true, value: null } as const);
      },
    }),
    [t, submit],
  );
  return (
    <UnlockContext value={ask}>
      {children}
      {asked ? (
        <Suspense fallback={null}>
          <ConfirmDialog question={question} onClose={() => setAsked(false)} />
        </Suspense>
      ) : null}
    </UnlockContext>
  );
}

const MOST_NAMES = 4;

/** Who may unlock the text, in a sentence. */
export function useWhoUnlocks(): string {
  const { t } = useTranslation("workbench");
  const people = useCasePeople();
  const own = useMay("doc.set");
  if (own) return t("youUnlock");
  const able = [...people.values()].filter((person) => !person.disabled && may(houseGrant(person), "doc.set"));
  const names = able.slice(0, MOST_NAMES).map(({ name }) => name);
  return names.length === 0
    ? ""
    : t("whoUnlocks", { names: [...names, ...(able.length > MOST_NAMES ? ["…"] : [])].join(", "), count: able.length });
}
