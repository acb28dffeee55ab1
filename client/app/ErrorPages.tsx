import { Component } from "react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Failure } from "./failure";
import { useFailureText } from "./failure";
import { useTranslation } from "./translation";

/** Nothing to show, and why; with what can be done about it. `back`: also the way to the library, where the whole page is in its place. */
export function FailurePanel({ failure, retry, back = false }: { failure: Failure; retry?: () => void; back?: boolean }) {
  const { t } = useTranslation();
  const say = useFailureText();
  return (
    <div className="app-oops" role="alert">
      <p>{say(failure)}</p>
      {retry ? (
        <button type="button" className="ui-btn" onClick={retry}>
          {t("action.retry")}
        </button>
      ) : null}
      {back ? (
        <Link href="/" className="ui-btn">
          {t("action.back")}
        </Link>
      ) : null}
    </div>
  );
}

export function NothingHere() {
  const { t } = useTranslation();
  return (
    <main id="content" tabIndex={-1} className="app-oops">
      <h1>{t("oops.missingTitle")}</h1>
      <p>{t("oops.missingText")}</p>
      <Link href="/" className="ui-btn">
        {t("action.back")}
      </Link>
    </main>
  );
}

function Stopped() {
  const { t } = useTranslation();
  return (
    <main id="content" className="app-oops" role="alert">
      <h1>{t("oops.title")}</h1>
      <p>{t("oops.text")}</p>
      <button type="button" className="ui-btn is-primary" onClick={() => window.location.reload()}>
        {t("action.reload")}
      </button>
    </main>
  );
}

/** A bug below ends in words instead of an empty page. Give it a `key` that changes with the page: the next one starts afresh. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Stopped /> : this.props.children;
  }
}
