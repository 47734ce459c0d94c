import { printed, start } from "./process";

const PORT = 7000;

const SERVER = `
require("node:net").createServer((socket) => socket.resume().on("end", () => socket.end("all"))).listen(${PORT}, "::",
  () => console.log("listens"));`;

/** Sends so many bytes, waits until all have arrived, and prints how long that took from the connection on. */
const CLIENT = `
const [, address, bytes] = process.argv;
const socket = require("node:net").connect(${PORT}, address, () => {
  const begun = performance.now();
  socket.on("data", () => console.log((performance.now() - begun) / 1000));
  socket.end(Buffer.alloc(Number(bytes)));
});`;

/** How long it takes to send some bytes by TCP from a namespace to an address in another. */
export async function secondsToSend(bytes: number, from: string, to: string, address: string): Promise<number> {
  const server = start({ in: to, run: [process.execPath, "-e", SERVER] });
  try {
    await printed(server, "listens");
    const { all, exitCode } = await start({ in: from, run: [process.execPath, "-e", CLIENT, address, String(bytes)] });
    if (exitCode !== 0) throw new Error(all);
    return Number(all);
  } finally {
    server.kill();
    await server;
  }
}
