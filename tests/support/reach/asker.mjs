// node asker.mjs < QUESTIONS: asks them all at once, as JSON [[address, port, "tcp" | "udp"], …], and prints which are
// answered within two seconds: [true, false, …].
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { exit, stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers";

const LIMIT_MS = 2000;
/** As TCP does: of two first packets whose sources are translated to one at one time, the kernel drops one. */
const AGAIN_MS = 1000;

function ask([address, port, protocol]) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), LIMIT_MS);
    const socket = protocol === "tcp" ? connect(port, address) : overUdp(address, port);
    socket.once(protocol === "tcp" ? "data" : "message", () => resolve(true));
    socket.on("error", () => resolve(false));
  });
}

function overUdp(address, port) {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  const send = () => socket.send(".");
  // Only who was asked can answer.
  socket.connect(port, address, (error) => {
    if (error) return;
    send();
    setTimeout(send, AGAIN_MS);
  });
  return socket;
}

const answers = await Promise.all((await json(stdin)).map(ask));
stdout.write(JSON.stringify(answers), () => exit());
