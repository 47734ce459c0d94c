import { join } from "node:path";
import type { WebServer } from "./claim";
import { printed, type Running, start } from "./process";

const SCRIPT = join(__dirname, "web-server.mjs");
const LIFETIME_MS = 300_000;

/** Runs something while web servers answer; one that is named twice is started once. */
export async function withWebServers<T>(servers: readonly WebServer[], action: () => Promise<T>): Promise<T> {
  const distinct = new Map(servers.map((server) => [JSON.stringify(server), server]));
  const running = [...distinct.values()].map(startWebServer);
  try {
    await Promise.all(running.map((server) => printed(server, "listening")));
    return await action();
  } finally {
    running.forEach((server) => server.kill("SIGKILL"));
    await Promise.all(running);
  }
}

function startWebServer({ in: namespace, address, port }: WebServer): Running {
  return start({ in: namespace, run: [process.execPath, SCRIPT, address, String(port)] }, LIFETIME_MS);
}
