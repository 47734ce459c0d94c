import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const KEY = "a parameter of a network namespace, such as net.ipv4.ip_forward";
const FIELDS = "one of name, sysctls, adopt, owner";

const badNames = ["", ".", "..", "a/b", "../etc", "-n", "--all", "a b", "a\n", "ns\0", "ns0;id", "$(id)", "ns*", "ä"];

testRefusals("namespace", [
  [{}, ["name", WANTED.value, "nothing"]],
  [{ name: null }, ["name", WANTED.value, "nothing"]],
  ...badNames.map((name): RefusalCase => [{ name }, ["name", WANTED.namespace, quoted(name)]]),
  [{ name: 7 }, ["name", WANTED.namespace, "7"]],
  [{ name: ["ns0"] }, ["name", WANTED.namespace, "[ 'ns0' ]"]],
  [{ name: { name: "ns0" } }, ["name", WANTED.namespace, "{ name: 'ns0' }"]],
  [{ name: "x".repeat(256) }, ["name", WANTED.namespace, quoted("x".repeat(256))]],
  [{ name: "x".repeat(200_000) }, ["name", WANTED.namespace, `"${"x".repeat(299)}… (200002 characters)`]],
  [{ name: "ns0", owner: "0123456789AB" }, ["owner", WANTED.owner, '"0123456789AB"']],
  [{ name: "ns0", owner: null }, ["owner", WANTED.value, "nothing"]],
  [{ name: "ns0", adopt: "yes" }, ["adopt", WANTED.flag, '"yes"']],
  [{ name: "ns0", namespace: "ns1" }, ["namespace", FIELDS, '"namespace"']],
  [{ name: "ns0", sysctls: ["net.ipv4.ip_forward"] }, ["sysctls", WANTED.object, "[ 'net.ipv4.ip_forward' ]"]],
  [{ name: "ns0", sysctls: "net.ipv4.ip_forward=1" }, ["sysctls", WANTED.object, '"net.ipv4.ip_forward=1"']],
  [
    {
      name: "a/b",
      adopt: 1,
      sysctls: { "vm.swappiness": 1, "net.ipv4.ip_forward": "on", "net.core.somaxconn": null },
      x: 1,
    },
    ["name", WANTED.namespace, '"a/b"'],
    ['sysctls["vm.swappiness"]', KEY, '"vm.swappiness"'],
    ['sysctls["net.ipv4.ip_forward"]', "a whole number", '"on"'],
    ['sysctls["net.core.somaxconn"]', "a value of letters, digits, `_`, `.`, `,`, `-` and single blanks", "null"],
    ["adopt", WANTED.flag, "1"],
    ["x", FIELDS, '"x"'],
  ],
  [
    { name: "ns0", sysctls: { "net.ipv4.ip_forward": 1, "net/ipv4/ip_forward": 0 } },
    [
      'sysctls["net/ipv4/ip_forward"]',
      "each parameter once, and net.ipv4.ip_forward is there already",
      '"net/ipv4/ip_forward"',
    ],
  ],
]);
