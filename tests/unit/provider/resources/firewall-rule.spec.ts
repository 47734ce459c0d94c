import assert from "node:assert/strict";
import type { Tables } from "../../../../provider/iptables/chains";
import { lookUp } from "../../../../provider/look-up";
import type { View } from "../../../../provider/resources/spec";
import { createPlan, type Inputs, OTHER, OWNER, removePlan, specOf, stateOf, updatePlan } from "../../../support/plan";

/** The restore text for a rule in its chain. */
const plan = (rule: string, chain = "FORWARD", priority = 500, program = "iptables-restore"): string[] => {
  const name = `LN-FW${priority}-${OWNER}`;
  return [
    ...[program, "  *filter", `  :${name} - [0:0]`, `  -A ${name} ${rule}`],
    ...[`  -I ${chain} 1 -m comment --comment "linuxnet:${OWNER}" -j ${name}`, "  COMMIT"],
  ];
};
const plan6 = (rule: string, chain?: string): string[] => plan(rule, chain, 500, "ip6tables-restore");

const creations: { id: string; inputs: Inputs; want: string[] }[] = [
  {
    id: "FORWARD@500@-i br0 -o enp0s1 -j ACCEPT",
    inputs: { inInterface: "br0", outInterface: "enp0s1", target: "ACCEPT" },
    want: [...plan("-i br0 -o enp0s1 -j ACCEPT"), ...plan6("-i br0 -o enp0s1 -j ACCEPT")],
  },
  {
    id: "FORWARD@500@-i enp0s1 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
    inputs: {
      ...{ family: 4, inInterface: "enp0s1", outInterface: "br0" },
      ...{ states: ["ESTABLISHED", "RELATED"], target: "ACCEPT" },
    },
    want: plan("-i enp0s1 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"),
  },
  {
    id: "lab/INPUT@7@-s 10.0.0.0/8 -p tcp -m tcp --dport 8000:8010 -j DROP",
    inputs: {
      ...{ namespace: "lab", chain: "INPUT", source: "10.1.2.3/8", protocol: "tcp" },
      ...{ destinationPort: "8000-8010", target: "DROP", priority: 7 },
    },
    want: plan(
      "-s 10.0.0.0/8 -p tcp -m tcp --dport 8000:8010 -j DROP",
      ...(["INPUT", 7, "nsenter --net=/run/netns/lab -- iptables-restore"] as const),
    ),
  },
  {
    id: "OUTPUT@500@-d fd00::1/128 -p udp -m udp --sport 53 -j REJECT",
    inputs: { chain: "OUTPUT", destination: "FD00::1", protocol: "udp", sourcePort: 53, target: "REJECT" },
    want: plan6("-d fd00::1/128 -p udp -m udp --sport 53 -j REJECT --reject-with icmp6-port-unreachable", "OUTPUT"),
  },
  {
    id: "INPUT@500@-p ipv6-icmp -j ACCEPT",
    inputs: { chain: "INPUT", protocol: "icmpv6", target: "ACCEPT" },
    want: plan6("-p ipv6-icmp -j ACCEPT", "INPUT"),
  },
  {
    id: "FORWARD@500@-p icmp -j REJECT",
    inputs: { protocol: "icmp", target: "REJECT" },
    want: plan("-p icmp -j REJECT --reject-with icmp-port-unreachable"),
  },
];

const drop = { source: "10.0.0.0/8", target: "DROP" };
const RULE = "-s 10.0.0.0/8 -j DROP";
const NAME = `LN-FW500-${OWNER}`;

describe("firewall rule", () => {
  for (const { id, inputs, want } of creations) {
    it(`${id} of ${JSON.stringify(inputs)}`, () => {
      assert.deepEqual(createPlan("firewallRule", inputs), want);
      assert.equal(specOf("firewallRule").id(stateOf("firewallRule", inputs)), id);
    });
  }

  it("changes in one go", async () => {
    assert.deepEqual(await updatePlan("firewallRule", drop, { ...drop, priority: 0 }), plan(RULE, "FORWARD", 0));
    assert.deepEqual(await updatePlan("firewallRule", drop, { ...drop, chain: "INPUT" }), plan(RULE, "INPUT"));
  });

  it("is removed by its owner", () => {
    assert.deepEqual(removePlan("firewallRule", { ...drop, namespace: "lab" }), [
      `nsenter --net=/run/netns/lab -- iptables without ${OWNER}`,
    ]);
  });

  it("is called by its rule", () => {
    assert.equal(
      specOf("firewallRule").describe(stateOf("firewallRule", drop)),
      `firewall rule -A FORWARD ${RULE} on the host`,
    );
  });
});

describe("import of a firewall rule", () => {
  const hook = (chain: string, owner = OWNER): string => `-m comment --comment "linuxnet:${owner}" -j ${chain}`;
  const filter = (chains: Record<string, string[]>): Tables => new Map([["filter", new Map(Object.entries(chains))]]);
  const own = (rule: string, owner = OWNER): Tables => {
    const name = NAME.replace(OWNER, owner);
    return filter({ FORWARD: [hook(name, owner)], [name]: [rule] });
  };
  const NOTHING: Tables = new Map();
  const look = (id: string, v4: Tables, v6 = NOTHING): Promise<Inputs | undefined> => {
    const view = { tables: (_place: unknown, family: number) => Promise.resolve(family === 4 ? v4 : v6) };
    return lookUp(specOf("firewallRule"), view as unknown as View, id, OWNER) as Promise<Inputs | undefined>;
  };
  const ID = "FORWARD@500@-i br0 -j ACCEPT";
  const state = { owner: OWNER, chain: "FORWARD", inInterface: "br0", target: "ACCEPT", priority: 500 };

  it("knows its own, of both families or of one", async () => {
    const rules = own("-i br0 -j ACCEPT");
    assert.deepEqual(await look(ID, rules, rules), state);
    assert.deepEqual(await look(ID, NOTHING, rules), { ...state, family: 6 });
  });

  it("knows that of another stack", async () => {
    const rules = own("-i br0 -j ACCEPT", OTHER);
    assert.deepEqual(await look(ID, rules, rules), { ...state, imported: { mark: OTHER } });
  });

  it("knows none of another priority, rule or chain, and none without its hook", async () => {
    const rules = own("-i br0 -j ACCEPT");
    for (const id of ["FORWARD@5@-i br0 -j ACCEPT", "FORWARD@500@-i br1 -j ACCEPT", "INPUT@500@-i br0 -j ACCEPT"]) {
      assert.equal(await look(id, rules), undefined, id);
    }
    assert.equal(await look(ID, filter({ FORWARD: [], [NAME]: ["-i br0 -j ACCEPT"] })), undefined);
  });

  it("refuses what was made by hand, and two of one kind", async () => {
    await assert.rejects(look(ID, filter({ FORWARD: ["-i br0 -j ACCEPT"] })), /it is no rule of linuxnet/);
    const [one = "", two = ""] = [OTHER, "1".repeat(16)];
    const chains = [one, two].map((owner) => [NAME.replace(OWNER, owner), owner] as const);
    const both = filter({
      FORWARD: chains.map(([name, owner]) => hook(name, owner)),
      ...Object.fromEntries(chains.map(([name]) => [name, ["-i br0 -j ACCEPT"]])),
    });
    await assert.rejects(look(ID, both), /there are several of it/);
  });

  it("refuses an id of what cannot be", async () => {
    await assert.rejects(look("PREROUTING@500@-j DROP", NOTHING), /chain: expected one of/);
    await assert.rejects(look("FORWARD@1000@-j DROP", NOTHING), /priority: expected/);
    await assert.rejects(look("FORWARD@500@-m mark --mark 1 -j DROP", NOTHING), /id: expected CHAIN@PRIORITY@RULE/);
  });
});
