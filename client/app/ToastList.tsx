import { X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "./translation";
import { useStore, useServices } from "./services";
import type { Toast } from "./toasts";

const READ_MS = 6_000;

/** Always in the page, so that screen readers hear what comes into it. */
export function ToastList() {
  const { toasts } = useServices();
  const list = useStore(toasts);
  return (
    <output className="app-toasts" aria-atomic="false">
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
        <button
          type="button"
          className="app-toast-act"
          onClick={() => {
            dismiss();
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      ) : null}
      <button type="button" aria-label={t("dismiss")} title={t("dismiss")} onClick={dismiss}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
