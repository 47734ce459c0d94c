import assert from "node:assert/strict";
import { parseListeners } from "../../../../provider/iproute2/sockets";

describe("what `ss` tells of listeners", () => {
  for (const [local, bound] of [
    ["0.0.0.0:80", { address: undefined, families: [4] }],
    ["*:80", { address: undefined, families: [4, 6] }],
    ["[::]:80", { address: undefined, families: [6] }],
    ["10.0.0.2:80", { address: "10.0.0.2", families: [4] }],
    ["[::ffff:10.0.0.2]:80", { address: "10.0.0.2", families: [4] }],
    ["[::ffff:0.0.0.0]:80", { address: undefined, families: [4] }],
    ["127.0.0.53%lo:80", { address: "127.0.0.53", families: [4], device: "lo" }],
    ["0.0.0.0%eth0.5:80", { address: undefined, families: [4], device: "eth0.5" }],
    ["[fe80::1]%eth0:80", { address: "fe80::1", families: [6], device: "eth0" }],
    ["[fd00::1]:80", { address: "fd00::1", families: [6] }],
  ] as const) {
    it(`knows where they hear: ${local}`, () => {
      const found = parseListeners(`tcp   LISTEN 0      128    ${local}   0.0.0.0:*   \n`);
      assert.deepEqual(found, [{ protocol: "tcp", port: 80, ...bound }]);
    });
  }
});
