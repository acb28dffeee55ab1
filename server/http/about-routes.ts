import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ok, refuse } from "../../shared/refusal";
import { routes } from "../../shared/protocol/routes/table";
import { docsPolicy } from "./docs-page";
import { openApi } from "./openapi";
import type { Facts } from "./openapi";
import { allProblems } from "./problems";
import { route } from "./routes";
import type { ServedRoute } from "./routes";

/** What the API says of itself. `pageFolder`: where the built pages lie. */
export function aboutRoutes(facts: Facts, pageFolder: string): ServedRoute[] {
  // Made when it is first asked for, and then the same for everybody.
  let description: Uint8Array | null = null;
  return [
    route(routes.listProblems, () => Promise.resolve(ok({ json: { problems: allProblems() } }))),
    route(routes.readOpenApi, () => {
      description ??= Buffer.from(JSON.stringify(openApi(routes, facts)));
      return Promise.resolve(ok({ jsonBytes: description }));
    }),
    route(routes.readDocs, async () => {
      const html = await readFile(join(pageFolder, "api-docs", "index.html")).catch(() => null);
      return html ? ok({ page: { html, policy: docsPolicy } }) : refuse("not-found");
    }),
  ];
}
