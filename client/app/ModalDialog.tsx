import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "./translation";
import { Aria } from "./Aria";

export interface ModalDialogProps {
  readonly title: string;
  /** Asked by Escape, a press outside, or the cross. */
  readonly onClose: () => void;
  /** False while there is something that Escape or a press outside would lose. */
  readonly dismissable?: boolean;
  readonly wide?: boolean;
  readonly alert?: boolean;
  /** Beside the title. */
  readonly head?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A modal dialog, there as long as it is rendered. The focus goes in, stays in, and goes back to where it was. */
export function ModalDialog({ title, onClose, dismissable = true, wide = false, alert = false, head, footer, children }: ModalDialogProps) {
  const { t } = useTranslation();
  return (
    <Aria>
      <ModalOverlay
        isOpen
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        isDismissable={dismissable}
        isKeyboardDismissDisabled={!dismissable}
        className="ui-veil"
      >
        <Modal className={wide ? "ui-modal is-wide" : "ui-modal"}>
          <Dialog className="ui-dialog" role={alert ? "alertdialog" : "dialog"}>
            <header>
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              {head}
              <button
                type="button"
                className="ui-btn is-quiet is-icon"
                aria-label={t("action.close")}
                title={t("action.close")}
                onClick={onClose}
              >
                <X aria-hidden="true" />
              </button>
            </header>
            {children}
            {footer ? <footer>{footer}</footer> : null}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </Aria>
  );
}
