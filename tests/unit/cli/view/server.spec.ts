import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serverOf } from "../../../../cli/view/server";
import { BadQuestion, type Question } from "../../../../cli/view/state";

const TOKEN = "a-token-that-nobody-guesses";

interface Answer {
  status: number | undefined;
  headers: Record<string, unknown>;
  text: string;
}

const cases: { method: string; path: string; host?: string; body?: string; status: number; text: RegExp }[] = [
  { method: "GET", path: `/${TOKEN}/`, status: 200, text: /^<!doctype html>/ },
  { method: "GET", path: `/${TOKEN}/page.mjs`, status: 404, text: /^not found$/ },
  { method: "GET", path: `/${TOKEN}/state`, status: 200, text: /^\{"svg":"<svg\/>","rules":\[\],"unread":0\}$/ },
  { method: "GET", path: `/${TOKEN}/`, host: "localhost", status: 200, text: /^<!doctype/ },
  { method: "GET", path: "/", status: 403, text: /^forbidden$/ },
  { method: "GET", path: "/state", status: 403, text: /^forbidden$/ },
  { method: "GET", path: `/${TOKEN.slice(1)}/state`, status: 403, text: /^forbidden$/ },
  { method: "GET", path: `/x${TOKEN.slice(1)}/state`, status: 403, text: /^forbidden$/ },
  { method: "POST", path: "/x/way", body: "{}", status: 403, text: /^forbidden$/ },
  { method: "GET", path: `/${TOKEN}/state`, host: "rebound.example", status: 403, text: /^forbidden$/ },
  { method: "GET", path: `/${TOKEN}`, status: 404, text: /^not found$/ },
  { method: "GET", path: `/${TOKEN}/toString`, status: 404, text: /^not found$/ },
  { method: "GET", path: `/${TOKEN}/../../package.json`, status: 404, text: /^not found$/ },
  { method: "GET", path: `/${TOKEN}/..%2fserver.ts`, status: 404, text: /^not found$/ },
  { method: "GET", path: `/${TOKEN}/way`, status: 405, text: /^method not allowed$/ },
  { method: "POST", path: `/${TOKEN}/state`, status: 405, text: /^method not allowed$/ },
  { method: "POST", path: `/${TOKEN}/way`, body: "null", status: 400, text: /^expected \{ from, to, udp \}$/ },
  { method: "POST", path: `/${TOKEN}/way`, body: `{"from":1}`, status: 400, text: /^expected/ },
  { method: "POST", path: `/${TOKEN}/way`, body: "x".repeat(3000), status: 413, text: /^too long$/ },
  {
    ...{ method: "POST", path: `/${TOKEN}/way`, body: `{"from":"nobody","to":"","udp":false}` },
    ...{ status: 400, text: /^no nobody$/ },
  },
  {
    ...{ method: "POST", path: `/${TOKEN}/way`, body: `{"from":"broken","to":"","udp":false}` },
    ...{ status: 500, text: /^it broke$/ },
  },
  {
    ...{ method: "POST", path: `/${TOKEN}/way`, body: `{"from":"host","to":"ns0","udp":true}` },
    ...{ status: 200, text: /"text":"host to ns0 by udp"/ },
  },
];

describe("the server of linuxnet view", () => {
  let server: Server;

  const state = (
    question?: Question,
  ): Promise<{ svg: string; rules: string[]; unread: number; way?: { text: string; arrives: boolean } }> => {
    if (question?.from === "nobody") return Promise.reject(new BadQuestion("no nobody"));
    if (question?.from === "broken") return Promise.reject(new Error("it broke"));
    const way = question && { text: `${question.from} to ${question.to} by ${question.udp ? "udp" : "tcp"}` };
    return Promise.resolve({ svg: "<svg/>", rules: [], unread: 0, ...(way ? { way: { ...way, arrives: true } } : {}) });
  };

  async function ask(method: string, path: string, body = "", host?: string): Promise<Answer> {
    const { port } = server.address() as AddressInfo;
    const headers = { host: `${host ?? "127.0.0.1"}:${port}` };
    const asked = request({ host: "127.0.0.1", port, method, path, headers }).end(body);
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    const parts = await response.setEncoding("utf8").toArray();
    return { status: response.statusCode, headers: response.headers, text: parts.join("") };
  }

  before(async () => {
    server = serverOf({ token: TOKEN, state });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  for (const { method, path, host, body, status, text } of cases) {
    it(`${method} ${path}${host ? ` of ${host}` : ""} ${body?.slice(0, 40) ?? ""}: ${status}`, async () => {
      const answer = await ask(method, path, body, host);
      assert.equal(answer.status, status);
      assert.match(answer.text, text);
    });
  }

  it("sends a page that loads nothing more", async () => {
    const { text } = await ask("GET", `/${TOKEN}/`);
    assert.match(text, /<style>body \{[^]*<script type="module">[^]*class Zoom [^]*fetch\("state"\)/);
    assert.doesNotMatch(text, /\b(src|href)=|^(import|export)\b/m);
  });

  it("lets a page of another site do nothing, and this one nothing but what it is for", async () => {
    const { headers } = await ask("GET", `/${TOKEN}/`);
    assert.match(
      String(headers["content-security-policy"]),
      /^default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-\S+';.*frame-ancestors/,
    );
    assert.deepEqual(
      ["referrer-policy", "cache-control", "access-control-allow-origin"].map((name) => headers[name]),
      ["no-referrer", "no-store", undefined],
    );
  });
});
