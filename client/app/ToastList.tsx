import { X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useCommands } from "./commands";
import { useTranslation } from "./translation";
import { useStore, useServices } from "./services";
import type { Toast } from "./toasts";

const READ_MS = 6_000;

/** Always in the page, so that screen readers hear what comes into it. */
export function ToastList() {
  const { toasts } = useServices();
  const list = useStore(toasts);
  const { t } = useTranslation();
  // What a toast offers is in the palette as well: with the keyboard it is far from where one is.
  useCommands(
    list.flatMap(({ id, text, action }) =>
      action ? [{ id: `toast.${id}`, title: `${action.label} (${text})`, section: t("section.here"), run: action.run }] : [],
    ),
  );
  return (
    // React Aria leaves what has this attribute in reach of a screen reader, and of the pointer, while a dialog is open.
    <output className="app-toasts" aria-atomic="false" data-react-aria-top-layer>
      {list.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </output>
  );
}

/** Goes by itself unless it is bad news, offers something to do, or is being looked at. */
function ToastLine({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const { toasts } = useServices();
  const dismiss = useCallback(() => toasts.dismiss(toast.id), [toasts, toast.id]);
  const [held, setHeld] = useState(false);
  const stays = toast.bad || held;
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(dismiss, toast.action ? 2 * READ_MS : READ_MS);
    return () => clearTimeout(timer);
  }, [stays, toast.action, dismiss]);
  return (
    <div
      className={toast.bad ? "app-toast is-bad" : "app-toast"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="u-grow">{toast.text}</span>
      {toast.action ? (
        <button type="button" className="app-toast-act" onClick={toast.action.run}>
          {toast.action.label}
        </button>
      ) : null}
      <button type="button" aria-label={t("dismiss")} title={t("dismiss")} onClick={dismiss}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
