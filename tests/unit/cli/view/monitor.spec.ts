import assert from "node:assert/strict";
import { numberOf } from "../../../../cli/view/monitor";

describe("a line of ip monitor all-nsid", () => {
  for (const [line, want] of [
    ["[nsid 12][ADDR]2: eth0    inet 10.9.0.2/24 scope global eth0", 12],
    ["[nsid 0][ROUTE]Deleted default via 10.0.0.1 dev eth0 ", 0],
    ["[nsid current][LINK]3: br0: <UP>", undefined],
    ["netlink receive error No buffer space available (105)", undefined],
    ["", undefined],
  ] as const) {
    it(`tells of ${want ?? "no namespace with a number"}: ${line}`, () => assert.equal(numberOf(line), want));
  }
});
