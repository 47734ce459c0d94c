import assert from "node:assert/strict";
import type { Tables } from "../../../../provider/iptables/chains";
import { parseSave } from "../../../../provider/iptables/save";
import {
  before,
  deviceKey,
  foreignRule,
  isCarried,
  isNeeded,
  isOn,
  markerOf,
  ofDevice,
  type Switch,
  SWITCHES,
} from "../../../../provider/iptables/switches";

const tables = (...names: string[]): Tables =>
  new Map((["filter", "raw", "nat"] as const).map((table) => [table, new Map(names.map((name) => [name, []]))]));

const cases: { names: string[]; needed: string[]; values: Record<string, string> }[] = [
  { names: [], needed: [], values: {} },
  {
    names: ["FORWARD", "LN-BR-0123456789abcdef", "LN-DNAT-0123456789abcdef", "LN-SNAT-0123456789abcdef"],
    needed: [],
    values: {},
  },
  { names: ["LN-WAS-ip_forward-0"], needed: [], values: { "net.ipv4.ip_forward": "0" } },
  {
    names: ["LN-FWD-0123456789abcdef"],
    needed: ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"],
    values: {},
  },
  {
    names: ["LN-LO-0123456789abcdef", "LN-WAS-route_localnet-0", "LN-WAS-forwarding-2"],
    needed: ["net.ipv4.conf.all.route_localnet"],
    values: { "net.ipv4.conf.all.route_localnet": "0", "net.ipv6.conf.all.forwarding": "2" },
  },
];

describe("switches", () => {
  for (const { names, needed, values } of cases) {
    it(`of ${names.join(", ") || "nothing"}`, () => {
      const standing = tables(...names);
      assert.deepEqual(
        SWITCHES.filter((it) => isNeeded(it, standing)).map(({ key }) => key),
        needed,
      );
      const known = SWITCHES.flatMap((it) => {
        const was = before(it, standing);
        return was === undefined ? [] : [[it.key, was.value]];
      });
      assert.deepEqual(Object.fromEntries(known), values);
    });
  }

  it("need nothing where iptables has no tables", () => {
    assert.deepEqual(
      SWITCHES.map((it) => [isNeeded(it, new Map()), before(it, new Map())]),
      SWITCHES.map(() => [false, undefined]),
    );
  });

  for (const it of SWITCHES) {
    globalThis.it(`remember in their marker what goes with them: ${it.key}`, () => {
      const was = { value: "0", others: { [deviceKey(it.family, "eth0.7", "forwarding")]: "1" } };
      const { table, name, rules } = markerOf(it, was);
      assert.deepEqual(before(it, new Map([[table, new Map([[name, [...rules]]])]])), was);
    });
  }

  it("guard 127.0.0.0/8 as long as the marker of route_localnet stands", () => {
    const { hooks, rules } = markerOf(SWITCHES[2] as Switch, { value: "0", others: {} });
    assert.deepEqual(hooks, ["PREROUTING"]);
    assert.deepEqual(rules, ["-d 127.0.0.0/8 ! -i lo -j DROP", "-s 127.0.0.0/8 ! -i lo -j DROP"]);
  });

  for (const [value, on] of [
    ["0", false],
    ["1", true],
    ["2", true],
    [undefined, false],
  ] as const) {
    it(`are ${on ? "on" : "off"} with ${value}`, () => assert.equal(isOn(value), on));
  }
});

describe("a parameter of an interface", () => {
  it("has the name of the interface in it", () => {
    assert.equal(deviceKey(4, "eth0.7", "forwarding"), "net.ipv4.conf.eth0/7.forwarding");
    assert.deepEqual(ofDevice("net.ipv6.conf.eth0/7.accept_ra"), { device: "eth0.7", parameter: "accept_ra" });
  });

  for (const [name, want] of [
    ["eth0", true],
    ["eth0.7", true],
    ["veth1a2b3c@if7", true],
    ["abcdefghijklmno", true],
    ["eth+", false],
    ["-x", false],
    ["!x", false],
    ['a"b', false],
    ["a\u0001b", false],
    ["ö", false],
  ] as const) {
    it(`is ${want ? "" : "not "}carried by a rule for ${JSON.stringify(name)}`, () => {
      assert.equal(isCarried(name), want);
    });
  }
});

describe("foreign rules that may need forwarding", () => {
  const hook = '-m comment --comment "linuxnet:0123456789abcdef" -j LN-FWD-0123456789abcdef';
  const rows: { name: string; save: string[]; want: string | undefined }[] = [
    { name: "none where nothing stands", save: [], want: undefined },
    { name: "none of ours", save: ["*filter", ":FORWARD -", `-A FORWARD ${hook}`], want: undefined },
    {
      name: "behind ours in FORWARD",
      save: ["*filter", ":FORWARD -", `-A FORWARD ${hook}`, "-A FORWARD -j DOCKER-USER"],
      want: "-A FORWARD -j DOCKER-USER",
    },
    { name: "in nat", save: ["*nat", ":POSTROUTING -", "-A POSTROUTING -j ACCEPT"], want: "-A POSTROUTING -j ACCEPT" },
    {
      name: "not in a chain that nothing leads to, in INPUT, or in raw",
      save: [
        ...["*filter", ":INPUT -", ":FORWARD -", ":X -", "-A INPUT -j DROP", "-A X -j DROP"],
        ...["*nat", ":Y -", "-A Y -j ACCEPT", "*raw", ":PREROUTING -", "-A PREROUTING -j DROP"],
      ],
      want: undefined,
    },
  ];
  for (const { name, save, want } of rows) {
    it(`are found: ${name}`, () => assert.equal(foreignRule(parseSave(save.join("\n"))), want));
  }
});
