import { CircleHelp, Library, ListChecks, Search, Settings, TextSearch, Users } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { AccountMenu } from "./AccountMenu";
import { KeyCaps } from "./KeyCaps";
import { Notice } from "./Notice";
import { FrameContext } from "./topBarPortals";
import type { PortalName } from "./topBarPortals";
import { useTranslation } from "./translation";

/** Rail, top bar and the page. `ask` opens the palette or the sheet of keys. */
export function Frame({ ask, children }: { ask: (what: "palette" | "keys") => void; children: ReactNode }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const first = useRef(location);
  const moved = useRef(false);
  const [crumbs, setCrumbs] = useState<HTMLElement | null>(null);
  const [status, setStatus] = useState<HTMLElement | null>(null);
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const places = useMemo(() => {
    const slots: Record<PortalName, HTMLElement | null> = { crumbs, status, actions };
    return { slots, navigated: () => moved.current };
  }, [crumbs, status, actions]);
  // A layout effect, so that it comes before the new page's own effects, which ask.
  useLayoutEffect(() => {
    if (location !== first.current) moved.current = true;
  }, [location]);

  return (
    <FrameContext value={places}>
      <div className="app-frame">
        <a href="#content" className="ui-btn skip-link">
          {t("skip")}
        </a>
        <Rail location={location} ask={ask} />
        <header className="app-bar">
          <div className="app-bar-slot is-first" ref={setCrumbs} />
          <div className="app-bar-slot" ref={setStatus} />
          <button type="button" className="ui-btn is-quiet u-wide" onClick={() => ask("palette")} aria-haspopup="dialog">
            <Search aria-hidden="true" />
            {t("nav.search")}
            <span aria-hidden="true">
              <KeyCaps keys="Mod+K" />
            </span>
          </button>
          <div className="app-bar-slot" ref={setActions} />
        </header>
        <Notice />
        <div className="app-page">{children}</div>
      </div>
    </FrameContext>
  );
}

function Rail({ location, ask }: { location: string; ask: (what: "palette" | "keys") => void }) {
  const { t } = useTranslation();
  const inClaims = location.endsWith("/claims");
  const inTexts = location === "/" || (location.startsWith("/case/") && !inClaims) || location.startsWith("/doc/") || location === "/add";
  return (
    <nav className="app-rail" aria-label={t("nav.label")}>
      <Link href="/" className="app-mark" aria-label={t("nav.home")} translate="no">
        {t("app").charAt(0)}
      </Link>
      <RailLink to="/" icon={Library} name={t("nav.texts")} here={inTexts} />
      <RailLink to="/claims" icon={ListChecks} name={t("nav.claims")} here={inClaims} />
      <RailLink to="/search" icon={TextSearch} name={t("nav.find")} here={location === "/search"} className="u-wide" />
      <RailLink to="/people" icon={Users} name={t("nav.people")} here={location === "/people"} />
      <RailButton icon={Search} name={t("nav.search")} className="u-narrow" onClick={() => ask("palette")} />
      <span className="u-grow" />
      <RailButton icon={CircleHelp} name={t("nav.help")} className="u-wide" onClick={() => ask("keys")} />
      <RailLink to="/settings" icon={Settings} name={t("nav.settings")} here={location === "/settings"} />
      <AccountMenu />
    </nav>
  );
}

interface RailLinkProps {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly name: string;
  readonly here: boolean;
  readonly className?: string;
}

function RailLink({ to, icon: Icon, name, here, className = "" }: RailLinkProps) {
  return (
    <Link href={to} className={`app-rail-item ${className}`} aria-current={here ? "page" : undefined} aria-label={name}>
      <Icon aria-hidden="true" />
      <span className="app-tip" aria-hidden="true">
        {name}
      </span>
    </Link>
  );
}

function RailButton({ icon: Icon, name, className, onClick }: { icon: LucideIcon; name: string; className: string; onClick: () => void }) {
  return (
    <button type="button" className={`app-rail-item ${className}`} aria-label={name} aria-haspopup="dialog" onClick={onClick}>
      <Icon aria-hidden="true" />
      <span className="app-tip" aria-hidden="true">
        {name}
      </span>
    </button>
  );
}
