// node line-client.mjs HOST PORT one|many: sends a line every 5 ms through one TCP connection, or each through one of its
// own, and prints each answer with its time and number: `[1700000000.123] seq=7 ns0`. The one connection ends with an error.
import { once } from "node:events";
import { connect } from "node:net";
import { argv, exit, stdout } from "node:process";
import { setTimeout as pause } from "node:timers/promises";

const INTERVAL_MS = 5;
const LIMIT_MS = 10_000;
const [, , host, port, mode] = argv;

function open() {
  const socket = connect(Number(port), host);
  socket.setNoDelay(true);
  return socket.on("error", () => undefined);
}

async function ask(socket, number) {
  socket.write("line\n");
  const [answer] = await once(socket, "data", { signal: globalThis.AbortSignal.timeout(LIMIT_MS) });
  stdout.write(`[${(Date.now() / 1000).toFixed(3)}] seq=${number} ${String(answer).trim()}\n`);
}

const one = mode === "one" ? open() : undefined;
for (let number = 1; ; number++) {
  const socket = one ?? open();
  await ask(socket, number).catch(() => one && exit(1));
  if (!one) socket.destroy();
  await pause(INTERVAL_MS);
}
