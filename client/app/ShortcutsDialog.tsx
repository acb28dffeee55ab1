import { useEffect } from "react";
import { useTranslation } from "./translation";
import { KeyCaps } from "./KeyCaps";
import { ModalDialog } from "./ModalDialog";
import type { Command } from "./commands";
import { useStore, useServices } from "./services";

/** Every command that has a key, here and now. */
export default function ShortcutsDialog({
  onArrived,
  onClose,
}: {
  onArrived: (take: (typed: string) => void) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { commands, device } = useServices();
  const all = useStore(commands);
  const { letters } = useStore(device);
  useEffect(() => onArrived(() => undefined), [onArrived]);
  return (
    <ModalDialog title={t("keys.title")} onClose={onClose} wide>
      <div className="ui-dialog-body" tabIndex={-1}>
        {letters ? null : <p className="ui-note">{t("keys.lettersOff")}</p>}
        <div className="keys-sheet">
          {bySection(all).map(([section, list]) => (
            <section key={section}>
              <h3>{section}</h3>
              <dl>
                {list.map((command) => (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.keys?.map((keys) => (
                        <KeyCaps key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </ModalDialog>
  );
}

function bySection(all: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const sections = new Map<string, Command[]>();
  for (const command of all) {
    if (!command.keys?.length) continue;
    const list = sections.get(command.section) ?? [];
    list.push(command);
    sections.set(command.section, list);
  }
  return [...sections];
}
