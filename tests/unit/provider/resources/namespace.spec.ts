import assert from "node:assert/strict";
import {
  checked,
  createPlan,
  type Inputs,
  OTHER,
  OWNER,
  reasons,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

const ns0 = { name: "ns0" };

const updates: { name: string; to: Inputs; want: string[] }[] = [
  {
    name: "its parameters",
    to: { ...ns0, sysctls: { "net.ipv4.ip_forward": "1", "net.ipv4.conf.all.rp_filter": "0" } },
    want: [
      `nsenter --net=/run/netns/ns0 -- ip link set dev lo up alias linuxnet:${OWNER}`,
      "nsenter --net=/run/netns/ns0 -- sysctl net.ipv4.ip_forward=1",
      "nsenter --net=/run/netns/ns0 -- sysctl net.ipv4.conf.all.rp_filter=0",
    ],
  },
  {
    name: "its owner, and puts lo up",
    to: { ...ns0, owner: OTHER },
    want: [`nsenter --net=/run/netns/ns0 -- ip link set dev lo up alias linuxnet:${OTHER}`],
  },
];

const parameters = (values: Inputs): Inputs => ({
  ...ns0,
  sysctls: { "net.ipv4.conf.lo.forwarding": "0", "net.ipv4.conf.lo.rp_filter": "2", ...values },
});

describe("namespace", () => {
  it("is checked, with defaults", () => {
    assert.deepEqual(checked("namespace", ns0), { name: "ns0", adopt: false, owner: OWNER });
    assert.deepEqual(stateOf("namespace", ns0), { name: "ns0", adopt: false, owner: OWNER, path: "/run/netns/ns0" });
  });

  it("refuses all that is wrong at once", () => {
    assert.deepEqual(reasons("namespace", { name: "a/b", sysctls: { "vm.swappiness": "1" }, mtu: 1500, adopt: 1 }), [
      'name: expected a namespace name of 1-255 bytes: letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`, got "a/b"',
      'sysctls["vm.swappiness"]: expected a parameter of a network namespace, such as net.ipv4.ip_forward, got "vm.swappiness"',
      "adopt: expected true or false, got 1",
      'mtu: expected one of name, sysctls, adopt, owner, got "mtu"',
    ]);
    assert.deepEqual(reasons("namespace", { owner: undefined }), [
      "name: expected a value, got nothing",
      "owner: expected a value, got nothing",
    ]);
  });

  it("is made with its tag, then given its parameters", () => {
    assert.deepEqual(createPlan("namespace", { ...ns0, sysctls: { "net.ipv4.ip_forward": "1" } }), [
      `ip netns add ns0 with alias linuxnet:${OWNER}`,
      "nsenter --net=/run/netns/ns0 -- sysctl net.ipv4.ip_forward=1",
    ]);
  });

  for (const { name, to, want } of updates) {
    it(`changes ${name}`, async () => assert.deepEqual(await updatePlan("namespace", ns0, to), want));
  }

  it("writes again what the kernel changes with a parameter that changes, and no more", async () => {
    assert.deepEqual(await updatePlan("namespace", parameters({}), parameters({ "net.ipv4.ip_forward": "1" })), [
      `nsenter --net=/run/netns/ns0 -- ip link set dev lo up alias linuxnet:${OWNER}`,
      "nsenter --net=/run/netns/ns0 -- sysctl net.ipv4.ip_forward=1",
      "nsenter --net=/run/netns/ns0 -- sysctl net.ipv4.conf.lo.forwarding=0",
    ]);
  });

  it("is removed by its name", () => {
    assert.deepEqual(removePlan("namespace", ns0), ["ip netns delete ns0"]);
    assert.equal(specOf("namespace").id(stateOf("namespace", ns0)), "ns0");
  });
});
