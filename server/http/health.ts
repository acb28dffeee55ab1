import type { Application, Response } from "express";
import type { Store } from "../store/Store";

const PATIENCE_MS = 2000;

/** `/healthz`: the process answers. `/readyz`: so does its store, which it names; 503 while it does not, or while the server is stopping. */
export function serveHealth(app: Application, store: Store, isStopping: () => boolean): void {
  app.get("/healthz", (_request, response) => {
    plain(response).json({ status: "ok" });
  });
  app.get("/readyz", async (_request, response) => {
    const state = isStopping() ? "stopping" : (await answers(store)) ? "ready" : "away";
    plain(response)
      .status(state === "ready" ? 200 : 503)
      .json({ status: state, store: store.kind });
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
