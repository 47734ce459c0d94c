import { UNKNOWN } from "../../../../provider/inputs/check";
import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const peer = { name: "b" };
const pair = { name: "a", peer };
const V6 = { mtu: 1000, addresses: ["fd00::1/64"] };
const SAME = "another name than that of the first end";

testRefusals("vethPair", [
  [{}, ["name", WANTED.value, "nothing"], ["peer", WANTED.value, "nothing"]],
  [{ name: "a" }, ["peer", WANTED.value, "nothing"]],
  ...[["b"], "b", 1].map((it): RefusalCase => [
    { name: "a", peer: it },
    ["peer", WANTED.object, it === "b" ? '"b"' : it === 1 ? "1" : "[ 'b' ]"],
  ]),
  [{ name: "a", peer: {} }, ["peer.name", WANTED.value, "nothing"]],
  [{ name: "a", peer: { name: null } }, ["peer.name", WANTED.value, "nothing"]],
  ...["-b", "b%d", "b+", "", "b\n", "all", "1234567890123456"].map((name): RefusalCase => [
    { name: "a", peer: { name } },
    ["peer.name", WANTED.interface, quoted(name)],
  ]),
  [{ name: "lo", peer }, ["name", WANTED.notLo, '"lo"']],
  [{ name: "a", peer: { name: "lo", namespace: "ns0" } }, ["peer.name", WANTED.notLo, '"lo"']],
  [{ name: "a", peer: { name: "a" } }, ["peer.name", `${SAME} on the host`, '"a"']],
  [
    { name: "a", namespace: "ns0", peer: { name: "a", namespace: "ns0" } },
    ["peer.name", `${SAME} in namespace ns0`, '"a"'],
  ],
  [{ ...pair, master: "a" }, ["master", "a bridge, not the interface itself", '"a"']],
  [{ ...pair, master: "b" }, ["master", "a bridge, not the other end", '"b"']],
  [{ name: "a", peer: { name: "b", master: "a" } }, ["peer.master", "a bridge, not the other end", '"a"']],
  [{ name: "a", peer: { name: "b", master: "b" } }, ["peer.master", "a bridge, not the interface itself", '"b"']],
  [{ ...pair, master: "lo" }, ["master", WANTED.notLo, '"lo"']],
  [
    { ...pair, master: { name: "br0", namespace: "ns0" } },
    ["master", "an interface on the host", '"br0 in namespace ns0"'],
  ],
  [
    { name: "a", peer: { name: "b", namespace: "ns0", master: { name: "br0", wanted: "ns0" } } },
    ["peer.master", "an interface in namespace ns0", '"br0 on the host"'],
  ],
  [{ ...pair, master: {} }, ["master", WANTED.interface, "{}"]],
  [{ ...pair, ...V6 }, ["mtu", "at least 1280, for fd00::1/64", "1000"]],
  [{ name: "a", peer: { ...peer, ...V6 } }, ["peer.mtu", "at least 1280, for fd00::1/64", "1000"]],
  [{ name: "a", peer: { ...peer, mtu: 65536 } }, ["peer.mtu", WANTED.mtu, "65536"]],
  [{ name: "a", peer: { ...peer, up: 0 } }, ["peer.up", WANTED.flag, "0"]],
  [{ name: "a", peer: { ...peer, mac: "ff:ff:ff:ff:ff:ff" } }, ["peer.mac", WANTED.mac, '"ff:ff:ff:ff:ff:ff"']],
  [
    { name: "a", peer: { ...peer, addresses: ["::1/128"] } },
    ["peer.addresses[0]", "an address other than that of lo", '"::1/128"'],
  ],
  [{ name: "a", peer: { ...peer, addresses: [7] } }, ["peer.addresses[0]", WANTED.interfaceAddress, "7"]],
  [{ ...pair, hairpin: "on" }, ["hairpin", WANTED.flag, '"on"']],
  [{ ...pair, isolated: 1 }, ["isolated", WANTED.flag, "1"]],
  [
    {
      name: UNKNOWN,
      mtu: UNKNOWN,
      ...{ addresses: [UNKNOWN, "x"] },
      peer: { ...V6, name: "b", master: UNKNOWN, mac: "y" },
    },
    ["addresses[1]", WANTED.interfaceAddress, '"x"'],
    ["peer.mac", WANTED.mac, '"y"'],
    ["peer.mtu", "at least 1280, for fd00::1/64", "1000"],
  ],
  [
    { name: "a", ...V6, mac: "x", peer: { name: "a", mtu: 1000, addresses: ["fd00::2/64", "fd00::2/48"], up: "x" } },
    ["mac", WANTED.mac, '"x"'],
    ["peer.addresses[1]", "another address than that of fd00::2/64", '"fd00::2/48"'],
    ["peer.up", WANTED.flag, '"x"'],
    ["mtu", "at least 1280, for fd00::1/64", "1000"],
    ["peer.name", `${SAME} on the host`, '"a"'],
  ],
]);
