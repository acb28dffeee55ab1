import { aboutRoutes } from "./about";
import { binRoutes } from "./bin";
import { caseRoutes } from "./cases";
import { documentRoutes } from "./documents";
import { listRoutes } from "./lists";
import { memberRoutes } from "./members";
import { peopleRoutes } from "./people";
import { sessionRoutes } from "./session";

/** Every route there is, by the name that the page and the documentation call it. What is not in here does not exist. */
export const routes = {
  ...aboutRoutes,
  ...sessionRoutes,
  ...peopleRoutes,
  ...caseRoutes,
  ...memberRoutes,
  ...documentRoutes,
  ...listRoutes,
  ...binRoutes,
};

export type Routes = typeof routes;
export type RouteKey = keyof Routes;
