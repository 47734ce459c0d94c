// node web-server.mjs ADDRESS PORT: answers every request with the address of who asks.
import { createServer } from "node:http";

const [address, port] = process.argv.slice(2);
const server = createServer(({ socket }, response) => response.end(`hello ${socket.remoteAddress}\n`));
server.listen(Number(port), address, () => console.log("listening"));
