import type { AxiosInstance } from "axios";
import { validate } from "@readme/openapi-parser";
import OpenAPIClientAxios from "openapi-client-axios";
import type { Document } from "openapi-client-axios";
import { openTestbed, PASSWORD } from "../../fixtures/http-server";
import type { Testbed } from "../../fixtures/http-server";
import { routes } from "../../shared/protocol/routes/table";

// The description is checked from outside: by a validator of OpenAPI, and by a client that knows nothing of us but the description.

let bed: Testbed;
type Described = Document & { readonly paths: object };
let described: Described;
beforeAll(async () => {
  bed = await openTestbed();
  await bed.as("admin", "Ana");
  described = (await bed.browser().ask("GET", "/api/v1/openapi.json")).body as Described;
});
afterAll(() => bed.close());

test("it is OpenAPI 3.1, as a validator has it", async () => {
  expect(await validate(structuredClone(described) as never)).toEqual({ valid: true, warnings: [], specification: "OpenAPI" });
  expect(described.openapi).toBe("3.1.0");
});

test("it has every route of the table and none besides, with what each takes and who may", () => {
  const operations = Object.values(described.paths).flatMap((path) => Object.values(path as object) as Operation[]);
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted());
  for (const [name, route] of Object.entries(routes)) {
    const operation = operations.find(({ operationId }) => operationId === name);
    expect(operation).toMatchObject({ "x-action": route.action, summary: expect.stringMatching(/\.$/) as unknown });
    const inPath = operation?.parameters.filter((one) => one.in === "path").map((one) => one.name);
    expect(inPath).toEqual([...route.path.matchAll(/:(\w+)/g)].map(([, param]) => param));
    expect(operation?.requestBody !== undefined).toBe("body" in route);
  }
});

test("a client made from it signs in, makes a case file, renames it, and is told why something was not done", async () => {
  let cookie = "";
  const client = await new OpenAPIClientAxios({
    definition: structuredClone(described),
    axiosConfigDefaults: { baseURL: `${bed.origin}/api/v1`, adapter: "http", validateStatus: () => true },
  }).init<Client>();
  client.interceptors.request.use((config) => {
    if (cookie) config.headers.set("cookie", cookie);
    return config;
  });
  expect((await client.listPeople()).data).toMatchObject({ code: "signed-out", status: 401 });
  const entered = await client.signIn(null, { name: "Ana", password: PASSWORD });
  expect(entered.status).toBe(200);
  cookie = (entered.headers["set-cookie"] as string[]).map((set) => set.split(";")[0]).join("; ");
  const made = await client.makeCase(null, { name: "Dossier" });
  const renamed = await client.renameCase({ case: String(made.data["id"]) }, { name: "Affaire" });
  expect(renamed.data).toMatchObject({ id: made.data["id"], name: "Affaire" });
  const library = await client.readLibrary();
  expect(library.data).toMatchObject({ cases: [{ name: "Affaire" }], documents: [] });
  const history = await client.readHistory({ doc: "none-such", before: "3" });
  expect([history.status, history.headers["content-type"], history.data["code"]]).toEqual([
    404,
    "application/problem+json; charset=utf-8",
    "not-found",
  ]);
});

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
}
interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}
type Client = AxiosInstance &
  Record<keyof typeof routes, (params?: Readonly<Record<string, string>> | null, body?: unknown) => Promise<Told>>;
