import * as linuxnet from "pulumi-linuxnet";

// A switch. The host has an address on it; the cables' ends on the host need none.
const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

// Two containers, each with a cable to the switch.
const c1 = new linuxnet.Namespace("c1");
const veth1 = new linuxnet.VethPair("veth1", {
  master: br0,
  peer: { name: "eth0", namespace: c1, addresses: ["10.0.0.2/24"] },
});
const c2 = new linuxnet.Namespace("c2");
new linuxnet.VethPair("veth2", {
  master: br0,
  peer: { name: "eth0", namespace: c2, addresses: ["10.0.0.3/24"] },
});

// Where they send what is not for 10.0.0.0/24.
new linuxnet.Route("default1", { namespace: c1, destination: "default", gateway: br0 });
new linuxnet.Route("default2", { namespace: c2, destination: "default", gateway: br0 });

// The host forwards their packets, and stands in for them as the source.
new linuxnet.Masquerade("internet", { source: "10.0.0.0/24", inInterface: br0 });

// Who calls port 8080 of the host reaches port 8000 of c1, where a web server listens.
new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: veth1.peer, targetPort: 8000 });
new linuxnet.Service("server", { namespace: c1, command: ["python3", "-m", "http.server", "8000"] });

export const addresses = { c1: veth1.peer.address, host: br0.address };
