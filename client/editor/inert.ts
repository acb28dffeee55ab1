// HTML from elsewhere is taken apart in a document that is shown nowhere: it runs no script, loads nothing and reports nothing. Our
// Content-Security-Policy calls that reading dangerous all the same and asks for a policy; this one serves it alone.

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): { createHTML(html: string): unknown };
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | null = null;

function trusted(html: string): unknown {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
  // The name is in `server/http/headers.ts`; it can be made once.
  policy ??= trustedTypes?.createPolicy("sourcier-reading", { createHTML: (given) => given }) ?? null;
  return policy ? policy.createHTML(html) : html;
}

/** A document of this HTML that has no window. */
export const inertDocument = (html: string): Document => new DOMParser().parseFromString(trusted(html) as string, "text/html");
