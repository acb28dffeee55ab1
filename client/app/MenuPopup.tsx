import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Aria } from "./Aria";
import { matches, parseKeys } from "./keys";
import { useServices } from "./services";
import type { Entry, MenuAction, Placement } from "./PopupButton";

interface MenuPopupProps {
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly entry: Entry;
  readonly label: string;
  readonly placement: Placement;
  readonly head: ReactNode;
  readonly actions: readonly MenuAction[];
  readonly onClose: () => void;
}

/** A menu that one opened is entered at once: that is what menus do. */
const entered = (entry: Entry) => ({ autoFocus: entry === "whole" ? true : entry });

/** The menu of a `MenuButton`, there while it is open. */
export default function MenuPopup({ trigger, entry, label, placement, head, actions, onClose }: MenuPopupProps) {
  const { mac } = useServices();
  const chooses = (event: KeyboardEvent): void => {
    const chosen = actions.find(({ digit }) => digit !== undefined && matches(parseKeys(digit), event.nativeEvent, mac));
    if (!chosen) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
    chosen.run();
  };
  return (
    <Aria>
      <Popover
        triggerRef={trigger}
        isOpen
        onOpenChange={(open) => !open && onClose()}
        placement={placement}
        className="ui-popover"
        aria-label={label}
      >
        <div onKeyDownCapture={chooses} role="presentation">
          <Menu className="ui-menu" aria-label={label} {...entered(entry)} onClose={onClose}>
            <MenuSection aria-label={label}>
              {head ? <Header className="ui-menu-head">{head}</Header> : null}
              {actions.map((action) => (
                <MenuItem
                  key={action.id}
                  id={action.id}
                  className={action.danger ? "ui-menu-item is-danger" : "ui-menu-item"}
                  textValue={action.label}
                  onAction={action.run}
                >
                  {action.icon}
                  {action.label}
                  {action.digit ? <kbd>{action.digit}</kbd> : null}
                </MenuItem>
              ))}
            </MenuSection>
          </Menu>
        </div>
      </Popover>
    </Aria>
  );
}
