import assert from "node:assert/strict";
import { UNKNOWN } from "../../../provider/inputs/check";
import type { Drifted } from "../../../provider/diff";
import type { Owned } from "../../../provider/resources/spec";
import { checked, type Inputs, type Kind, OTHER, pureLifecycle, specOf, stateOf } from "../../support/plan";

interface Table {
  /** What stands. */
  from: Inputs;
  /** One change each. `a.b` names a property of an object. */
  updates: Inputs;
  replacements: Inputs;
}

const tables: Record<Kind, Table> = {
  namespace: {
    from: { name: "ns0", sysctls: { "net.ipv4.ip_forward": "1" } },
    updates: { sysctls: {}, adopt: true, owner: OTHER },
    replacements: { name: "ns1" },
  },
  bridge: {
    from: { name: "br0", addresses: ["10.0.0.1/24"] },
    updates: {
      ...{ addresses: ["10.0.0.2/24"], mac: "02:00:00:00:00:01", mtu: 1400, stp: true, up: false, forward: false },
      ...{ adopt: true, owner: OTHER },
    },
    replacements: { name: "br1", namespace: "lab" },
  },
  vethPair: {
    from: { name: "a", master: "br0", peer: { name: "b", namespace: "ns0" } },
    updates: {
      ...{ addresses: ["10.0.0.2/24"], master: "br1", mac: "02:00:00:00:00:01", mtu: 1400, up: false, hairpin: false },
      ...{ isolated: true, adopt: true, owner: OTHER },
      ...{ "peer.addresses": ["10.0.0.2/24"], "peer.mac": "02:00:00:00:00:01", "peer.mtu": 1400, "peer.up": false },
      ...{ "peer.master": "br1", "peer.hairpin": true, "peer.isolated": true },
    },
    replacements: {
      ...{ name: "c", namespace: "lab", "peer.name": "c", "peer.namespace": "ns1" },
      ...{ master: UNKNOWN, "peer.master": UNKNOWN, peer: UNKNOWN },
    },
  },
  route: {
    from: { destination: "10.1.0.0/16", gateway: "10.0.0.1", device: "br0", source: "10.0.0.2" },
    updates: {
      ...{ gateway: "10.0.0.3", device: "br1", source: "10.0.0.4", metric: 5, onlink: true, adopt: true, owner: OTHER },
    },
    replacements: {
      ...{ destination: "10.2.0.0/16", namespace: "lab", table: 100 },
      ...{ gateway: UNKNOWN, device: UNKNOWN, source: UNKNOWN },
    },
  },
  masquerade: {
    from: { source: "10.0.0.0/16", outInterface: "eth0" },
    updates: {
      ...{ source: "10.0.0.0/24", outInterface: "eth1", inInterface: "br0", toSource: "192.0.2.1", forward: false },
      ...{ owner: OTHER },
    },
    replacements: { namespace: "lab" },
  },
  portForward: {
    from: { hostPort: 80, targetAddress: "10.0.0.2" },
    updates: {
      ...{ hostAddress: "192.0.2.1", hostPort: "80-90", protocol: "udp", targetAddress: "10.0.0.3", targetPort: 81 },
      ...{ targetNetwork: "10.0.0.0/24", outInterface: "br0", owner: OTHER },
    },
    replacements: { namespace: "lab" },
  },
};

/** The inputs with one value changed. */
function changed(from: Inputs, path: string, value: unknown): Inputs {
  const [name = "", inner] = path.split(".");
  return { ...from, [name]: inner === undefined ? value : { ...(from[name] as object), [inner]: value } };
}

describe("diff", () => {
  for (const [kind, { from, updates, replacements }] of Object.entries(tables) as [Kind, Table][]) {
    const diff = (inputs: Inputs) => pureLifecycle(kind).diff(stateOf(kind, from), checked(kind, inputs));

    describe(kind, () => {
      it("finds nothing where nothing changes", () => assert.deepEqual(diff(from), { changes: [], replaces: [] }));

      for (const [path, value] of Object.entries(updates)) {
        it(`${path} changes in place`, () => {
          const { changes, replaces } = diff(changed(from, path, value));
          assert.ok(changes.includes(path.split(".")[0] as string), `changes: ${changes.join()}`);
          assert.deepEqual(replaces, []);
        });
      }

      for (const [path, value] of Object.entries(replacements)) {
        it(`${path} replaces${value === UNKNOWN ? " while it is unknown" : ""}`, () => {
          const top = path.split(".")[0] as string;
          const { changes, replaces } = diff(changed(from, path, value));
          assert.ok(changes.includes(top), `changes: ${changes.join()}`);
          assert.deepEqual(replaces, [top]);
        });
      }

      it("knows of each input what its change does", () => {
        const told = [...Object.keys(updates), ...Object.keys(replacements)].map((path) => path.split(".")[0]);
        const untold = Object.keys(specOf(kind).fields).filter((name) => !told.includes(name));
        // A type has rules with other inputs: see the tests of routes.
        assert.deepEqual(untold, kind === "route" ? ["type"] : []);
      });

      it("updates what drifted", () => {
        const drifted: Owned & Drifted = { ...stateOf(kind, from), drift: ["a rule is missing"] };
        const { changes, replaces } = pureLifecycle(kind).diff(drifted, checked(kind, from));
        assert.deepEqual({ changes, replaces }, { changes: ["drift"], replaces: [] });
      });
    });
  }

  it("takes an unknown list for a change in place", () => {
    const from = tables.bridge.from;
    for (const addresses of [UNKNOWN, [UNKNOWN]]) {
      const wanted = checked("bridge", { ...from, addresses });
      const want = { changes: ["addresses"], replaces: [] };
      assert.deepEqual(pureLifecycle("bridge").diff(stateOf("bridge", from), wanted), want);
    }
  });

  it("takes an input that is left out for its default", () => {
    const from = { name: "br0", mtu: 1400, mac: "02:00:00:00:00:01" };
    const { changes } = pureLifecycle("bridge").diff(stateOf("bridge", from), checked("bridge", { name: "br0" }));
    assert.deepEqual(changes.sort(), ["mac", "mtu"]);
  });

  it("takes the same inputs in other words for no change", () => {
    const same: [Kind, Inputs, Inputs][] = [
      ["bridge", { name: "br0", addresses: ["fd00::1/64"] }, { name: "br0", addresses: ["FD00:0::1/64"], mtu: 1500 }],
      [
        "route",
        { destination: "default", gateway: "10.0.0.1" },
        { destination: "0.0.0.0/0", gateway: "10.0.0.1", table: 254 },
      ],
      [
        "portForward",
        { hostPort: 80, targetAddress: "10.0.0.2" },
        { hostPort: "80-80", targetAddress: "10.0.0.2", targetPort: 80 },
      ],
    ];
    for (const [kind, from, to] of same) {
      assert.deepEqual(pureLifecycle(kind).diff(stateOf(kind, from), checked(kind, to)), { changes: [], replaces: [] });
    }
  });
});
