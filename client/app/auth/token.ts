/**
 * Takes the one-time token out of the address bar: it stands in the fragment, which never leaves the browser, and must not stay in the
 * history or on a screen that somebody photographs. Null when there is none.
 */
export function takeToken(page: Pick<Window, "location" | "history">): string | null {
  const token = page.location.hash.slice(1);
  if (!/^\/(setup|invite)\/?$/.test(page.location.pathname) || !token) return null;
  page.history.replaceState(null, "", page.location.pathname);
  return /^[A-Za-z0-9_-]{20,100}$/.test(token) ? token : null;
}
