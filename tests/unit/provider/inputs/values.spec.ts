import {
  flag,
  integer,
  mac,
  metric,
  mtu,
  oneOf,
  owner,
  port,
  portOrRange,
  table,
} from "../../../../provider/inputs/values";
import { testCheck } from "../../../support/check-table";

const same = (...values: unknown[]): [unknown, unknown][] => values.map((value) => [value, value]);
const text = (...values: string[]): [string, string][] => values.map((value) => [value, JSON.stringify(value)]);
const NO_NUMBER = [
  ["8080", '"8080"'],
  [1.5, "1.5"],
  [NaN, "NaN"],
  [Infinity, "Infinity"],
  [true, "true"],
] as const;
const whole = (what: string, from: number, to: number) => ({
  expected: `${what}, a whole number from ${from} to ${to}`,
  valid: same(from, to),
  refused: [...NO_NUMBER, ...[from - 1, to + 1].map((value) => [value, String(value)] as const)],
});

testCheck("flag", {
  check: flag,
  valid: same(true, false),
  expected: "true or false",
  refused: [...text("true", ""), [1, "1"]],
});
testCheck("integer", { check: integer(-1, 3, "a count"), ...whole("a count", -1, 3) });
testCheck("mtu", { check: mtu, ...whole("an MTU in bytes", 68, 65535) });
testCheck("metric", { check: metric, ...whole("a metric", 0, 4294967295) });
testCheck("port", { check: port, ...whole("a port", 1, 65535) });
testCheck("oneOf", {
  check: oneOf("tcp", "udp"),
  valid: same("tcp", "udp"),
  expected: 'one of "tcp", "udp"',
  refused: [...text("TCP", "icmp", ""), [6, "6"]],
});

testCheck("table", {
  check: table,
  valid: [
    ...same("main", "default", "local", "1", "4294967295"),
    [254, "main"],
    ["254", "main"],
    [253, "default"],
    [255, "local"],
    [100, "100"],
  ],
  expected: '"main", "default", "local" or the number of a routing table',
  refused: [...text("0", "4294967296", "mine", "", "01", "1 2", "-1", "toString"), [0, "0"], [1.5, "1.5"]],
});

testCheck("portOrRange", {
  check: portOrRange,
  valid: [...same(8080), ...same("8000-8010", "1-65535"), ["80-80", 80]],
  expected: 'a port from 1 to 65535, or a range such as "8000-8010"',
  refused: text("8010-8000", "0-1", "1-65536", "80", "80:90", "8000-", "-80", "80-90-100", " 80-90", "080-90", "http"),
});
testCheck("portOrRange of a number", {
  check: portOrRange,
  valid: same(1, 65535),
  expected: "a port, a whole number from 1 to 65535",
  refused: [
    [0, "0"],
    [65536, "65536"],
    [80.5, "80.5"],
  ],
});

testCheck("mac", {
  check: mac,
  valid: [
    ["02:00:00:00:00:01", "02:00:00:00:00:01"],
    ["AA:BB:CC:DD:EE:FF", "aa:bb:cc:dd:ee:ff"],
  ],
  expected: "a unicast MAC address such as 02:00:00:00:00:01",
  refused: [
    ...text("01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "02:00:00:00:00", "02-00-00-00-00-01"),
    ...text("02:00:00:00:00:0g", "02:00:00:00:00:01\n", "", "020000000001"),
    [2, "2"],
  ],
});

testCheck("owner", {
  check: owner,
  valid: same("0123456789abcdef"),
  expected: "16 hexadecimal digits",
  refused: [
    ...text("0123456789abcde", "0123456789abcdef0", "0123456789abcdeF", "0123456789abcde*", ""),
    [1234567890123456, "1234567890123456"],
  ],
});
