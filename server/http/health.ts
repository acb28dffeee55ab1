import type { Application, Response } from "express";
import type { Store } from "../store/Store";
import type { DocumentAuthority } from "./ports";

const PATIENCE_MS = 2000;

/**
 * `/healthz`: the process answers. `/readyz`: so does its store, which it names; 503 while it does not, or while the server is stopping. How
 * many documents can be read only, which `sourcier doctor` names, it says as well: anybody may ask, and a number is all that they learn.
 */
export function serveHealth(
  app: Application,
  store: Store,
  authority: Pick<DocumentAuthority, "logsBehind">,
  isStopping: () => boolean,
): void {
  app.get("/healthz", (_request, response) => {
    plain(response).json({ status: "ok" });
  });
  app.get("/readyz", async (_request, response) => {
    const state = isStopping() ? "stopping" : (await answers(store)) ? "ready" : "away";
    plain(response)
      .status(state === "ready" ? 200 : 503)
      .json({ status: state, store: store.kind, ...(authority.logsBehind > 0 ? { degraded: { readOnly: authority.logsBehind } } : {}) });
  });
}

const plain = (response: Response): Response => {
  response.setHeader("Cache-Control", "no-store");
  return response;
};

async function answers(store: Store): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  const asked = store.ping().then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answered;
}
