import { useEffect } from "react";
import type { RefObject } from "react";

/**
 * Puts the focus into the first field of a dialog, or of a page that asks for nothing but this, when it opens. Not under a finger: there the on-screen keyboard would cover what the person has not
 * yet read, and React Aria would wait for it before showing the dialog.
 */
export function useFirstFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!(window.matchMedia?.("(pointer: coarse)").matches ?? false)) field.current?.focus();
  }, [field]);
}
