import assert from "node:assert/strict";
import { type Link, parseLink } from "../../../../provider/iproute2/links";

/* What iproute2 6.1 prints, less what nobody reads. */
const port = {
  ...{ ifindex: 4, link: "ceth0", ifname: "veth0", flags: ["BROADCAST", "MULTICAST", "UP", "LOWER_UP"], mtu: 1500 },
  ...{ master: "br0", operstate: "UP", link_type: "ether", address: "2e:32:0e:66:a0:9b" },
  linkinfo: {
    ...{ info_kind: "veth", info_slave_kind: "bridge" },
    info_slave_data: { state: "forwarding", hairpin: true, learning: true, isolated: true },
  },
  ...{ ifalias: "linuxnet:0123456789abcdef", altnames: ["other0"] },
  addr_info: [
    { family: "inet", local: "10.0.0.1", prefixlen: 24, scope: "global", label: "veth0" },
    { family: "inet", local: "10.0.0.5", prefixlen: 24, scope: "global", secondary: true, label: "veth0" },
    { family: "inet6", local: "fd00::9", prefixlen: 64, scope: "global", dynamic: true, protocol: "kernel_ra" },
    { family: "inet6", local: "fe80::2c32:eff:fe66:a09b", prefixlen: 64, scope: "link", tentative: true },
  ],
};
const bridge = {
  ...{ ifindex: 2, ifname: "br0", flags: ["NO-CARRIER", "BROADCAST"], mtu: 1400, address: "02:00:00:00:00:01" },
  linkinfo: { info_kind: "bridge", info_data: { forward_delay: 1500, stp_state: 1 } },
};
const lo = { ifindex: 1, ifname: "lo", flags: ["LOOPBACK", "UP"], mtu: 65536, address: "00:00:00:00:00:00" };
const plain = {
  ...{ kind: undefined, alias: undefined, master: undefined, peerIndex: undefined, peerName: undefined },
  ...{ peerNamespace: undefined, addresses: [], dynamicAddresses: [], stp: false, hairpin: false, isolated: false },
  ...{ vlanFiltering: false, vlanDefaultPvid: 1, vlanId: undefined, port: {}, beyond: [] },
};

const cases: { name: string; given: object[]; link: string; want: Link | undefined }[] = [
  {
    name: "a port of a bridge",
    given: [port],
    link: "veth0",
    want: {
      ...{ name: "veth0", index: 4, kind: "veth", alias: "linuxnet:0123456789abcdef", mac: "2e:32:0e:66:a0:9b" },
      ...{ mtu: 1500, up: true, master: "br0", peerIndex: undefined, peerName: "ceth0" },
      addresses: ["10.0.0.1/24", "10.0.0.5/24", "fe80::2c32:eff:fe66:a09b/64"],
      dynamicAddresses: ["fd00::9/64"],
      ...{ stp: false, hairpin: true, isolated: true, peerNamespace: undefined, beyond: [] },
      ...{ vlanFiltering: false, vlanDefaultPvid: 1, vlanId: undefined, port: port.linkinfo.info_slave_data },
    },
  },
  {
    name: "a bridge that is down",
    given: [bridge],
    link: "br0",
    want: {
      ...plain,
      ...{ name: "br0", index: 2, kind: "bridge", mac: "02:00:00:00:00:01", mtu: 1400, up: false, stp: true },
    },
  },
  {
    name: "lo, of no kind",
    given: [lo],
    link: "lo",
    want: { ...plain, name: "lo", index: 1, mac: "00:00:00:00:00:00", mtu: 65536, up: true },
  },
  {
    name: "a veth whose other end is elsewhere",
    given: [{ ...lo, ifname: "veth1", link_index: 7, link_netnsid: 0, linkinfo: { info_kind: "veth" } }],
    link: "veth1",
    want: {
      ...plain,
      ...{
        name: "veth1",
        index: 1,
        kind: "veth",
        peerIndex: 7,
        peerNamespace: 0,
        mac: "00:00:00:00:00:00",
        mtu: 65536,
        up: true,
      },
    },
  },
  {
    name: "what no property of a kind says",
    given: [
      {
        ...{ ...port, ifname: "veth2", master: "red" },
        linkinfo: {
          info_kind: "bridge",
          info_data: { vlan_filtering: 1, vlan_default_pvid: 0 },
          info_slave_kind: "vrf",
        },
        addr_info: [{ local: "10.1.0.1", address: "10.1.0.2", prefixlen: 32 }],
      },
    ],
    link: "veth2",
    want: {
      ...{ ...plain, name: "veth2", index: 4, kind: "bridge", alias: "linuxnet:0123456789abcdef", mtu: 1500, up: true },
      ...{ mac: "2e:32:0e:66:a0:9b", master: "red", peerName: "ceth0", addresses: ["10.1.0.1/32"] },
      beyond: ["address 10.1.0.1 peer 10.1.0.2/32", "master red, of kind vrf"],
      ...{ vlanFiltering: true, vlanDefaultPvid: 0 },
    },
  },
  { name: "not a link that is found by an altname", given: [port], link: "other0", want: undefined },
  { name: "not what ip tells as an empty object", given: [{}], link: "br0", want: undefined },
  { name: "nothing", given: [], link: "br0", want: undefined },
];

describe("parseLink", () => {
  for (const { name, given, link, want } of cases) {
    it(`reads ${name}`, () => assert.deepEqual(parseLink(JSON.stringify(given), link), want));
  }
});
