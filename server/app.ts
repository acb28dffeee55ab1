import compression from "compression";
import express from "express";
import type { Application, NextFunction, Request, Response } from "express";
import type { RandomBytes } from "../shared/ids";
import { refuse } from "../shared/refusal";
import type { Accounts } from "./accounts/accounts";
import { bareAddress } from "./accounts/limits";
import type { Logger } from "./authority/logger";
import type { Config } from "./config";
import { aboutRoutes } from "./http/about-routes";
import type { Unnamed } from "./http/answers";
import { serveAssets } from "./http/assets";
import { binRoutes } from "./http/bin-routes";
import { documentRoutes } from "./http/document-routes";
import { securityHeaders } from "./http/headers";
import { serveHealth } from "./http/health";
import { importRoutes } from "./http/import-routes";
import { claimRoutes } from "./http/claim-routes";
import { listRoutes } from "./http/list-routes";
import { libraryRoutes } from "./http/library-routes";
import { memberRoutes } from "./http/member-routes";
import type { OriginCheck } from "./http/origin";
import { peopleRoutes } from "./http/people-routes";
import type { DocumentAuthority, LibraryNotices, TextReader } from "./http/ports";
import type { ServedRoute } from "./http/routes";
import { failure, send, serveRoutes } from "./http/serve";
import { sessionRoutes } from "./http/session-routes";
import { Strangers } from "./http/strangers";
import { createUnread } from "./http/unread";
import type { LibraryBin } from "./bin";
import { createGrants } from "./grants";
import { createMembers } from "./members";
import { Share } from "./share";
import type { Store } from "./store/Store";

export interface AppDeps {
  readonly config: Pick<Config, "publicUrl" | "trustProxy" | "maxTextBytes">;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly authority: DocumentAuthority;
  readonly reader: TextReader;
  readonly notifier: LibraryNotices;
  readonly bin: LibraryBin;
  readonly logger: Logger;
  readonly isOurs: OriginCheck;
  readonly isStopping: () => boolean;
  readonly clock: () => number;
  readonly random: RandomBytes;
  /** The sockets draw on it as well; one of its own unless told. */
  readonly share?: Share;
  /** What becomes of something in an answer that its schema does not name; left out unless told. */
  readonly unnamed?: Unnamed;
  /** The built page's folder. */
  readonly pageFolder: string;
}

export function routesOf(deps: AppDeps): ServedRoute[] {
  const { accounts, store, authority, notifier } = deps;
  const given = { ...deps, grants: createGrants(store) };
  return [
    ...aboutRoutes({ cookie: accounts.cookie.name, fileBytes: deps.config.maxTextBytes }, deps.pageFolder),
    ...sessionRoutes(accounts, notifier),
    ...peopleRoutes(accounts, notifier),
    ...libraryRoutes(given),
    ...memberRoutes(store, createMembers(deps)),
    ...binRoutes(given),
    ...importRoutes({ ...deps, maxTextBytes: deps.config.maxTextBytes }),
    ...documentRoutes(store, authority),
    ...listRoutes(given),
    ...claimRoutes(given),
  ];
}

/** The whole HTTP side as an Express application; it listens nowhere by itself. */
export function createApp(deps: AppDeps): Application {
  const { config, store, accounts, isOurs, isStopping, logger } = deps;
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", config.trustProxy);
  app.set("query parser", "simple");
  // One address for one thing: neither /API nor a slash more.
  app.set("case sensitive routing", true);
  app.set("strict routing", true);
  const unread = createUnread();
  app.use((request, response, next) => {
    unread(request, response);
    next();
  });
  // Some proxies write the port behind the address; Express would take that for no address at all.
  app.use((request, _response, next) => {
    const from = request.headers["x-forwarded-for"];
    if (typeof from === "string") request.headers["x-forwarded-for"] = from.split(",").map(bareAddress).join(", ");
    next();
  });
  app.use(securityHeaders(config.publicUrl));
  serveHealth(app, store, deps.authority, isStopping);
  app.use("/api", (_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  app.use("/api", compression());
  serveRoutes(app, routesOf(deps), {
    sessions: accounts.sessions,
    isOurs,
    logger,
    share: deps.share ?? new Share(),
    strangers: new Strangers(),
    grants: createGrants(store),
    unnamed: deps.unnamed ?? "left out",
  });
  app.use("/api", (_request, response) => send(response, refuse("not-found")));
  app.use(serveAssets(deps.pageFolder));
  app.use((_request, response) => send(response, refuse("not-found")));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    // A path that cannot be decoded is the asker's mistake, everything else ours.
    if (response.headersSent) next(error);
    else if (error instanceof URIError) send(response, refuse("malformed"));
    else send(response, failure(error, request.method, logger));
  });
  return app;
}
