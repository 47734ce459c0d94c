import assert from "node:assert/strict";
import { object, optional, UNKNOWN } from "../../../../provider/inputs/check";
import { isChangedBy, sysctls } from "../../../../provider/inputs/sysctls";
import { runCheck, testCheck } from "../../../support/check-table";

const same = (key: string, value: string): [object, object] => [{ [key]: value }, { [key]: value }];

testCheck("sysctls", {
  check: sysctls,
  valid: [
    [{}, {}],
    [{ "net.ipv4.ip_forward": 1 }, { "net.ipv4.ip_forward": "1" }],
    [{ "net.ipv4.ip_local_port_range": "1024 \t 2048" }, { "net.ipv4.ip_local_port_range": "1024 2048" }],
    same("net.ipv4.tcp_rmem", "4096 131072 6291456"),
    same("net.ipv4.tcp_congestion_control", "cubic"),
    same("net.ipv4.tcp_fastopen_key", "00000000-00000000-00000000-00000000"),
    same("net.ipv4.conf.veth0/100.rp_filter", "0"),
    same("net.ipv6.conf.all.accept_ra", "-1"),
    same("net.netfilter.nf_log.2", "NONE"),
    [{ "net/ipv4/conf/veth0.100/rp_filter": 2 }, { "net.ipv4.conf.veth0/100.rp_filter": "2" }],
    [{ "net/ipv4/ip_forward": 1 }, { "net.ipv4.ip_forward": "1" }],
    [{ "net.ipv4.conf.all.forwarding": 0 }, { "net.ipv4.ip_forward": "0" }],
    [{ "net.ipv4.ip_forward": UNKNOWN }, { "net.ipv4.ip_forward": UNKNOWN }],
  ],
  expected: "an object",
  refused: [
    ["net.ipv4.ip_forward=1", '"net.ipv4.ip_forward=1"'],
    [["a"], "[ 'a' ]"],
    [1, "1"],
  ],
});

const PARAMETER = "a parameter of a network namespace, such as net.ipv4.ip_forward";
const VALUE = "a value of letters, digits, `_`, `.`, `,`, `-` and single blanks";
const ONE = "a whole number";
const DECIMAL = "whole numbers without leading zeros: to the kernel 010 is 8";
const FORWARD = "net.ipv4.ip_forward";

const refused: { key: string; value?: unknown; expected: string; got?: string }[] = [
  ...[
    ...["kernel.hostname", "vm.swappiness", "net", "net.ipv4", "", "net.ipv4..ip_forward", ".net.ipv4.ip_forward"],
    ...["net.ipv4.ip_forward.", "net.ipv4/ip_forward", "net.ipv4.conf.all/rp_filter", "net.ipv4.conf/all.rp_filter"],
    ...["net/ipv4.ip_forward", "net.ipv4.conf.all", "net.ipv4.conf.veth0.100.rp_filter", "net.ipv4.conf.-x.rp_filter"],
    ...[
      "net.ipv4.conf.1234567890123456.rp_filter",
      "net.ipv4.conf.veth%d.rp_filter",
      "net.ipv4.conf.../../x.rp_filter",
    ],
    ...["net.ipv4.ip_forward = 1\nkernel.x", "net.ipv4.ip_*", "net.ipv4.ip forward", "-net.ipv4.ip_forward"],
    ...["/proc/sys/net/ipv4/ip_forward", "net/../kernel/hostname", "net.ipv4.ip_forward\0"],
  ].map((key) => ({ key, expected: PARAMETER })),
  ...["1\n2", "", " 1", "1 ", "1;2", "$(id)", "1\0"].map((value) => ({ key: FORWARD, value, expected: VALUE })),
  { key: FORWARD, value: true, expected: VALUE, got: "true" },
  { key: FORWARD, value: null, expected: VALUE, got: "null" },
  { key: FORWARD, value: { a: 1 }, expected: VALUE, got: "{ a: 1 }" },
  { key: FORWARD, value: ["1"], expected: VALUE, got: "[ '1' ]" },
  ...["yes", "1.5", "1 2", "010", "0x1", "-0", "1e3", "--1"].map((value) => ({ key: FORWARD, value, expected: ONE })),
  ...[1.5, NaN, Infinity].map((value) => ({ key: FORWARD, value, expected: ONE, got: String(value) })),
  ...["all.rp_filter", "veth0/1.accept_local"].map((end) => ({
    ...{ key: `net.ipv4.conf.${end}`, value: "on", expected: ONE },
  })),
  { key: "net.ipv6.conf.default.disable_ipv6", value: "true", expected: ONE },
  { key: "net.ipv4.ip_local_port_range", value: "1024", expected: "2 whole numbers" },
  { key: "net.ipv4.tcp_rmem", value: "4096 131072", expected: "3 whole numbers" },
  { key: "net.unix.max_dgram_qlen", value: "0100", expected: DECIMAL },
  { key: "net.unix.max_dgram_qlen", value: "0x100", expected: DECIMAL },
];

describe("sysctls", () => {
  for (const { key, value = "1", expected, got } of refused) {
    it(`refuses ${JSON.stringify({ [key]: value })}`, () => {
      const shown = got ?? JSON.stringify(expected === PARAMETER ? key : value);
      const { failures } = runCheck(object({ sysctls: optional(sysctls) }), { sysctls: { [key]: value } });
      assert.deepEqual(failures, [
        { property: "sysctls", reason: `sysctls[${JSON.stringify(key)}]: expected ${expected}, got ${shown}` },
      ]);
    });
  }

  for (const [first, second, name] of [
    ["net.ipv4.ip_forward", "net/ipv4/ip_forward", "net.ipv4.ip_forward"],
    ["net.ipv4.conf.a/b.rp_filter", "net/ipv4/conf/a.b/rp_filter", "net.ipv4.conf.a/b.rp_filter"],
    ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", "net.ipv4.ip_forward"],
  ] as const) {
    it(`refuses ${second} beside ${first}`, () => {
      const { failures } = runCheck(object({ sysctls: optional(sysctls) }), { sysctls: { [first]: 1, [second]: 1 } });
      const expected = `each parameter once, and ${name} is there already`;
      assert.deepEqual(failures, [
        { property: "sysctls", reason: `sysctls["${second}"]: expected ${expected}, got "${second}"` },
      ]);
    });
  }

  it("puts those first that change others", () => {
    const given = {
      "net.ipv4.conf.veth0.forwarding": 0,
      "net.ipv4.conf.default.forwarding": 0,
      "net.ipv6.conf.all.forwarding": 1,
      "net.ipv4.ip_forward": 1,
    };
    assert.deepEqual(Object.keys(runCheck(sysctls, given).value ?? {}), Object.keys(given).reverse());
  });

  for (const [wide, key, is] of [
    ["net.ipv4.ip_forward", "net.ipv4.conf.default.forwarding", true],
    ["net.ipv4.ip_forward", "net.ipv4.conf.veth0.forwarding", true],
    ["net.ipv4.ip_forward", "net.ipv4.conf.all.accept_redirects", true],
    ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding", false],
    ["net.ipv4.ip_forward", "net.ipv4.conf.veth0.rp_filter", false],
    ["net.ipv4.ip_forward", "net.ipv4.tcp_sack", false],
    ["net.ipv6.conf.all.disable_ipv6", "net.ipv6.conf.default.disable_ipv6", true],
    ["net.ipv6.conf.all.disable_ipv6", "net.ipv6.conf.veth0.disable_ipv6", true],
    ["net.ipv6.conf.all.disable_ipv6", "net.ipv6.conf.all.forwarding", false],
    ["net.ipv6.conf.default.disable_ipv6", "net.ipv6.conf.all.disable_ipv6", false],
    ["net.ipv4.conf.veth0.forwarding", "net.ipv4.conf.veth1.forwarding", false],
  ] as const) {
    it(`tells that ${key} ${is ? "changes" : "stays"} where ${wide} is written`, () =>
      assert.equal(isChangedBy([wide], key), is));
  }
});
