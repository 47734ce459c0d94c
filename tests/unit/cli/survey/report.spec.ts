import assert from "node:assert/strict";
import { isAsDeclared, type Report, reportOf, textOf } from "../../../../cli/survey/report";
import type { ResourceStatus } from "../../../../cli/survey/resources";
import { orphansIn } from "../../../../cli/survey/orphans";
import { Ownership } from "../../../../cli/survey/stack";
import { FakeHost } from "../../../support/fake-host";
import { exported, link, network, ownerOf, qdisc, route, rule, stateWith } from "../../../support/survey";

const DEV = { project: "web", stack: "dev" };
const nothing: Report = {
  ...{ stack: "organization/web/dev", locks: [], resources: [], orphans: [] },
  ...{ pending: [], unclaimed: [], services: [], unread: [] },
};
const resource = (
  status: ResourceStatus["status"],
  name: string,
  kind: string,
  ...differences: string[]
): ResourceStatus => ({
  ...{ urn: `urn:pulumi:dev::web::t::${name}`, name, kind, what: name, status, differences },
});
const orphan: Report["orphans"][number] = {
  ...{ kind: "namespace", name: "ns1", owner: ownerOf("n"), what: "namespace ns1" },
  ...{ holds: ["eth1 (linuxnet did not make it)"], resource: "n" },
};

describe("a stack is as declared", () => {
  for (const { name, report, want } of [
    { name: "where nothing is declared", report: {}, want: true },
    { name: "where all stands", report: { resources: [resource("stands", "a", "Bridge")] }, want: true },
    {
      name: "whatever an interrupted operation left in the state",
      report: { pending: [{ op: "creating", urn: "u", name: "a", kind: "Bridge" }] },
      want: true,
    },
    {
      name: "whatever may be another stack's",
      report: { unclaimed: [{ kind: "file", name: "x", what: "file x", command: "rm" } as const] },
      want: true,
    },
    ...(["drifted", "gone", "foreign"] as const).map((status) => ({
      ...{ name: `unless something is ${status}`, want: false },
      report: {
        resources: [
          resource("stands", "a", "Bridge"),
          resource(status, "b", "Bridge"),
          resource("unreadable", "c", "Bridge"),
        ],
      },
    })),
    { name: "unless something is in no state", report: { orphans: [orphan], unread: ["x"] }, want: false },
    {
      name: "as far as it can be told: a resource",
      report: { resources: [resource("unreadable", "a", "Bridge")] },
      want: undefined,
    },
    { name: "as far as it can be told: a namespace", report: { unread: ["x"] }, want: undefined },
  ]) {
    it(name, () => assert.equal(isAsDeclared({ ...nothing, ...report }), want));
  }
});

describe("the text of a status", () => {
  it("says little where there is nothing", () => {
    assert.equal(textOf(nothing), "stack organization/web/dev\n\nnothing declared, nothing left over\n");
  });

  it("has all that there is to say", () => {
    const report: Report = {
      ...nothing,
      locks: ["process 7 of root on box, since then"],
      resources: [
        resource("stands", "br0", "Bridge"),
        resource("drifted", "internet", "Masquerade", "missing: -A FORWARD", "net.ipv4.ip_forward is 0, expected 1"),
        resource("gone", "ns0", "Namespace"),
        resource("stands", "veth0", "VethPair"),
      ],
      orphans: [orphan],
      pending: [{ op: "creating", urn: "u", name: "n", kind: "Namespace" }],
      unclaimed: [
        { kind: "file", name: "x", what: "file /run/netns/x, which is no namespace", command: "ip netns delete x" },
      ],
      unread: ["what stands in namespace y: permission denied"],
    };
    assert.equal(
      textOf(report),
      `stack organization/web/dev

locked, an update may be running:
  process 7 of root on box, since then

  br0       Bridge      stands
  internet  Masquerade  drifted
    missing: -A FORWARD
    net.ipv4.ip_forward is 0, expected 1
  ns0       Namespace   gone
  veth0     VethPair    stands

marked as this stack's, in no state (linuxnet sweep organization/web/dev removes it):
  namespace ns1 (n, whose creation was cut off)
    stays: it holds eth1 (linuxnet did not make it)

interrupted (pulumi up goes on with it; pulumi refresh --clear-pending-creates forgets it):
  creating n (Namespace)

in no state, may be another stack's:
  file /run/netns/x, which is no namespace
    ip netns delete x

not readable:
  what stands in namespace y: permission denied

2 stand, 1 drifted, 1 gone, 1 in no state, not all could be read
`,
    );
  });
});

describe("a report", () => {
  it("has the command that removes what may be another stack's", async () => {
    const networks = [
      network(undefined, {
        routes: [route("10.9.0.0/16", { gateway: "10.0.0.2", device: "br0", table: "7", metric: 3 })],
      }),
      network("ns0", {
        links: [link("eth0", "veth")],
        routes: [route("default", { family: 6, type: "blackhole", metric: 1024 })],
        rules: [rule(100, { family: 6 })],
        qdiscs: [qdisc("eth0")],
      }),
    ];
    const begun = exported("bridge", "br", { name: "br0" });
    const state = stateWith([], [begun, { urn: "urn:pulumi:dev::web::x:y:Z::z", type: "x:y:Z" }]);
    const ownership = new Ownership(DEV, state);
    const found = orphansIn({ networks, files: ["x"], netnsFiles: new Map(), services: [], unread: [] }, ownership);
    const survey = { fullName: "organization/web/dev", locks: [], state, ownership, unread: [], ...found };
    const { unclaimed, pending } = await reportOf(survey, new FakeHost([]));
    assert.deepEqual(
      unclaimed.map(({ command }) => command),
      [
        "ip route del unicast 10.9.0.0/16 metric 3 table 7 proto 76",
        "nsenter --net=/run/netns/ns0 -- tc qdisc del dev eth0 root",
        "nsenter --net=/run/netns/ns0 -- ip -6 rule del priority 100 protocol 76",
        "nsenter --net=/run/netns/ns0 -- ip route del blackhole ::/0 metric 1024 table main proto 76",
        "ip netns delete x",
      ],
    );
    assert.deepEqual(pending, [{ op: "creating", urn: begun.urn, name: "br", kind: "Bridge" }]);
  });
});
