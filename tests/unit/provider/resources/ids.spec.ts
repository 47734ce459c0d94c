import assert from "node:assert/strict";
import fc from "fast-check";
import type { Refuse } from "../../../../provider/inputs/check";
import { isDefault } from "../../../../provider/inputs/addresses";
import { RIGHT } from "../../../support/arbitraries/kinds";
import type { Places } from "../../../support/arbitraries/world";
import { checked, type Inputs, type AnyKind, specOf } from "../../../support/plan";

const never: Refuse = (path, expected, got) => assert.fail(`${path}: expected ${expected}, got ${String(got)}`);

/** The inputs that an id must tell. */
const KEYS: Record<AnyKind, readonly string[]> = {
  namespace: ["name"],
  vethPair: ["namespace", "name"],
  bridge: ["namespace", "name"],
  route: ["namespace", "destination", "metric", "table"],
  masquerade: ["namespace", "source", "outInterface"],
  portForward: ["namespace", "hostAddress", "hostPort", "protocol"],
  firewallRule: [
    ...["namespace", "chain", "priority", "source", "destination", "inInterface", "outInterface"],
    ...["protocol", "sourcePort", "destinationPort", "states", "target"],
  ],
  sysctl: ["namespace", "key"],
  containerNetwork: ["namespace", "name", "bridge"],
  container: ["name"],
  containerSet: ["name"],
  service: ["namespace", "name"],
  rule: ["namespace", "priority", "family"],
  qdisc: ["namespace", "device"],
  vxlan: ["namespace", "name"],
  reachable: ["from", "protocol", "to"],
};

describe("ids", () => {
  for (const kind of Object.keys(RIGHT) as AnyKind[]) {
    const spec = specOf(kind);
    it(`of a ${kind} tell what they were made of`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom<Places>(["lab", undefined], ["10.0.0.0", "lab"], [undefined, "lab"]).chain(RIGHT[kind]),
          ({ given }) => {
            const inputs = checked(kind, given) as unknown as Inputs;
            const told = spec.fromId(spec.id(inputs as never), never) as Inputs;
            for (const key of KEYS[kind]) {
              // What an id leaves out is at its default; `default` alone does not tell of which family it is.
              if (key in told && !isDefault(String(inputs[key]))) assert.deepEqual(told[key], inputs[key], key);
            }
            const again = { ...inputs, ...told };
            assert.equal(spec.id(again as never), spec.id(inputs as never));
            assert.ok(Object.keys(told).every((key) => KEYS[kind].includes(key)));
          },
        ),
      );
    });
  }

  const WRONG: [AnyKind, string][] = [
    ["vethPair", "a/b/c"],
    ["bridge", "lab/"],
    ["bridge", "/br0"],
    ["route", "10.0.0.1"],
    ["route", "lab/10.0.0.0/24@main"],
    ["route", "10.0.0.0/24@5@"],
    ["masquerade", "10.0.0.0/24@a@b"],
    ["portForward", "8080/tcp"],
    ["portForward", "fd00::1:8080/tcp"],
    ["portForward", ":8080"],
    ["vxlan", "lab/vx0/1"],
    ["sysctl", "ip_forward"],
    ["sysctl", "lab/ip_forward"],
    ["sysctl", "a/b/net.ipv4.ip_forward"],
    ["rule", "100@inet"],
    ["rule", "lab/all"],
    ["firewallRule", "FORWARD@-j ACCEPT"],
    ["firewallRule", "FORWARD@500@ACCEPT"],
    ["firewallRule", "FORWARD@500@-i br0 ! -o br0 -j ACCEPT"],
    ["firewallRule", "FORWARD@500@-i br0 -j"],
    ["firewallRule", "FORWARD@500@-i br0 -i br1 -j DROP"],
  ];
  for (const [kind, id] of WRONG) {
    it(`of a ${kind} are not of the form ${id}`, () => {
      const refused: unknown[] = [];
      const refuse: Refuse = (path, _expected, got) => {
        refused.push([path, got]);
        return undefined;
      };
      assert.equal(specOf(kind).fromId(id, refuse), undefined);
      assert.deepEqual(refused, [["id", id]]);
    });
  }
});
