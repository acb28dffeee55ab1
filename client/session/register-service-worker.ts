interface ScriptAddresses {
  createScriptURL(address: string): unknown;
}
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): ScriptAddresses;
}

const WORKER = "/sw.js";

/**
 * Lets the page open without a network from now on. Does nothing where there are no service workers (plain http on a local network) or no
 * built worker (while developing). Call once, after the page has come up: it is not needed for this visit.
 */
export async function keepShell(window: Window): Promise<void> {
  const { serviceWorker } = window.navigator;
  if (!serviceWorker) return;
  try {
    await serviceWorker.register(trusted(window) as string, { scope: "/", updateViaCache: "none" });
  } catch {
    // The page works as well without; it only needs the network to open.
  }
}

/** Our Content-Security-Policy wants script addresses to come from a policy: this one knows a single address. */
function trusted(window: Window): unknown {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
  return trustedTypes ? trustedTypes.createPolicy("sourcier", { createScriptURL: () => WORKER }).createScriptURL(WORKER) : WORKER;
}
