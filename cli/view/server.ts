import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Page, readPage } from "./page";
import { BadQuestion, type Question, type State } from "./state";

/** What a site tells, beside its page. */
export interface Site {
  /** What stands in every path before all else: who does not know it gets nothing. */
  token: string;
  state: (question?: Question) => Promise<State & { drift?: string }>;
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

/** What no page of another site may do with this one. */
const HEADERS = {
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** In bytes: more than the longest names of a namespace and an address. */
const LONGEST_QUESTION = 2048;

/** A server of a site, which listens nowhere yet. It answers only who speaks to this machine by its own name. */
export function serverOf(site: Site): Server {
  const page = readPage();
  const send = (response: ServerResponse, { status, type, body }: Answer): void => {
    const headers = { ...HEADERS, "content-security-policy": page.policy, "content-type": `${type}; charset=utf-8` };
    response.writeHead(status, headers).end(body);
  };
  return createServer((request, response) => {
    answerOf(site, page, request).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, plain(500, (error as Error).message)),
    );
  });
}

function plain(status: number, body: string): Answer {
  return { status, type: "text/plain", body };
}

function json(body: unknown): Answer {
  return { status: 200, type: "application/json", body: JSON.stringify(body) };
}

async function answerOf(site: Site, { html }: Page, request: IncomingMessage): Promise<Answer> {
  const { method, url = "", headers } = request;
  const [, token = "", name, ...rest] = url.split("/");
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "") || !isSame(token, site.token)) {
    return plain(403, "forbidden");
  }
  if (name === undefined || rest.length > 0) return plain(404, "not found");
  if (name === "" && method === "GET") return { status: 200, type: "text/html", body: html };
  if (name === "state" && method === "GET") return json(await site.state());
  if (name === "way" && method === "POST") return wayOf(site, request);
  return ["", "state", "way"].includes(name) ? plain(405, "method not allowed") : plain(404, "not found");
}

/** Compares in a time that tells nothing of where two texts differ. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function wayOf(site: Site, request: IncomingMessage): Promise<Answer> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) {
    text += part as string;
    if (text.length > LONGEST_QUESTION) return plain(413, "too long");
  }
  const question = questionOf(text);
  if (question === undefined) return plain(400, "expected { from, to, udp }");
  try {
    return json(await site.state(question));
  } catch (error) {
    if (error instanceof BadQuestion) return plain(400, error.message);
    throw error;
  }
}

function questionOf(text: string): Question | undefined {
  try {
    const { from, to, udp } = JSON.parse(text) as Record<string, unknown>;
    if (typeof from === "string" && typeof to === "string" && typeof udp === "boolean") return { from, to, udp };
  } catch {
    // It is no JSON, or null.
  }
  return undefined;
}
