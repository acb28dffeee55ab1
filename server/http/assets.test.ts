import { mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { openTestbed } from "../../fixtures/http-server";
import type { Testbed } from "../../fixtures/http-server";
import { keepAssets } from "../cli/keep-assets.mjs";

const page = "<!doctype html><title>Sourcier</title>";
const script = `console.log("${"x".repeat(2000)}")`;
let folder: string;
let bed: Testbed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sourcier-page-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), page);
  await writeFile(join(folder, "assets", "main-a1b2c3.js"), script);
  await writeFile(join(folder, "assets", "main-a1b2c3.js.br"), brotliCompressSync(script));
  await writeFile(join(folder, "assets", "main-a1b2c3.js.gz"), gzipSync(script));
  bed = await openTestbed({ pageFolder: folder });
});
afterAll(async () => {
  await bed.close();
  await rm(folder, { recursive: true });
});

/** As it crosses the wire: fetch would unpack it. */
const get = (path: string, headers: Record<string, string> = {}): Promise<{ response: IncomingMessage; bytes: Buffer }> =>
  new Promise((resolve, reject) => {
    const sent = request(bed.origin, { path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ response, bytes: Buffer.concat(chunks) }));
    });
    sent.on("error", reject);
    sent.end();
  });

test.each(["/", "/index.html", "/cases/abc/documents/def", "/setup", "/invite"])(
  "%s is the page, asked for anew each time",
  async (path) => {
    const { response, bytes } = await get(path);
    expect([response.statusCode, bytes.toString(), response.headers["content-type"]]).toEqual([200, page, "text/html; charset=utf-8"]);
    expect(response.headers["cache-control"]).toBe("no-cache");
    expect(response.headers["content-security-policy"]).toContain("default-src 'none'");
  },
);

test("a page that is still the same is not sent again", async () => {
  const { response } = await get("/");
  const again = await get("/", { "if-none-match": String(response.headers.etag) });
  expect([again.response.statusCode, again.bytes.length]).toEqual([304, 0]);
});

test.each([
  ["br, gzip", "br"],
  ["gzip", "gzip"],
  ["gzip, deflate, br;q=0", "gzip"],
  ["identity", undefined],
])("a hashed file goes to %s as %s, for ever", async (accepts, encoding) => {
  const { response, bytes } = await get("/assets/main-a1b2c3.js", { "accept-encoding": accepts });
  expect(response.headers["content-encoding"]).toBe(encoding);
  expect(response.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(response.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(response.headers.vary).toContain("Accept-Encoding");
  expect(bytes.length < script.length).toBe(encoding !== undefined);
});

test.each([
  "/assets/gone-123456.js",
  "/assets/main-a1b2c3.js.br",
  "/../package.json",
  "/%2e%2e/package.json",
  "/.stamp",
  "/socket.io/x",
  "/api/x",
])("%s is no file of the page", async (path) => {
  const { response, bytes } = await get(path);
  expect([response.statusCode, JSON.parse(bytes.toString())]).toEqual([404, expect.objectContaining({ code: "not-found", status: 404 })]);
});

test("health and readiness name the store", async () => {
  const health = await bed.browser().ask("GET", "/healthz");
  expect([health.status, health.body]).toEqual([200, { status: "ok" }]);
  const ready = await bed.browser().ask("GET", "/readyz");
  expect([ready.status, ready.body]).toEqual([200, { status: "ready", store: "sqlite" }]);
});

async function write(root: string, files: Record<string, string>): Promise<void> {
  await mkdir(join(root, "assets"), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
}

test("a build that takes the place of the old one is served whole: its page, its files, and the files that the old one's pages still ask for", async () => {
  const place = await mkdtemp(join(tmpdir(), "sourcier-swap-"));
  const [dist, made] = [join(place, "client"), join(place, "made")];
  await write(dist, { "index.html": "old", "assets/main-old.js": "1" });
  const swapped = await openTestbed({ pageFolder: dist });
  const ask = async (path: string): Promise<string> => {
    const answer = await fetch(swapped.origin + path);
    return answer.ok ? answer.text() : String(answer.status);
  };
  expect([await ask("/"), await ask("/assets/main-old.js")]).toEqual(["old", "1"]);
  await write(made, { "index.html": "the new one", "assets/main-new.js": "2" });
  await keepAssets(dist, made);
  await rename(dist, join(place, "before"));
  await rename(made, dist);
  expect([await ask("/"), await ask("/assets/main-new.js"), await ask("/assets/main-old.js")]).toEqual(["the new one", "2", "1"]);
  await swapped.close();
  await rm(place, { recursive: true });
});

test("files that no build has made for a week are not carried on", async () => {
  const place = await mkdtemp(join(tmpdir(), "sourcier-week-"));
  const [dist, made] = [join(place, "client"), join(place, "made")];
  for (const root of [dist, made]) await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(dist, "assets", "young.js"), "");
  await writeFile(join(dist, "assets", "old.js"), "");
  const then = new Date(Date.now() - 8 * 86_400_000);
  await utimes(join(dist, "assets", "old.js"), then, then);
  await keepAssets(dist, made);
  expect(await readdir(join(made, "assets"))).toEqual(["young.js"]);
  await keepAssets(join(place, "nowhere"), made);
  expect(await readdir(join(made, "assets"))).toEqual(["young.js"]);
  await rm(place, { recursive: true });
});
