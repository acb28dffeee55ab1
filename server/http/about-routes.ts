import { ok } from "../../shared/refusal";
import { routes } from "../../shared/protocol/routes/table";
import { allProblems } from "./problems";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

/** What the API says of itself. */
export function aboutRoutes(): ServedRoute[] {
  return [route(routes.listProblems, () => Promise.resolve(ok({ json: { problems: allProblems() } })))];
}
