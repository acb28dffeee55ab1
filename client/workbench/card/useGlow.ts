import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import { useWorkbench } from "../WorkbenchContext";

const GLOW_MS = 600;

/** Lets an element glow once when somebody else changed the field `name` (`claim:field`; a trailing `*` matches any field). */
export function useGlow(element: RefObject<HTMLElement | null>, name: string): void {
  const { session } = useWorkbench();
  const seen = useRef(session.view().remoteChange.count);
  useEffect(
    () =>
      session.subscribe(() => {
        const { count, touched } = session.view().remoteChange;
        if (count === seen.current) return;
        seen.current = count;
        if (!touched.some((field) => matches(field, name))) return;
        const wash = getComputedStyle(document.documentElement).getPropertyValue("--accent-wash");
        element.current?.animate?.([{ backgroundColor: wash }, {}], { duration: GLOW_MS, easing: "ease-out" });
      }),
    [session, element, name],
  );
}

const matches = (field: string, name: string): boolean => (name.endsWith("*") ? field.startsWith(name.slice(0, -1)) : field === name);
