import { device, interfaceName, namespaceName } from "../../../../provider/inputs/names";
import { testCheck } from "../../../support/check-table";

const WORD = "letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`";
const NO_WORD = [
  ["", '""'],
  ["a b", '"a b"'],
  ["a/b", '"a/b"'],
  ["-a", '"-a"'],
  [".", '"."'],
  ["..", '".."'],
  ["a\n", '"a\\n"'],
  ["veth%d", '"veth%d"'],
  ["veth+", '"veth+"'],
  ["a#", '"a#"'],
  ["ä", '"ä"'],
  [7, "7"],
  [["a"], "[ 'a' ]"],
] as const;
const interfaces = {
  expected: `an interface name of 1-15 bytes: ${WORD}`,
  valid: ["br0", "veth0.100", "a", "_-.9", "123456789012345"].map((name) => [name, name] as const),
  refused: [...NO_WORD, ...["1234567890123456", "all", "default"].map((name) => [name, `"${name}"`] as const)],
};

testCheck("interfaceName", { check: interfaceName, ...interfaces });
testCheck("device", { check: device, ...interfaces, refused: interfaces.refused.filter(([it]) => !Array.isArray(it)) });

testCheck("device in another namespace", {
  check: device,
  valid: [],
  expected: "an interface in namespace lab",
  refused: [
    [{ name: "br0", namespace: "other", wanted: "lab" }, '"br0 in namespace other"'],
    [{ name: "br0", wanted: "lab" }, '"br0 on the host"'],
  ],
});

testCheck("device where one on the host is wanted", {
  check: device,
  valid: [],
  expected: "an interface on the host",
  refused: [[{ name: "br0", namespace: "lab" }, '"br0 in namespace lab"']],
});

testCheck("namespaceName", {
  check: namespaceName,
  valid: ["ns0", "default", "a".repeat(255)].map((name) => [name, name]),
  expected: `a namespace name of 1-255 bytes: ${WORD}`,
  refused: [...NO_WORD, ["a".repeat(256), `"${"a".repeat(256)}"`]],
});
