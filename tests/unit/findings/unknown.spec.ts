import assert from "node:assert/strict";
import { findingsOf } from "../../../findings";
import { programOf } from "../../../findings/program";
import { FORWARDS, host, type Line } from "../../support/findings";
import { owner } from "../../support/owner";
import { bridge, cable, forward, masquerade, namespace, oneContainer, route, router, UNKNOWN } from "./network";

/** Programs with nothing wrong. */
const GOOD: Record<string, Line[]> = {
  "the article's network": [
    ...oneContainer,
    namespace("ns1"),
    cable("veth1", { master: "br0" }, "ns1", { addresses: ["10.0.0.4/24"] }),
    route("default0", { namespace: "ns0", gateway: "10.0.0.1" }),
    route("default1", { namespace: "ns1", gateway: "10.0.0.1", device: "eth0" }),
    masquerade("internet", { source: "10.0.0.0/16", outInterface: "enp0s1", inInterface: "br0" }),
    forward("web", { hostAddress: "192.168.64.5", targetAddress: "10.0.0.2" }),
  ],
  "a router between two networks": [
    ...[router("gw"), namespace("left"), namespace("right")],
    bridge("lan", { namespace: "gw", addresses: ["10.0.0.1/24"], mtu: 9000 }),
    cable("l", { namespace: "gw", master: "lan", mtu: 9000 }, "left", { addresses: ["10.0.0.2/24"], mtu: 9000 }),
    cable("r", { namespace: "gw", addresses: ["10.0.1.1/24"] }, "right", { addresses: ["10.0.1.2/24"] }),
    route("there", { namespace: "left", gateway: "10.0.0.1" }),
    route("back", { namespace: "right", destination: "10.0.0.0/24", gateway: "10.0.1.1" }),
  ],
  "a ring of bridges with STP": [
    ...[bridge("br0", { stp: true }), bridge("br1"), bridge("br2")],
    ...["01", "12", "20"].map(([from, to]): Line => [
      "vethPair",
      { name: `a${from}`, master: `br${from}`, peer: { name: `b${from}`, master: `br${to}` } },
    ]),
  ],
};

/** Programs with one mistake each, that speaks of several values. */
const WRONG: Record<string, Line[]> = {
  "overlapping subnets": [bridge("br0", { addresses: ["10.0.0.1/24"] }), bridge("br1", { addresses: ["10.0.0.3/24"] })],
  "a parameter twice": [
    ["sysctl", { key: "net.ipv4.tcp_sack", value: "1" }],
    ["sysctl", { key: "net.ipv4.tcp_sack", value: "0" }],
  ],
  "the state half-way to the internet": [
    ...oneContainer,
    route("default0", { namespace: "ns0", gateway: "10.0.0.1" }),
    ["sysctl", { key: "net.ipv4.ip_forward", value: "1" }],
    ["firewallRule", { inInterface: "br0", outInterface: "enp0s1", target: "ACCEPT" }],
  ],
  "a gateway elsewhere": [...oneContainer, route("default0", { namespace: "ns0", gateway: "10.0.1.1" })],
  "a loop": [
    ...[bridge("br0"), bridge("br1")],
    ["vethPair", { name: "a0", master: "br0", peer: { name: "a1", master: "br1" } }],
    ["vethPair", { name: "b0", master: "br0", peer: { name: "b1", master: "br1" } }],
  ],
};

type Path = (string | number)[];

/** The paths of all values of a program, of lists and objects, too. */
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, it]) => paths(it, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function without(inputs: object, path: Path): object {
  const copy = structuredClone(inputs) as Record<string, unknown>;
  const last = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce<unknown>((it, key) => (it as Record<string, unknown>)[key], copy);
  // Another path may have taken the whole away already.
  if (typeof parent === "object" && parent !== null) (parent as Record<string, unknown>)[last] = UNKNOWN;
  return copy;
}

/** The findings about a program, with some of its values unknown. */
function found(program: readonly Line[], unknown: readonly { line: number; path: Path }[]): string[] {
  const sent = program.map(([kind, inputs], index) => {
    const gone = unknown.filter(({ line }) => line === index).sort((a, b) => b.path.length - a.path.length);
    const rest = gone.reduce((it, { path }) => without(it, path), inputs as object);
    return { kind, name: kind, inputs: { owner: owner(String(index)), ...rest } };
  });
  return findingsOf(programOf(sent), host(FORWARDS), true).map(
    ({ text, resource }) => `${resource.index}: ${text.split(/[:,]/, 1)[0]}`,
  );
}

describe("unknown values", () => {
  for (const [name, program] of Object.entries({ ...GOOD, ...WRONG })) {
    it(`make no finding, one or two at a time: ${name}`, () => {
      const known = found(program, []);
      assert.equal(known.length > 0, name in WRONG, known.join());
      const values = program.flatMap(([, inputs], line) => paths(inputs).map((path) => ({ line, path })));
      for (const [index, first] of values.entries()) {
        for (const second of values.slice(index)) {
          const more = found(program, [first, second]).filter((text) => !known.includes(text));
          assert.deepEqual(more, [], JSON.stringify([first, second]));
        }
      }
    });
  }
});
