// node line-server.mjs PORT NAME: answers each line of each TCP connection with its name.
import { createServer } from "node:net";
import { argv, stdout } from "node:process";

const [, , port, name] = argv;
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  socket.on("data", () => socket.write(`${name}\n`));
});
server.listen(Number(port), "::", () => stdout.write("listening\n"));
