import assert from "node:assert/strict";
import {
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

const FWD = `LN-FWD-${OWNER}`;
const SNAT = `LN-SNAT-${OWNER}`;
const ANSWER = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";

/** The restore text for these rules of the chains. */
const plan = (fwd: string[], snat: string, owner = OWNER, program = "iptables-restore"): string[] => {
  const table = (name: string, chain: string, hook: string, rules: string[]): string[] => [
    `  *${name}`,
    `  :${chain} - [0:0]`,
    ...rules.map((rule) => `  -A ${chain} ${rule}`),
    `  -I ${hook} 1 -m comment --comment "linuxnet:${owner}" -j ${chain}`,
    "  COMMIT",
  ];
  return [
    program,
    ...table("nat", SNAT.replace(OWNER, owner), "POSTROUTING", [snat]),
    ...(fwd.length === 0 ? [] : table("filter", FWD.replace(OWNER, owner), "FORWARD", fwd)),
  ];
};

const bare = { source: "10.0.0.0/16" };
const article = { ...bare, outInterface: "enp0s1", inInterface: "br0" };
const ofArticle = ["-s 10.0.0.0/16 -i br0 -o enp0s1 -j ACCEPT", `-d 10.0.0.0/16 -i enp0s1 -o br0 ${ANSWER}`];
const toUplink = "-s 10.0.0.0/16 ! -d 10.0.0.0/16 -o enp0s1 -j MASQUERADE";

const creations: { id: string; inputs: Inputs; want: string[] }[] = [
  { id: "10.0.0.0/16@enp0s1", inputs: { ...article, source: "10.0.3.4/16" }, want: plan(ofArticle, toUplink) },
  {
    id: "10.0.0.0/16",
    inputs: bare,
    want: plan(
      ["-s 10.0.0.0/16 ! -d 10.0.0.0/16 -j ACCEPT", `! -s 10.0.0.0/16 -d 10.0.0.0/16 ${ANSWER}`],
      "-s 10.0.0.0/16 ! -d 10.0.0.0/16 -j MASQUERADE",
    ),
  },
  {
    id: "lab/10.0.0.0/16@eth0",
    inputs: { ...bare, namespace: "lab", outInterface: "eth0", toSource: "192.0.2.1" },
    want: plan(
      ["-s 10.0.0.0/16 -o eth0 -j ACCEPT", `-d 10.0.0.0/16 -i eth0 ${ANSWER}`],
      "-s 10.0.0.0/16 ! -d 10.0.0.0/16 -o eth0 -j SNAT --to-source 192.0.2.1",
      OWNER,
      "nsenter --net=/run/netns/lab -- iptables-restore",
    ),
  },
  { id: "10.0.0.0/16@enp0s1", inputs: { ...article, forward: false }, want: plan([], toUplink) },
  {
    id: "fd00::/64",
    inputs: { source: "FD00::/64", inInterface: "br0" },
    want: plan(
      ["-s fd00::/64 ! -d fd00::/64 -i br0 -j ACCEPT", `! -s fd00::/64 -d fd00::/64 -o br0 ${ANSWER}`],
      "-s fd00::/64 ! -d fd00::/64 -j MASQUERADE",
      OWNER,
      "ip6tables-restore",
    ),
  },
  {
    id: "10.0.0.2/32",
    inputs: { source: "10.0.0.2", forward: false },
    want: plan([], "-s 10.0.0.2/32 ! -d 10.0.0.2/32 -j MASQUERADE"),
  },
];

describe("masquerade", () => {
  for (const { id, inputs, want } of creations) {
    it(`${id} of ${JSON.stringify(inputs)}`, () => {
      assert.deepEqual(createPlan("masquerade", inputs), want);
      assert.equal(specOf("masquerade").id(stateOf("masquerade", inputs)), id);
    });
  }

  it("changes its chains in one go", async () => {
    assert.deepEqual(await updatePlan("masquerade", bare, article), plan(ofArticle, toUplink));
  });

  it("has the chains of a changed owner before the old ones go", async () => {
    assert.deepEqual(await updatePlan("masquerade", article, { ...article, owner: OTHER }), [
      ...plan(ofArticle, toUplink, OTHER),
      `iptables without ${OWNER}`,
    ]);
  });

  it("is removed with all chains of its owner", () => {
    assert.deepEqual(removePlan("masquerade", article), [`iptables without ${OWNER}`]);
    assert.deepEqual(removePlan("masquerade", { ...bare, namespace: "lab" }), [
      `nsenter --net=/run/netns/lab -- iptables without ${OWNER}`,
    ]);
  });

  it("refuses what is wrong", () => {
    assert.deepEqual(reasons("masquerade", { ...bare, toSource: "fd00::1" }), [
      'toSource: expected an IPv4 address, got "fd00::1"',
    ]);
    assert.deepEqual(reasons("masquerade", { source: "fd00::/64", toSource: "10.0.0.1" }), [
      'toSource: expected an IPv6 address, got "10.0.0.1"',
    ]);
    const other = { name: "br0", namespace: "lab", wanted: undefined };
    assert.deepEqual(reasons("masquerade", { source: "x", inInterface: other, toSource: "10.0.0.1/24", forward: 1 }), [
      'source: expected a network, such as 10.0.0.0/24 or fd00::/64, got "x"',
      'inInterface: expected an interface on the host, got "br0 in namespace lab"',
      'toSource: expected the address of a host, such as 10.0.0.1 or fd00::1, got "10.0.0.1/24"',
      "forward: expected true or false, got 1",
    ]);
  });
});
