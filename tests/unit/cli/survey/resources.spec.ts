import assert from "node:assert/strict";
import { type ResourceStatus, statusesOf } from "../../../../cli/survey/resources";
import { SECRET } from "../../../../cli/plan/preview";
import { tagOf } from "../../../../provider/owner";
import { FakeHost, type Run, show } from "../../../support/fake-host";
import { exported, ownerOf } from "../../../support/survey";

const ns0 = exported("namespace", "a", { name: "ns0" });
const route = exported("route", "r", { destination: "10.9.0.0/16", gateway: "10.0.0.2" });
const masquerade = exported("masquerade", "m", { source: "10.0.0.0/24", forward: false });
const lo = { ifindex: 1, ifalias: tagOf(ownerOf("a")) };
const routes = (...all: object[]): Run => ({ argv: "ip -j -d -4 route show table main", prints: JSON.stringify(all) });
const standing = { dst: "10.9.0.0/16", gateway: "10.0.0.2", dev: "br0", protocol: "76", flags: [] };

const CASES: {
  name: string;
  resource: typeof ns0;
  script: Run[];
  want: Pick<ResourceStatus, "status" | "differences">;
}[] = [
  { name: "stands", resource: ns0, script: [show("ns0", "lo", lo)], want: { status: "stands", differences: [] } },
  {
    name: "stands, whatever the state remembers of a failure",
    resource: { ...ns0, outputs: { ...ns0.outputs, drift: ["something failed"] } },
    script: [show("ns0", "lo", lo)],
    want: { status: "stands", differences: [] },
  },
  {
    name: "drifted, with what is no property",
    resource: ns0,
    script: [show("ns0", "lo", { ...lo, flags: [] })],
    want: { status: "drifted", differences: ["lo is down"] },
  },
  {
    name: "drifted, with properties",
    resource: route,
    script: [routes({ ...standing, gateway: "10.0.0.3", flags: ["onlink"] })],
    want: {
      status: "drifted",
      differences: ['gateway is "10.0.0.3", expected "10.0.0.2"', "onlink is true, expected false"],
    },
  },
  {
    name: "gone",
    resource: route,
    script: [routes(), routes()],
    want: { status: "gone", differences: [] },
  },
  {
    name: "somebody else's",
    resource: ns0,
    script: [show("ns0", "lo", { ...lo, ifalias: "theirs" }), show("ns0", "lo", { ...lo, ifalias: "theirs" })],
    want: { status: "foreign", differences: ["there is a namespace that linuxnet did not make"] },
  },
  {
    name: "another resource's",
    resource: ns0,
    script: Array.from({ length: 2 }, () => show("ns0", "lo", { ...lo, ifalias: tagOf(ownerOf("b")) })),
    want: {
      status: "foreign",
      differences: [`there is a namespace that linuxnet made for another resource (${ownerOf("b")})`],
    },
  },
  {
    name: "not readable without privileges",
    resource: masquerade,
    script: [{ argv: "iptables-save", fails: "Permission denied (you must be root)" }],
    want: {
      status: "unreadable",
      differences: [
        "masquerade of 10.0.0.0/24 on the host: not read, permission denied (CAP_NET_ADMIN and CAP_SYS_ADMIN are needed)",
      ],
    },
  },
  {
    name: "not readable where the kernel fails",
    resource: route,
    script: [{ argv: "ip -j -d -4 route show table main", fails: "Cannot do it" }],
    want: {
      status: "unreadable",
      differences: ["route to 10.9.0.0/16 on the host: cannot read, the command failed: Cannot do it"],
    },
  },
  {
    name: "not readable where a property is a secret",
    resource: { ...route, outputs: { ...route.outputs, gateway: SECRET } },
    script: [],
    want: { status: "unreadable", differences: ["gateway is a secret"] },
  },
];

describe("the status of a resource", () => {
  for (const { name, resource, script, want } of CASES) {
    it(`is: ${name}`, async () => {
      const host = new FakeHost(script);
      const [found] = await statusesOf([{ urn: "urn:pulumi:dev::web::x:y:Z::z", type: "x:y:Z" }, resource], host);
      host.assertDone();
      assert.deepEqual({ status: found?.status, differences: found?.differences }, want);
    });
  }
});
