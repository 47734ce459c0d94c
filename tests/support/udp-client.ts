import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { at, type Place } from "./command";

/** Sends a datagram to each port that it reads, always from one socket, and prints the answer that comes within 0.4 s. */
const CLIENT = `
const socket = require("node:dgram").createSocket("udp4");
const ports = require("node:readline").createInterface({ input: process.stdin });
let waiting;
const answer = (text) => { clearTimeout(waiting); waiting = undefined; console.log(text); };
socket.on("message", (text) => waiting && answer(String(text).trim()));
socket.bind(0, () => console.log("ready"));
ports.on("line", (port) => {
  waiting = setTimeout(() => answer(""), 400);
  socket.send(".", Number(port), process.argv[1]);
});
ports.on("close", () => socket.close());
`;

/** A client whose packets to one port are one flow to the kernel. */
export class UdpClient {
  private constructor(
    private readonly child: ChildProcess & { stdin: Writable; stdout: Readable },
    private readonly lines: Interface,
  ) {}

  static async start(place: Place, host: string): Promise<UdpClient> {
    const [program = "", ...words] = at(place, [process.execPath, "-e", CLIENT, host]);
    const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout });
    await once(lines, "line");
    return new UdpClient(child, lines);
  }

  /** What the server answers, undefined for nothing. */
  async ask(port: number): Promise<string | undefined> {
    this.child.stdin.write(`${port}\n`);
    const [answer] = (await once(this.lines, "line")) as [string];
    return answer === "" ? undefined : answer;
  }

  stop(): void {
    this.child.stdin.end();
  }
}
