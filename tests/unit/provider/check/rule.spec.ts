import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const PRIORITY = "a priority, a whole number from 1 to 4294967295";
const MARK = "a mark of 32 bits such as 0x1, or one with its mask, 0x1/0xff, which has all bits of it";
const TABLE = '"main", "default", "local" or the number of a routing table';
const at = { priority: 100 };

testRefusals("rule", [
  [{}, ["priority", WANTED.value, "nothing"]],
  [{ priority: 0 }, ["priority", PRIORITY, "0"]],
  [{ ...at, from: "10.0.0.0/33" }, ["from", WANTED.network, quoted("10.0.0.0/33")]],
  [{ ...at, to: "::/0" }, ["to", WANTED.partial, quoted("::/0")]],
  [{ ...at, from: "10.0.0.0/8", to: "fd00::/8" }, ["to", "an IPv4 network", quoted("fd00::/8")]],
  [{ ...at, family: 6, from: "10.0.0.0/8" }, ["from", "an IPv6 network", quoted("10.0.0.0/8")]],
  [{ ...at, family: "inet6" }, ["family", "4 or 6", quoted("inet6")]],
  [{ ...at, inInterface: "eth+" }, ["inInterface", WANTED.interface, quoted("eth+")]],
  ...["0x2/0x1", "1/0", "ff", "0x1ffffffff", "1/2/3", ""].map((fwmark): RefusalCase => [
    { ...at, fwmark },
    ["fwmark", MARK, quoted(fwmark)],
  ]),
  [{ ...at, table: "mine" }, ["table", TABLE, quoted("mine")]],
  [{ ...at, type: "blackhole", table: 5 }, ["table", "nothing for a rule of type blackhole", quoted("5")]],
  [{ ...at, suppressPrefixLength: 33 }, ["suppressPrefixLength", "at most 32, for IPv4", "33"]],
  [
    { ...at, goto: 200 },
    [
      "goto",
      "one of namespace, priority, family, from, to, inInterface, outInterface, fwmark, type, table, suppressPrefixLength, owner",
      quoted("goto"),
    ],
  ],
]);
