import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { useNavigated } from "./topBarPortals";
import { useTranslation } from "./translation";

/** A page's content: the landmark that the skip link leads to. Names the browser's tab, and takes the focus when one has come here by a link. */
export function Page({ title, className = "page-body", children }: { title: string; className?: string; children: ReactNode }) {
  const { t } = useTranslation();
  const ref = useRef<HTMLElement>(null);
  const navigated = useNavigated();
  useEffect(() => {
    document.title = t("pageTitle", { page: title });
  }, [t, title]);
  useEffect(() => {
    if (navigated()) ref.current?.focus({ preventScroll: true });
  }, [navigated]);
  return (
    <main id="content" tabIndex={-1} ref={ref} className={className}>
      {children}
    </main>
  );
}
