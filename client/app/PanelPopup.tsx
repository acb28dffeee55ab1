import type { ReactNode, RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { Aria } from "./Aria";
import type { Placement } from "./PopupButton";

interface PanelPopupProps {
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  readonly placement: Placement;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The panel of a `PanelButton`, there while it is open. */
export default function PanelPopup({ trigger, label, placement, onClose, children }: PanelPopupProps) {
  return (
    <Aria>
      <Popover triggerRef={trigger} isOpen onOpenChange={(open) => !open && onClose()} placement={placement} className="ui-popover">
        <Dialog aria-label={label}>{children}</Dialog>
      </Popover>
    </Aria>
  );
}
