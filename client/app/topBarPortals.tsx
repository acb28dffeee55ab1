import { createContext, use } from "react";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";

/** The places of the top bar that the page below fills. */
export type PortalName = "crumbs" | "status" | "actions";
export interface FramePlaces {
  readonly slots: Readonly<Record<PortalName, HTMLElement | null>>;
  /** Whether this page was reached from another one, not by loading it. */
  readonly navigated: () => boolean;
}

export const FrameContext = createContext<FramePlaces | null>(null);

/** Puts its children into a place of the top bar: `<TopBarPortal name="actions">…</TopBarPortal>`. */
export function TopBarPortal({ name, children }: { name: PortalName; children: ReactNode }) {
  const place = use(FrameContext)?.slots[name];
  return place ? createPortal(children, place) : null;
}

const never = (): boolean => false;

export function useNavigated(): () => boolean {
  return use(FrameContext)?.navigated ?? never;
}
