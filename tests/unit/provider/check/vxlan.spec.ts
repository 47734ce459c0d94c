import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const VNI = "a VXLAN network identifier, a whole number from 1 to 16777215";
const on = { name: "vx0", vni: 42, local: "192.0.2.1" };
const MAC = "02:00:00:00:00:09";

testRefusals("vxlan", [
  [{ name: "vx0", local: "192.0.2.1" }, ["vni", WANTED.value, "nothing"]],
  [{ name: "vx0", vni: 42 }, ["local", WANTED.value, "nothing"]],
  ...[0, -1, 16777216, 1.5].map((vni): RefusalCase => [{ ...on, vni }, ["vni", VNI, String(vni)]]),
  [{ ...on, vni: "42" }, ["vni", VNI, '"42"']],
  ...["192.0.2.1/24", "0.0.0.0", "239.1.1.1", "host"].map((local): RefusalCase => [
    { ...on, local },
    ["local", WANTED.host, quoted(local)],
  ]),
  [{ ...on, local: "127.0.0.1" }, ["local", WANTED.remote, '"127.0.0.1"']],
  [{ ...on, local: "fe80::1" }, ["local", "an address other than a link-local one", '"fe80::1"']],
  [{ ...on, port: 0 }, ["port", WANTED.port, "0"]],
  [{ ...on, learning: "no" }, ["learning", WANTED.flag, '"no"']],
  [{ ...on, device: "vx0" }, ["device", "the interface that leads to the other hosts, not itself", '"vx0"']],
  [{ ...on, device: "br0", master: "br0" }, ["device", "another interface than its bridge", '"br0"']],
  [{ ...on, master: "vx0" }, ["master", "a bridge, not the interface itself", '"vx0"']],
  [{ ...on, remotes: "192.0.2.2" }, ["remotes", WANTED.list, '"192.0.2.2"']],
  [{ ...on, remotes: ["192.0.2.2", "192.0.2.2"] }, ["remotes[1]", "each host once", '"192.0.2.2"']],
  [{ ...on, remotes: ["192.0.2.1"] }, ["remotes[0]", "another host than local", '"192.0.2.1"']],
  [{ ...on, remotes: ["2001:db8::2"] }, ["remotes[0]", "an IPv4 address, as local is", '"2001:db8::2"']],
  [
    { ...on, local: "2001:db8::1", remotes: ["2001:DB8::2", "192.0.2.2"] },
    ["remotes[1]", "an IPv6 address, as local is", '"192.0.2.2"'],
  ],
  [{ ...on, entries: [{ mac: MAC }] }, ["entries[0].remote", WANTED.value, "nothing"]],
  [
    { ...on, entries: [{ mac: "00:00:00:00:00:00", remote: "192.0.2.2" }] },
    ["entries[0].mac", WANTED.mac, '"00:00:00:00:00:00"'],
  ],
  [
    {
      ...on,
      entries: [
        { mac: MAC, remote: "192.0.2.2" },
        { mac: MAC, remote: "192.0.2.3" },
      ],
    },
    ["entries[1].mac", "each MAC once", quoted(MAC)],
  ],
  [
    { ...on, entries: [{ mac: MAC, remote: "2001:db8::2" }] },
    ["entries[0].remote", "an IPv4 address, as local is", '"2001:db8::2"'],
  ],
  [{ ...on, addresses: ["fd00::1/64"], mtu: 1000 }, ["mtu", "at least 1280, for fd00::1/64", "1000"]],
]);
