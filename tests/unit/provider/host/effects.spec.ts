import assert from "node:assert/strict";
import { type Effect, effectsOf } from "../../../../provider/host/effects";

const cases: { line: string; namespace?: string; want: string[] }[] = [
  { line: "link add name br0 address 02:00:00:00:00:01 mtu 1499 type bridge stp_state 0", want: ["add link br0"] },
  {
    line: "link add name a mtu 1500 type veth peer name b mtu 1500 netns /run/netns/ns0",
    want: ["add link a", "add link b in ns0"],
  },
  {
    line: "link add name a mtu 1500 type veth peer name b mtu 1500",
    namespace: "ns1",
    want: ["add link a in ns1", "add link b in ns1"],
  },
  { line: "link del dev a", namespace: "ns0", want: ["remove link a in ns0"] },
  { line: "netns attach ns0 0", want: ["add netns ns0"] },
  { line: "netns delete ns0", want: ["remove netns ns0"] },
  {
    line: "route add unicast 10.0.0.0/24 metric 5 table main proto 76 via 10.0.1.1",
    want: ["add route 10.0.0.0/24 metric 5 table main"],
  },
  {
    line: "route replace unicast ::/0 metric 1024 table 7 proto 76 dev a",
    namespace: "ns0",
    want: ["replace route ::/0 metric 1024 table 7 in ns0"],
  },
  {
    line: "route del unicast 10.0.0.0/24 metric 0 table main proto 76",
    want: ["remove route 10.0.0.0/24 metric 0 table main"],
  },
  { line: "link set dev a alias linuxnet:0123456789abcdef mtu 1500", want: [] },
  { line: "addr replace 10.0.0.1/24 dev a", want: [] },
];

const text = ({ verb, kind, name, namespace }: Effect): string =>
  [verb, kind, name, ...(namespace === undefined ? [] : ["in", namespace])].join(" ");

describe("effects", () => {
  for (const { line, namespace, want } of cases) {
    it(line, () => assert.deepEqual(effectsOf(namespace, line.split(" ")).map(text), want));
  }
});
