import assert from "node:assert/strict";
import { planOf } from "../../../../cli/plan/plan";
import { parsePreview } from "../../../../cli/plan/preview";
import { textOf } from "../../../../cli/plan/text";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { FakeHost, type Run, show } from "../../../support/fake-host";
import { OWNER } from "../../../support/plan";

type Properties = Record<string, unknown>;

const urnOf = (kind: string, name: string): string =>
  `urn:pulumi:dev::p::pulumi-nodejs:dynamic/linuxnet:${kind}::${name}`;
const state = (it: Properties): Properties => ({ ...it, __provider: "text", owner: OWNER });

/** A step as the engine tells it, from a state to inputs. */
const step = (op: string, kind: string, name: string, from?: Properties, to?: Properties, rest = {}): object => ({
  resourcePreEvent: {
    metadata: {
      ...{ op, urn: urnOf(kind, name), type: `pulumi-nodejs:dynamic/linuxnet:${kind}`, ...rest },
      old: from && { type: `pulumi-nodejs:dynamic/linuxnet:${kind}`, id: "id", outputs: state(from) },
      new: to && { inputs: state(to) },
    },
  },
});
const warning = (message: string, urn?: string): object => ({
  diagnosticEvent: { urn, message, severity: "warning" },
});

/** As Pulumi's events tell it. */
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
const ns0 = { name: "ns0", adopt: false };
const route = (gateway: string, namespace = "ns0"): Properties => ({
  ...{ namespace, destination: "10.9.0.0/16", gateway, metric: 0, table: "main" },
  ...{ onlink: false, type: "unicast", adopt: false },
});
const standing = (gateway: string): Run => ({
  argv: "nsenter --net=/run/netns/ns0 -- ip -j -d -4 route show table main",
  prints: JSON.stringify([{ dst: "10.9.0.0/16", gateway, dev: "b", protocol: "76" }]),
});
const lo = { ifname: "lo", ifindex: 1, ifalias: `linuxnet:${OWNER}`, flags: ["UP"], mtu: 65536 };
const absent: Run = {
  argv: "nsenter --net=/run/netns/ns0 -- ip -j -d addr show dev lo",
  fails: "nsenter: cannot open /run/netns/ns0: No such file or directory",
};
const NS0 = "nsenter --net=/run/netns/ns0 --";
const links = { argv: `${NS0} ip -j -d addr show`, prints: JSON.stringify([lo]) };
const takenAlong = [{ argv: "ip netns pids ns0" }, links, links];
const VIA = "metric 0 table main proto 76 via";
const makeNs0 = [
  "ip netns add ns0",
  `${NS0} ip link set dev lo alias linuxnet:${OWNER}`,
  `${NS0} ip link set dev lo up`,
];

const cases: {
  name: string;
  events: object[];
  references?: Record<string, string[]>;
  reads?: Run[];
  want: string[];
}[] = [
  { name: "nothing to do", events: [step("same", "Namespace", "ns0", ns0, ns0)], want: ["# nothing to do"] },
  {
    name: "what is not linuxnet's",
    events: [{ resourcePreEvent: { metadata: { op: "create", urn: "urn::x", type: "random:index:Id" } } }],
    want: ["# nothing to do"],
  },
  {
    name: "a creation, also of what a refresh found gone",
    events: [
      { resOutputsEvent: { metadata: { op: "refresh", urn: urnOf("Namespace", "ns0"), old: {} } } },
      step("create", "Namespace", "ns0", undefined, ns0),
    ],
    reads: [absent],
    want: ["# ns0  Namespace  create", "#   because it is gone from the kernel", ...makeNs0, "", "# 1 to create"],
  },
  {
    name: "an update, with its drift and what the program says of it",
    events: [
      step("update", "Route", "lan", { ...route("10.0.0.1"), drift: ["a flaw"] }, route("10.0.0.7")),
      warning("two\nlines", urnOf("Route", "lan")),
      warning("of nothing in particular"),
    ],
    reads: [standing("10.0.0.1")],
    want: [
      "# lan  Route  update in place",
      ...["#   warning: two", "#     lines"],
      `#   ~ gateway: "10.0.0.1" → "10.0.0.7"`,
      "#   because drift: a flaw",
      `${NS0} ip route replace unicast 10.9.0.0/16 ${VIA} 10.0.0.7`,
      ...["", "# warning: of nothing in particular", "# 1 to update"],
    ],
  },
  {
    name: "a finding of what stays as it is",
    events: [step("same", "Namespace", "ns0", ns0, ns0), warning("careful", urnOf("Namespace", "ns0"))],
    want: ["# ns0  Namespace  unchanged", "#   warning: careful", "", "# nothing to do"],
  },
  {
    name: "a replacement, which a reference asks for",
    events: [
      step("delete-replaced", "Route", "lan", route("10.0.0.1")),
      step("delete-replaced", "Namespace", "ns0", ns0),
      step("create-replacement", "Namespace", "ns0", ns0, { ...ns0, name: "ns1" }, { keys: ["name"] }),
      step("create-replacement", "Route", "lan", route("10.0.0.1"), route("10.0.0.1", "ns1"), { keys: ["namespace"] }),
    ],
    references: { namespace: [urnOf("Namespace", "ns0"), urnOf("Namespace", "stays")] },
    reads: [
      standing("10.0.0.1"),
      show("ns0", "lo", lo),
      ...takenAlong,
      { ...absent, argv: absent.argv.replace("ns0", "ns1") },
    ],
    want: [
      "# lan  Route  replace: delete the old one",
      `#   ± namespace: "ns0" → "ns1", which replaces it`,
      "#   because namespace refers to ns0, replaced as well",
      "#   interrupts: ns0 loses its way to 10.9.0.0/16",
      `${NS0} ip route del unicast 10.9.0.0/16 metric 0 table main proto 76`,
      ...["", "# ns0  Namespace  replace: delete the old one"],
      `#   ± name: "ns0" → "ns1", which replaces it`,
      "#   interrupts: ns0 loses its way to 10.9.0.0/16",
      "ip netns delete ns0",
      ...["", "# ns0  Namespace  replace: create the new one"],
      ...makeNs0.map((line) => line.replaceAll("ns0", "ns1")),
      ...["", "# lan  Route  replace: create the new one"],
      `nsenter --net=/run/netns/ns1 -- ip route add unicast 10.9.0.0/16 ${VIA} 10.0.0.1`,
      ...["", "# 2 to replace"],
    ],
  },
  {
    name: "a replacement that nothing but Pulumi's options asks for",
    events: [
      step("delete-replaced", "Namespace", "ns0", ns0),
      step("create-replacement", "Namespace", "ns0", ns0, ns0),
    ],
    reads: [show("ns0", "lo", lo), ...takenAlong],
    want: [
      "# ns0  Namespace  replace: delete the old one",
      "#   because Pulumi's options ask for it",
      "ip netns delete ns0",
      ...["", "# ns0  Namespace  replace: create the new one", ...makeNs0, "", "# 1 to replace"],
    ],
  },
  {
    name: "what only the update will know",
    events: [step("create", "Route", "lan", undefined, route(UNKNOWN))],
    want: [
      "# lan  Route  create",
      "#   its commands are not known: gateway is known only in the update",
      ...["echo 'the plan ends at lan' >&2; exit 1", "", "# 1 to create"],
    ],
  },
  {
    name: "what Pulumi keeps secret",
    events: [
      step(
        "update",
        "VethPair",
        "v",
        { name: "a", addresses: secret, peer: { name: "b" } },
        { name: "a", peer: { name: "b" } },
      ),
      step("delete", "Bridge", "br0", { name: "br0", addresses: secret }),
    ],
    want: [
      "# v  VethPair  update in place",
      `#   - addresses: "[secret]"`,
      "#   its commands are not known: addresses is a secret",
      ...[
        "echo 'the plan ends at v' >&2; exit 1",
        "",
        "# br0  Bridge  delete",
        "#   its commands are not known: addresses is a secret",
      ],
      ...["echo 'the plan ends at br0' >&2; exit 1", "", "# 1 to update, 1 to delete"],
    ],
  },
  {
    name: "nothing but comments of a name with a line's end",
    events: [step("same", "Namespace", "a\nb", ns0, ns0), warning("c\nd", urnOf("Namespace", "a\nb"))],
    want: ["# a", "#   b  Namespace  unchanged", "#   warning: c", "#     d", "", "# nothing to do"],
  },
  {
    name: "what stands in the way",
    events: [step("create", "Namespace", "ns0", undefined, ns0)],
    reads: [show("ns0", "lo", { ...lo, ifalias: undefined }), show("ns0", "lo", { ...lo, ifalias: undefined })],
    want: [
      "# ns0  Namespace  create",
      "#   error: namespace ns0: cannot create, it already exists: a namespace that linuxnet did not make; " +
        "remove it, or choose another name, or set adopt: true",
      ...[
        "#       command: unshare --net -- ip -batch -",
        "#       answer: File exists",
        "echo 'the plan ends at ns0' >&2; exit 1",
        "",
        "# 1 to create",
      ],
    ],
  },
  {
    name: "what may not be read",
    events: [step("delete", "Route", "lan", route("10.0.0.1"))],
    reads: [
      { argv: standing("").argv, fails: "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted" },
    ],
    want: [
      "# lan  Route  delete",
      "#   interrupts: ns0 loses its way to 10.9.0.0/16",
      `#   its commands are not known: not permitted: ${NS0} ip -j -d -4 route show table main`,
      ...[
        "echo 'the plan ends at lan' >&2; exit 1",
        "",
        `# not permitted: ${NS0} ip -j -d -4 route show table main`,
        "# 1 to delete",
      ],
    ],
  },
  {
    name: "what stays in the kernel",
    events: [
      {
        resourcePreEvent: {
          metadata: {
            ...{ op: "delete", urn: urnOf("Namespace", "ns0"), type: "linuxnet:index:Namespace" },
            old: { type: "linuxnet:index:Namespace", retainOnDelete: true, outputs: state(ns0) },
          },
        },
      },
    ],
    want: [
      "# ns0  Namespace  delete",
      "#   because the program no longer has it; it stays in the kernel",
      ...["", "# 1 to delete"],
    ],
  },
];

describe("plan", () => {
  for (const { name, events, references = {}, reads = [], want } of cases) {
    it(name, async () => {
      const host = new FakeHost(reads);
      const preview = parsePreview(["no event", ...events.map((event) => JSON.stringify(event))].join("\n"));
      const plan = await planOf(preview, new Map([[urnOf("Route", "lan"), references]]), host);
      host.assertDone();
      assert.equal(textOf(plan), `${want.join("\n")}\n`);
    });
  }
});
