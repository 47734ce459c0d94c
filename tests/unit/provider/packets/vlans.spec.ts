import assert from "node:assert/strict";
import type { Link } from "../../../../provider/iproute2/links";
import type { PortVlan } from "../../../../provider/iproute2/vlans";
import { type Network, Networks, type Place } from "../../../../provider/packets/network";
import { typed } from "../../../../provider/packets/reasons";
import { deliver } from "../../../../provider/packets/segment-delivery";
import { networkWith } from "../../../support/packets";
import { link } from "../../../support/survey";

const access = (vid: number): PortVlan => ({ vid, pvid: true, untagged: true });
const tagged = (vid: number): PortVlan => ({ vid, pvid: false, untagged: false });

const network = (place: Place, links: Link[], rest: Partial<Network> = {}): Network =>
  networkWith({ place, links, ...rest });

interface World {
  br0?: PortVlan[];
  veth0?: PortVlan[];
  veth1?: PortVlan[];
  /** Of ns0 over ceth0. */
  vlanId?: number;
  isFiltering?: boolean;
}

/** A bridge with a port to each of two namespaces: 10.0.0.2 and 10.0.0.3, the former on an interface of a VLAN if one is given. */
function world({ br0 = [], veth0 = [], veth1 = [], vlanId, isFiltering = true }: World): Networks {
  const cable = (index: number, peerNamespace: number): Partial<Link> => ({ index, peerIndex: index, peerNamespace });
  const own = ["10.0.0.2/24"];
  const host = network(
    undefined,
    [
      link("br0", "bridge", undefined, { index: 9, vlanFiltering: isFiltering, addresses: ["10.0.0.1/24"] }),
      link("veth0", "veth", undefined, { ...cable(10, 0), master: "br0" }),
      link("veth1", "veth", undefined, { ...cable(11, 1), master: "br0" }),
    ],
    {
      vlans: new Map(Object.entries({ br0, veth0, veth1 })),
      namespaceIds: new Map([
        [0, "ns0"],
        [1, "ns1"],
      ]),
    },
  );
  const ns0 = network("ns0", [
    link("ceth0", "veth", undefined, { ...cable(10, 0), addresses: vlanId === undefined ? own : [] }),
    ...(vlanId === undefined
      ? []
      : [link("ceth0.v", "vlan", undefined, { index: 2, peerName: "ceth0", vlanId, addresses: own })]),
  ]);
  const ns1 = network("ns1", [link("ceth1", "veth", undefined, { ...cable(11, 0), addresses: ["10.0.0.3/24"] })]);
  return new Networks([host, ns0, ns1]);
}

/** Who gets what is sent from an interface to an address, or why nobody does and what helps. */
function sent(networks: Networks, place: Place, device: string, nextHop: string): string {
  const from = networks.at(place) as Network;
  const at = { network: from, link: from.links.find(({ name }) => name === device) as Link };
  const [source, destination] = ["10.0.0.9", nextHop];
  const ports = { sourcePort: 0, destinationPort: 0, mark: 0, isReply: false };
  const packet = { family: 4, protocol: "icmp", source, destination, ...ports } as const;
  const routed = { type: "unicast", device, gateway: undefined, source: undefined, text: "" };
  const { to, stop } = deliver(networks, at, { packet, nextHop, size: 1500, routed, connections: new Map() });
  return stop ? [stop.text, ...stop.fix.map(typed)].join("\n") : (to?.link.name ?? "nobody");
}

const DIFFER = { veth0: [access(10)], veth1: [access(20)] };

for (const { name, given, from = ["ns0", "ceth0"] as [Place, string], to = "10.0.0.3", want } of [
  { name: "ports of one VLAN", given: { veth0: [access(10)], veth1: [access(10)] }, want: "ceth1" },
  { name: "a bridge that does not filter", given: { ...DIFFER, isFiltering: false }, want: "ceth1" },
  {
    name: "ports of two",
    given: DIFFER,
    want: "veth1 is no member of VLAN 10, in which the frames are\nbridge vlan add dev veth1 vid 10 pvid untagged",
  },
  {
    name: "a port of none",
    given: { veth1: [access(20)] },
    want: "veth0 takes no frames without a tag: it has no PVID\nbridge vlan add dev veth0 vid 20 pvid untagged",
  },
  {
    name: "the bridge itself, in another",
    given: { br0: [access(1)], veth0: [access(10)] },
    to: "10.0.0.1",
    want: "br0 is no member of VLAN 10, in which the frames are\nbridge vlan add dev br0 vid 10 pvid untagged self",
  },
  {
    name: "a bridge that is in none itself and sends",
    given: { veth0: [access(10)] },
    ...{ from: [undefined, "br0"], to: "10.0.0.2" },
    want: "br0 takes no frames without a tag: it has no PVID\nbridge vlan add dev br0 vid 10 pvid untagged self",
  },
  {
    name: "an answer in another VLAN",
    given: { veth0: [access(10)], veth1: [access(20), { vid: 10, pvid: false, untagged: true }] },
    want:
      "10.0.0.3 is asked who it is, and its answer ends: veth0 is no member of VLAN 20, in which the frames are\n" +
      "bridge vlan add dev veth0 vid 20 pvid untagged",
  },
  {
    name: "a tag that the other end does not know",
    given: { veth0: [access(10)], veth1: [tagged(10)] },
    want:
      "frames come to ceth1 with the tag of VLAN 10, and no interface of that VLAN is there\n" +
      "bridge vlan add dev veth1 vid 10 pvid untagged\n" +
      "ip -n ns1 link add link ceth1 name ceth1.10 type vlan id 10",
  },
  {
    name: "a trunk",
    given: { veth0: [tagged(10)], veth1: [access(10)], vlanId: 10 },
    from: ["ns0", "ceth0.v"],
    want: "ceth1",
  },
  {
    name: "a trunk, the other way",
    given: { veth0: [tagged(10)], veth1: [access(10)], vlanId: 10 },
    ...{ from: ["ns1", "ceth1"], to: "10.0.0.2" },
    want: "ceth0.v",
  },
  {
    name: "a trunk that lacks a VLAN",
    given: { veth0: [tagged(11)], veth1: [access(10)], vlanId: 10 },
    from: ["ns0", "ceth0.v"],
    want: "veth0 is no member of VLAN 10, in which the frames are\nbridge vlan add dev veth0 vid 10",
  },
  {
    name: "a trunk that lacks a VLAN, the other way",
    given: { veth0: [tagged(11)], veth1: [access(10)], vlanId: 10 },
    ...{ from: ["ns1", "ceth1"], to: "10.0.0.2" },
    want: "veth0 is no member of VLAN 10, in which the frames are\nbridge vlan add dev veth0 vid 10",
  },
] as { name: string; given: World; from?: [Place, string]; to?: string; want: string }[]) {
  it(`frames between VLANs: ${name}`, () => assert.equal(sent(world(given), ...from, to), want));
}
