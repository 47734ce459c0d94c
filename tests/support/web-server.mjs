// node web-server.mjs ADDRESS PORT: answers every request with the address of who asks.
import { createServer } from "node:http";
import { argv, stdout } from "node:process";

const [, , address, port] = argv;
const server = createServer(({ socket }, response) => response.end(`hello ${socket.remoteAddress}\n`));
server.listen(Number(port), address, () => stdout.write("listening\n"));
