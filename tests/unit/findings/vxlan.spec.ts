import { host, link, type Line, testFindings } from "../../support/findings";
import { bridge, cable, namespace, UNKNOWN } from "./network";

const vxlan = (name: string, given: Record<string, unknown>): Line => [
  "vxlan",
  { name, vni: 42, local: "192.0.2.1", ...given },
];

/** Namespaces a and b, eth0 192.0.2.1 of the one and eth0 192.0.2.2 of the other on a bridge of the host. */
const underlay = (mtu?: number): Line[] => [
  bridge("br0", mtu === undefined ? {} : { mtu }),
  ...["a", "b"].flatMap((place, index): Line[] => {
    const size = mtu === undefined ? {} : { mtu };
    const end = { addresses: [`192.0.2.${index + 1}/24`], ...size };
    return [namespace(place), cable(`veth${index}`, { master: "br0", ...size }, place, end)];
  }),
];

testFindings("a tunnel between hosts", [
  {
    name: "its packets do not fit into those of the interface that has its address",
    program: [...underlay(), vxlan("vx0", { namespace: "a", mtu: 1500 })],
    want: [["vx0", "MTU too large: vx0 in namespace a has 1500, and eth0 in namespace a, by which it sends, 1500"]],
  },
  {
    name: "its packets do not fit into those of its device",
    program: [...underlay(1400), vxlan("vx0", { namespace: "a", device: "eth0" })],
    want: [["vx0", "MTU too large: vx0 in namespace a has 1450, and eth0 in namespace a, by which it sends, 1400"]],
  },
  {
    name: "nor into those of an interface of the host",
    program: [vxlan("vx0", { local: "2001:db8::1", mtu: 1450 })],
    standing: host({ links: [link("enp0s1", { addresses: ["2001:db8::1/64"] })] }),
    want: [["vx0", "MTU too large: vx0 on the host has 1450, and enp0s1 on the host, by which it sends, 1500"]],
  },
  { name: "they fit", program: [...underlay(), vxlan("vx0", { namespace: "a", device: "eth0" })], want: [] },
  {
    name: "nobody has its address",
    program: [vxlan("vx0", {})],
    standing: host(),
    want: [["vx0", "local: no interface on the host has 192.0.2.1"]],
  },
  { name: "somebody may have it", program: [vxlan("vx0", {}), bridge("x", { addresses: UNKNOWN })], want: [] },
  {
    name: "two of one number and port",
    program: [...underlay(), vxlan("vx0", { namespace: "a" }), vxlan("vx1", { namespace: "a" })],
    want: [["vx1", "VXLAN number 42 of port 4789 in namespace a is declared twice in this program: by vx0 and by vx1"]],
  },
  {
    name: "its device is missing",
    program: [vxlan("vx0", { device: "eth9", local: "192.168.64.5" })],
    standing: host(),
    want: [["vx0", "device: no interface eth9 exists on the host, and the program makes none"]],
  },
  {
    name: "it is no bridge",
    program: [
      ...underlay(),
      vxlan("vx0", { namespace: "a" }),
      cable("c", { mtu: 1450 }, "a", { name: "c0", master: "vx0", mtu: 1450 }),
    ],
    want: [["c", "master: expected a bridge, got vx0 in namespace a, the end of a tunnel"]],
  },
  {
    name: "different MTUs at its two ends",
    program: [
      ...underlay(),
      vxlan("vx0", { namespace: "a", remotes: ["192.0.2.2"] }),
      vxlan("vx1", { namespace: "b", local: "192.0.2.2", mtu: 1400 }),
    ],
    want: [["vx1", "MTU mismatch on one segment: vx1 in namespace b has 1400, vx0 in namespace a has 1450"]],
  },
  {
    name: "a mesh is no ring",
    program: [
      ...underlay(),
      ...["a", "b"].map((place): Line => bridge(`br-${place}`, { namespace: place, mtu: 1450 })),
      vxlan("vx0", { namespace: "a", master: "br-a", remotes: ["192.0.2.2"] }),
      vxlan("vx1", { namespace: "b", master: "br-b", local: "192.0.2.2", remotes: ["192.0.2.1"] }),
      vxlan("vx2", { namespace: "a", vni: 43, master: "br-a", remotes: ["192.0.2.2"] }),
    ],
    want: [],
  },
]);
