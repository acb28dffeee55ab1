import { ok } from "../../shared/refusal";
import { routes } from "../../shared/protocol/routes/table";
import { openApi } from "./openapi";
import type { Facts } from "./openapi";
import { allProblems } from "./problems";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

/** What the API says of itself. */
export function aboutRoutes(facts: Facts): ServedRoute[] {
  // Made when it is first asked for, and then the same for everybody.
  let description: Uint8Array | null = null;
  return [
    route(routes.listProblems, () => Promise.resolve(ok({ json: { problems: allProblems() } }))),
    route(routes.readOpenApi, () => {
      description ??= Buffer.from(JSON.stringify(openApi(routes, facts)));
      return Promise.resolve(ok({ jsonBytes: description }));
    }),
  ];
}
