import { UNKNOWN } from "../../../../provider/inputs/check";
import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const via = { gateway: "10.0.0.1" };
const all = { destination: "default", ...via };
const TO = '"default" or a network, such as 10.0.0.0/24';
const TABLE = '"main", "default", "local" or the number of a routing table';
const TYPE = 'one of "unicast", "blackhole", "unreachable", "prohibit"';
const METRIC = "a metric, a whole number from 0 to 4294967295";
const HOP = "a gateway, a device or both for a route of type unicast";

testRefusals("route", [
  [via, ["destination", WANTED.value, "nothing"]],
  ...[
    "",
    "Default",
    "all",
    "010.0.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10/8",
    "10.0.0.0/255.0.0.0",
    "fd00::/129",
  ].map((destination): RefusalCase => [{ destination, ...via }, ["destination", TO, quoted(destination)]]),
  ...["::ffff:10.0.0.0/104", "10.0.0.0/8,10.1.0.0/16", "!10.0.0.0/8", "10.0.0.0/8\n"].map(
    (destination): RefusalCase => [{ destination, ...via }, ["destination", TO, quoted(destination)]],
  ),
  ...[
    "",
    "10.0.0.1/24",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.5",
    "::",
    "ff02::1",
    "010.0.0.1",
    "gw",
    "fe80::1%a",
  ].map((gateway): RefusalCase => [{ destination: "default", gateway }, ["gateway", WANTED.host, quoted(gateway)]]),
  ...["127.0.0.1", "127.1.2.3", "::1"].map((gateway): RefusalCase => [
    { destination: "default", gateway },
    ["gateway", WANTED.remote, quoted(gateway)],
  ]),
  [
    { destination: "default", gateway: { addressless: "br0", family: 4 } },
    ["gateway", "an IPv4 address of br0", "nothing"],
  ],
  [{ destination: "default" }, ["gateway", HOP, "nothing"]],
  [{ destination: "10.1.0.0/16", gateway: "fd00::1" }, ["gateway", "an IPv4 address", '"fd00::1"']],
  [{ destination: "::/0", ...via }, ["gateway", "an IPv6 address", '"10.0.0.1"']],
  [{ ...all, source: "10.0.0.1" }, ["gateway", "another address than the source", '"10.0.0.1"']],
  [{ ...all, source: "fd00::2" }, ["source", "an IPv4 address", '"fd00::2"']],
  [{ ...all, source: "10.0.0.2/24" }, ["source", WANTED.host, '"10.0.0.2/24"']],
  [{ destination: "fd01::/64", device: "a", source: "::1" }, ["source", "an address other than that of lo", '"::1"']],
  [{ ...all, device: "lo" }, ["device", "an interface behind which 10.0.0.1 can be", '"lo"']],
  [{ ...all, device: "-a" }, ["device", WANTED.interface, '"-a"']],
  [{ ...all, device: "if2" }, ["device", WANTED.notNumber, '"if2"']],
  [{ ...all, device: { name: "a", namespace: "ns1" } }, ["device", "an interface on the host", '"a in namespace ns1"']],
  ...["fe80::1", "febf::1"].map((gateway): RefusalCase => [
    { destination: "default", gateway },
    ["device", `the interface behind which the link-local address ${gateway} is`, "nothing"],
  ]),
  [{ ...all, onlink: true }, ["onlink", "false without a gateway and a device", "true"]],
  [{ destination: "default", device: "a", onlink: true }, ["onlink", "false without a gateway and a device", "true"]],
  [{ ...all, onlink: "yes" }, ["onlink", WANTED.flag, '"yes"']],
  ...[-1, 4294967296, 0.5].map((metric): RefusalCase => [{ ...all, metric }, ["metric", METRIC, String(metric)]]),
  [{ ...all, metric: "5" }, ["metric", METRIC, '"5"']],
  ...["0", "026", "0x64", "4294967296", "mine", "MAIN", "", "100 "].map((table): RefusalCase => [
    { ...all, table },
    ["table", TABLE, quoted(table)],
  ]),
  [{ ...all, table: 0 }, ["table", TABLE, "0"]],
  [{ ...all, table: [100] }, ["table", TABLE, "[ 100 ]"]],
  [{ ...all, table: true }, ["table", TABLE, "true"]],
  [{ ...all, type: "nat" }, ["type", TYPE, '"nat"']],
  [{ ...all, type: "Unicast" }, ["type", TYPE, '"Unicast"']],
  [{ ...all, type: "prohibit" }, ["gateway", "nothing for a route of type prohibit", '"10.0.0.1"']],
  [
    { destination: "10.1.0.0/16", gateway: "fd00::1", source: "fd00::1", metric: -1 },
    ["metric", METRIC, "-1"],
    ["gateway", "an IPv4 address", '"fd00::1"'],
    ["source", "an IPv4 address", '"fd00::1"'],
    ["gateway", "another address than the source", '"fd00::1"'],
  ],
  [
    { destination: "x", gateway: "10.0.0.1", source: "fd00::1", onlink: true, table: "x" },
    ["destination", TO, '"x"'],
    ["table", TABLE, '"x"'],
    ["source", "an IPv4 address", '"fd00::1"'],
    ["onlink", "false without a gateway and a device", "true"],
  ],
  [
    { destination: UNKNOWN, type: "blackhole", gateway: UNKNOWN, device: "a", onlink: true, metric: "x" },
    ["metric", METRIC, '"x"'],
    ["device", "nothing for a route of type blackhole", '"a"'],
  ],
]);
