import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const source = "10.0.0.0/24";
const ALL = "one of namespace, source, outInterface, inInterface, toSource, forward, owner";

testRefusals("masquerade", [
  [{}, ["source", WANTED.value, "nothing"]],
  ...[
    "",
    "localhost",
    "010.0.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/255.0.255.0",
    "10.0.0.0/8,10.1.0.0/16",
    "!10.0.0.0/8",
  ].map((it): RefusalCase => [{ source: it }, ["source", WANTED.network, quoted(it)]]),
  ...["0.0.0.0/0", "10.0.0.0/0", "::/0"].map((it): RefusalCase => [
    { source: it },
    ["source", WANTED.partial, quoted(it)],
  ]),
  [{ source: 10 }, ["source", WANTED.network, "10"]],
  [{ source: [source] }, ["source", WANTED.network, "[ '10.0.0.0/24' ]"]],
  [{ source: { addressless: "br0" } }, ["source", WANTED.network, "{ addressless: 'br0' }"]],
  ...["eth+", "!eth0", "eth0 -j ACCEPT", "-i", "", "default"].map((name): RefusalCase => [
    { source, outInterface: name },
    ["outInterface", WANTED.interface, quoted(name)],
  ]),
  [{ source, inInterface: "br0\n-A INPUT" }, ["inInterface", WANTED.interface, '"br0\\n-A INPUT"']],
  [
    { source, namespace: "ns0", inInterface: { name: "br0", wanted: "ns0" } },
    ["inInterface", "an interface in namespace ns0", '"br0 on the host"'],
  ],
  ...["10.0.0.1/24", "0.0.0.0", "10.0.0.1-10.0.0.9", "10.0.0.1:80"].map((toSource): RefusalCase => [
    { source, toSource },
    ["toSource", WANTED.host, quoted(toSource)],
  ]),
  [{ source, toSource: "fd00::1" }, ["toSource", "an IPv4 address", '"fd00::1"']],
  [{ source: "fd00::/64", toSource: "10.0.0.1" }, ["toSource", "an IPv6 address", '"10.0.0.1"']],
  [{ source, forward: "no" }, ["forward", WANTED.flag, '"no"']],
  [{ source, destination: source }, ["destination", ALL, '"destination"']],
  [
    { source: "0.0.0.0/0", outInterface: "eth+", inInterface: 1, toSource: "::", forward: 1, namespace: "a/b" },
    ["namespace", WANTED.namespace, '"a/b"'],
    ["source", WANTED.partial, '"0.0.0.0/0"'],
    ["outInterface", WANTED.interface, '"eth+"'],
    ["inInterface", WANTED.interface, "1"],
    ["toSource", WANTED.host, '"::"'],
    ["forward", WANTED.flag, "1"],
  ],
]);
