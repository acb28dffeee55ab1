import { useEffect } from "react";

/**
 * A dialog gives the focus back to what opened it. When that is gone, or a key opened it from nowhere, the focus would fall to the page's root and
 * the next Tab start from the top: then the page's content takes it.
 */
export function useFocusAfter(): void {
  useEffect(
    () => () => {
      // React Aria gives the focus back in the next frame.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (document.activeElement === null || document.activeElement === document.body) document.getElementById("content")?.focus();
        }),
      );
    },
    [],
  );
}
