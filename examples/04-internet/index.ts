import * as linuxnet from "pulumi-linuxnet";

// A switch. The host has an address on it; the cables' ends on the host need none.
const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});

const ns1 = new linuxnet.Namespace("ns1");
new linuxnet.VethPair("veth1", {
  master: br0,
  peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24"] },
});

// Where ns0 and ns1 send what is not for 10.0.0.0/24.
new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: br0 });
new linuxnet.Route("default1", { namespace: ns1, destination: "default", gateway: br0 });

// The host forwards their packets, and stands in for them as the source: the internet knows no way back to 10.0.0.2.
new linuxnet.Masquerade("internet", { source: "10.0.0.0/16", outInterface: "enp0s1", inInterface: br0 });
