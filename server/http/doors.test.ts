import { additionBody, OCTETS } from "../../fixtures/addition";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { originCheck } from "./origin";
import { reactAriaStyles } from "./headers";
import { openTestbed, PASSWORD } from "../../fixtures/http-server";
import type { Browser, Testbed } from "../../fixtures/http-server";
import type { CaseView } from "../../shared/protocol/rest";

/** The rule in the template literal of a module's source. */
const rule = (source: string) => /`\n?(@layer[^`]*)`/.exec(source)?.[1]?.trim();

let bed: Testbed;
let admin: Browser;
beforeAll(async () => {
  bed = await openTestbed();
  admin = await bed.as("admin", "Ana");
});
afterAll(() => bed.close());

describe("a page elsewhere", () => {
  test.each([
    ["another origin", { origin: "https://evil.example" }],
    ["no origin it admits to", { origin: "null" }],
    ["what the browser calls cross-site", { "sec-fetch-site": "cross-site" }],
    ["what the browser calls same-site", { "sec-fetch-site": "same-site" }],
    ["our own origin, cross-site", { "sec-fetch-site": "cross-site", origin: "http://127.0.0.1" }],
  ])("cannot act with a person's cookie: %s", async (_name, headers) => {
    const answer = await admin.ask("POST", "/api/v1/cases", { name: "Planted" }, headers);
    expect([answer.status, answer.refusal?.code]).toEqual([403, "foreign-origin"]);
    expect(await bed.store.listCases()).toEqual([]);
  });

  test("cannot act by posting a form, whose type is not JSON", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      expect((await admin.ask("POST", "/api/v1/cases", '{"name":"Planted"}', { "content-type": type })).refusal?.code).toBe("malformed");
    }
    expect(await bed.store.listCases()).toEqual([]);
  });

  test("under a name that somebody made resolve to us is not ours", () => {
    const local = originCheck(null, "127.0.0.1");
    expect(local("http://evil.example:3000", "evil.example:3000")).toBe(false);
    expect(local("http://127.0.0.1:3000", "127.0.0.1:3000")).toBe(true);
    expect(local("http://localhost:3000", "localhost:3000")).toBe(true);
    expect(local("http://[::1]:3000", "[::1]:3000")).toBe(true);
    expect(local("http://localhost:3001", "localhost:3000")).toBe(false);
    expect(local(undefined, "localhost:3000")).toBe(false);
    const behind = originCheck("https://check.example.org", "0.0.0.0");
    expect(behind("https://check.example.org", "10.0.0.7:3000")).toBe(true);
    expect(behind("http://check.example.org", "check.example.org")).toBe(false);
  });
});

describe("what is not of the agreed shape", () => {
  test.each([
    ["an object where a string belongs", '{"name":{"$ne":null},"password":{"$ne":null}}'],
    ["a field nobody asked for", `{"name":"Ana","password":"${PASSWORD}","role":"admin"}`],
    ["__proto__", `{"name":"Ana","password":"${PASSWORD}","__proto__":{"role":"admin"}}`],
    ["__proto__, escaped", `{"name":"Ana","password":"${PASSWORD}","\\u005f_proto__":{}}`],
    ["no JSON", "{"],
    ["nothing", ""],
    ["an array", "[]"],
    ["half a character", '{"name":"\\ud800","password":"x"}'],
    ["depth", "[".repeat(2_000) + "]".repeat(2_000)],
    ["breadth", `[${"[],".repeat(1_000)}[]]`],
    ["bytes that are no UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
  ])("is refused and named: %s", async (_name, body) => {
    const answer = await bed.browser().ask("POST", "/api/v1/session", body);
    expect([answer.status, answer.refusal?.code]).toEqual([400, "malformed"]);
  });

  test.each(["/api/v1/session", "/api/v1/invites/look", "/api/v1/invites/accept"])(
    "a stranger's body at %s is some kilobytes",
    async (path) => {
      const answer = await bed.browser().ask("POST", path, `[${"[],".repeat(300_000)}[]]`);
      expect([answer.status, answer.refusal?.code]).toEqual([413, "too-large"]);
    },
  );

  test("what a stranger goes on sending after that is not read, and the connection is ended", async () => {
    const { port } = new URL(bed.origin);
    const wire = connect(Number(port), "127.0.0.1").on("error", () => undefined);
    const closed = new Promise((resolve) => wire.once("close", resolve));
    let said = "";
    wire.on("data", (text) => (said += String(text)));
    wire.write(
      `POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 60000000\r\n\r\n`,
    );
    let megabytes = 0;
    const more = (error?: Error | null): void => {
      if (!error && (megabytes += 1) < 60) wire.write(Buffer.alloc(1_000_000, " "), more);
    };
    more();
    await closed;
    expect(said).toContain("413");
    expect(megabytes).toBeLessThan(30);
  });

  test("a compressed body is not unfolded", async () => {
    expect((await admin.ask("POST", "/api/v1/cases", "{}", { "content-encoding": "gzip" })).refusal?.code).toBe("malformed");
  });

  test.each([
    "/api/v1/documents/..%2f..%2fetc",
    "/api/v1/documents/%00",
    "/api/v1/documents/none-such",
    "/api/nothing",
    "/nothing.js",
    "/%E0%A4%A",
  ])("a path to nothing is not found: %s", async (path) => {
    const answer = await admin.ask("GET", path);
    expect([400, 404]).toContain(answer.status);
    expect(["not-found", "malformed"]).toContain(answer.refusal?.code);
  });
});

describe("a body that is too large", () => {
  const path = "/api/v1/import/preview?name=long.txt";
  const type = { "content-type": "application/octet-stream" };

  test("is refused with the limit, and the same connection serves on", async () => {
    const answer = await admin.ask("POST", path, new Uint8Array(20 * 1024 * 1024), type);
    expect([answer.status, answer.refusal]).toEqual([413, { code: "too-large", detail: { limit: 1 } }]);
    expect((await admin.ask("GET", "/api/v1/cases")).status).toBe(200);
  });

  test("is refused when its length is not announced", async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(bed.origin + path, { method: "POST", headers: { ...type, cookie: admin.cookie, origin: bed.origin } });
      sent.on("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject);
      const chunk = Buffer.alloc(64 * 1024);
      for (let at = 0; at < 40; at += 1) sent.write(chunk);
      sent.end();
    });
    expect(status).toBe(413);
  });

  test("is not read at all from somebody who may not send it", async () => {
    expect((await bed.browser().ask("POST", path, new Uint8Array(2 * 1024 * 1024), type)).refusal?.code).toBe("signed-out");
  });

  test("leaves a text of just the limit alone", async () => {
    const text = new TextEncoder().encode("Un paragraphe assez long pour compter.\n\n".repeat(26_000)).slice(0, 1024 * 1024);
    expect((await admin.ask("POST", path, text, type)).status).toBe(200);
  });
});

const send = async (body: Uint8Array, headers = OCTETS) => {
  const home = (await admin.ask("POST", "/api/v1/cases", { name: "Dossier" })).body as CaseView;
  return admin.ask("POST", `/api/v1/cases/${home.id}/documents`, body, headers);
};

describe("a text on its way in", () => {
  const details = { title: "Titre", publisher: "", author: "", published: "", address: "" };
  const both = [0, 1].map((index) => ({ of: [index], keep: true, kind: "paragraph" }));
  const told = { original: { name: "a.txt", mime: "text/plain" }, lang: "fr", details };
  const add = ({ choices = both, ...over }: Record<string, unknown>) =>
    send(additionBody({ ...told, ...over }, choices, Buffer.from("Un.\n\nDeux.")));

  test("comes as the bytes that it is, and is kept so", async () => {
    const answer = await add({});
    expect(answer.status).toBe(200);
    const { doc } = answer.body as { doc: string };
    expect((await admin.ask("GET", `/api/v1/documents/${doc}/original`)).body).toBe("Un.\n\nDeux.");
  });

  test("is refused part by part when it is not of the agreed shape", async () => {
    const body = additionBody(told, both, Buffer.from("Un."));
    expect((await send(body, { "content-type": "application/json" })).refusal).toMatchObject({ code: "malformed" });
    for (const cut of [0, 3, 4, 20, 300]) expect((await send(body.slice(0, cut))).refusal?.code).toBe("malformed");
    expect((await add({ choices: {} })).refusal).toMatchObject({ code: "malformed", detail: { field: "choices" } });
    expect((await add({ choices: [{ ...both[0], odd: 1 }] })).refusal?.code).toBe("malformed");
    expect((await add({ choices: [{ ...both[0], runs: [{ text: "\ud800" }] }] })).refusal?.code).toBe("malformed");
    expect((await add({ odd: 1 })).refusal?.code).toBe("malformed");
  });

  test.each<[string, Uint8Array]>([
    ["what is told of it", additionBody({ ...told, more: "x".repeat(70_000) }, both, Buffer.from("Un."))],
    ["its choices", additionBody(told, ["x".repeat(4 * 1024 * 1024)], Buffer.from("Un."))],
    ["its bytes", additionBody(told, both, new Uint8Array(1024 * 1024 + 1))],
    ["a length that never comes", Uint8Array.of(255, 255, 255, 255, 1)],
  ])("that is too large is refused with the limit: %s", async (_name, body) => {
    expect((await send(body)).refusal).toEqual({ code: "too-large", detail: { limit: 1 } });
    expect((await admin.ask("GET", "/api/v1/cases")).status).toBe(200);
  });

  test("that is too large is refused before all of it has come", async () => {
    const home = (await admin.ask("POST", "/api/v1/cases", { name: "Dossier" })).body as CaseView;
    const headers = { ...OCTETS, cookie: admin.cookie, origin: bed.origin };
    const sent = request(`${bed.origin}/api/v1/cases/${home.id}/documents`, { method: "POST", headers });
    const status = await new Promise((resolve, reject) => {
      sent.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
      sent.write(additionBody(told, both, new Uint8Array(1024 * 1024 + 1)));
    });
    expect(status).toBe(413);
    sent.destroy();
  });

  test("must be in a language we know, from an address of the web, with every block accounted for", async () => {
    expect((await add({ lang: "tlh" })).refusal?.code).toBe("unknown-language");
    expect((await add({ details: { ...details, address: "javascript:alert(1)" } })).refusal?.code).toBe("bad-address");
    expect((await add({ choices: [] })).refusal?.code).toBe("malformed");
    const dropped = [0, 1].map((index) => ({ of: [index], keep: false, kind: "paragraph" }));
    expect((await add({ choices: dropped })).refusal?.code).toBe("empty-text");
  });

  test("that is not UTF-8 is offered as Windows-1252", async () => {
    const bytes = Uint8Array.of(0xe9, 0x74, 0xe9);
    const answer = await admin.ask("POST", "/api/v1/import/preview?name=ete.txt", bytes, { "content-type": "application/octet-stream" });
    expect([answer.status, answer.refusal]).toEqual([
      400,
      { code: "not-utf8", detail: { offer: "windows-1252", offers: "windows-1252", "sample:windows-1252": "été" } },
    ]);
  });
});

describe("every answer", () => {
  test("forbids what the page does not need, and is not kept", async () => {
    const { headers } = await admin.ask("GET", "/api/v1/people");
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy.split(";").map((directive) => directive.trim())).toContain(part);
    }
    expect(policy).not.toMatch(/script-src[^;]*unsafe|style-src 'self'[^;]*unsafe|https?:\/\//);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test("allows React Aria's own two rules, as the installed version writes them", async () => {
    const sources = join("node_modules", "react-aria", "dist", "private");
    const press = await readFile(join(sources, "interactions", "usePress.mjs"), "utf8");
    const scroll = await readFile(join(sources, "overlays", "usePreventScroll.mjs"), "utf8");
    const [, attribute = ""] = /PRESSABLE_ATTRIBUTE = '([^']+)'/.exec(press) ?? [];
    expect([rule(press)?.replace(/\$\{[^}]+\}/, attribute), rule(scroll)]).toEqual([...reactAriaStyles]);
    const policy = (await admin.ask("GET", "/healthz")).headers.get("content-security-policy");
    for (const style of reactAriaStyles) expect(policy).toContain(createHash("sha256").update(style).digest("base64"));
  });
});

describe("the cookie", () => {
  test("on plain http is HttpOnly and SameSite=Lax", async () => {
    const set = (await admin.ask("POST", "/api/v1/session", { name: "Ana", password: PASSWORD })).headers.getSetCookie()[0];
    expect(set).toMatch(/^sourcier=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("on https has the __Host- prefix and is Secure, and the plain one does not count", async () => {
    const behind = await openTestbed({ config: { publicUrl: "https://check.example.org", trustProxy: 1, maxTextBytes: 1024 } });
    const { path } = await behind.accounts.invites.fromConsole();
    const wish = { token: path.split("#")[1], name: "Ana", password: PASSWORD, lang: "fr" };
    const page = behind.browser();
    const set = (await page.ask("POST", "/api/v1/invites/accept", wish, { origin: "https://check.example.org" })).headers.getSetCookie()[0];
    expect(set).toMatch(/^__Host-sourcier=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect((await page.ask("GET", "/api/v1/people")).status).toBe(200);
    const planted = behind.browser();
    planted.cookie = page.cookie.replace("__Host-", "");
    expect((await planted.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
    planted.cookie = `${page.cookie}; ${page.cookie.slice(0, -3)}AAA`;
    expect((await planted.ask("GET", "/api/v1/people")).refusal?.code).toBe("signed-out");
    await behind.close();
  });
});
