import * as linuxnet from "pulumi-linuxnet";

// Two hosts, and the network that they have between them: elsewhere these are machines, and all of it is there already.
const [a, b] = [new linuxnet.Namespace("host-a"), new linuxnet.Namespace("host-b")];
const underlay = new linuxnet.VethPair("underlay", {
  ...{ name: "eth0", namespace: a, addresses: ["192.0.2.1/24"] },
  peer: { name: "eth0", namespace: b, addresses: ["192.0.2.2/24"] },
});

// On each host a bridge, and a container behind it. VXLAN takes 50 bytes of each packet, which leaves 1450 of 1500.
const mtu = 1450;
const bridgeA = new linuxnet.Bridge("bridge-a", { name: "br0", namespace: a, mtu });
const containerA = new linuxnet.VethPair("container-a", {
  ...{ name: "veth0", master: bridgeA, mtu },
  peer: {
    ...{ name: "eth0", namespace: new linuxnet.Namespace("c-a"), mtu },
    addresses: ["10.0.0.1/24", "fd00::1/64"],
  },
});
const bridgeB = new linuxnet.Bridge("bridge-b", { name: "br0", namespace: b, mtu });
const containerB = new linuxnet.VethPair("container-b", {
  ...{ name: "veth0", master: bridgeB, mtu },
  peer: {
    ...{ name: "eth0", namespace: new linuxnet.Namespace("c-b"), mtu },
    addresses: ["10.0.0.2/24", "fd00::2/64"],
  },
});

// The tunnel's two ends. What is for all goes to the other host, and what is for its container, too, without being learned.
new linuxnet.Vxlan("tunnel-a", {
  ...{ name: "vx0", vni: 42, local: underlay, device: underlay, master: bridgeA },
  remotes: ["192.0.2.2"],
  entries: [{ mac: containerB.peer.mac, remote: "192.0.2.2" }],
});
new linuxnet.Vxlan("tunnel-b", {
  ...{ name: "vx0", vni: 42, local: underlay.peer, device: underlay.peer, master: bridgeB },
  remotes: ["192.0.2.1"],
  entries: [{ mac: containerA.peer.mac, remote: "192.0.2.1" }],
});
