import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { at, type Place } from "./command";

/** Answers on every port with the client's address and the own port: `192.168.64.1 80`. */
const SERVER = `
const [tcp, udp] = JSON.parse(process.argv[1]);
const { createServer } = require("node:net");
const { createSocket } = require("node:dgram");
const text = (address, port) => address.replace("::ffff:", "") + " " + port + "\\n";
const ready = [
  ...tcp.map((port) => new Promise((up) => createServer((it) => {
    it.on("error", () => {});
    it.end(text(it.remoteAddress ?? "", port));
  }).listen(port, "::", up))),
  ...udp.map(([host, port]) => new Promise((up) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.on("message", (_, from) => socket.send(text(from.address, port), from.port, from.address));
    socket.bind(port, host, up);
  })),
];
Promise.all(ready).then(() => console.log("ready"));
`;

const servers: ChildProcess[] = [];

/**
 * Starts servers in a place, for the time until stopServers: for TCP on all addresses, for UDP on one each, for its
 * answers come from the address that the kernel prefers otherwise.
 */
export async function serve(place: Place, tcp: number[], udp: [address: string, port: number][] = []): Promise<void> {
  await startServer(place, [process.execPath, "-e", SERVER, JSON.stringify([tcp, udp])]);
}

/** Starts a server that says when it is ready, for the time until stopServers. */
export async function startServer(place: Place, argv: readonly string[], input = ""): Promise<void> {
  const [program = "", ...words] = at(place, argv);
  const server = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  server.stdin.end(input);
  servers.push(server);
  const [ready] = (await once(server.stdout, "data")) as [Buffer];
  assert.equal(String(ready), "ready\n");
}

export async function stopServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  }
}

const CLIENT = `exec 3<>"/dev/$1/$2/$3" && { [ "$1" = tcp ] || echo . >&3; } && head -n 1 <&3`;

/** What a server answers: the address that it sees, and its own port. Undefined without an answer within 0.4 s. */
export function ask(place: Place, host: string, port: number, protocol: "tcp" | "udp" = "tcp"): string | undefined {
  const [program = "", ...words] = at(place, [
    "timeout",
    "0.4",
    "bash",
    "-c",
    CLIENT,
    "ask",
    protocol,
    host,
    String(port),
  ]);
  const { stdout } = spawnSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return stdout.trim() || undefined;
}
