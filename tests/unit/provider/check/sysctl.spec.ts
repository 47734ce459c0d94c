import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const KEY = "a parameter of a network namespace, such as net.ipv4.ip_forward";
const VALUE = "a value of letters, digits, `_`, `.`, `,`, `-` and single blanks";
const sack = "net.ipv4.tcp_sack";
const long = "1".repeat(240);

testRefusals("sysctl", [
  [{}, ["key", WANTED.value, "nothing"], ["value", WANTED.value, "nothing"]],
  ...["ip_forward", "kernel.hostname", "net.ipv4", "net.ipv4.conf.eth0.x.y", "net.ipv4.a=1", ""].map(
    (key): RefusalCase => [{ key, value: "1" }, ["key", KEY, quoted(key)]],
  ),
  [{ key: { [sack]: 1 }, value: "1" }, ["key", KEY, "{ 'net.ipv4.tcp_sack': 1 }"]],
  ...["", "1\nnet.ipv4.ip_forward = 1", "$(id)", "a=b"].map((value): RefusalCase => [
    { key: sack, value },
    ["value", VALUE, quoted(value)],
  ]),
  ...["on", "1 2"].map((value): RefusalCase => [{ key: sack, value }, ["value", "a whole number", quoted(value)]]),
  [{ key: "net.ipv4.tcp_rmem", value: "1 2" }, ["value", "3 whole numbers", '"1 2"']],
  [
    { key: "net.core.rmem", value: "010" },
    ["value", "whole numbers without leading zeros: to the kernel 010 is 8", '"010"'],
  ],
  ...["net.ipv4.ip_forward", "net/ipv4/conf/all/forwarding"].map((key): RefusalCase => [
    { key, value: 0 },
    ["value", '"1": net.ipv4.ip_forward goes off with the last that needs it', '"0"'],
  ]),
  [{ key: "net.core.names", value: long }, ["value", "a value of some 200 characters at most", quoted(long)]],
  [{ key: sack, value: "1", name: "x" }, ["name", "one of namespace, key, value, owner", '"name"']],
]);
