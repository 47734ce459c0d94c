import * as linuxnet from "pulumi-linuxnet";

// A namespace behind a bridge, which sends to the host what is not for its own network.
const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});
new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: br0 });

// sysctl -w net.ipv4.ip_forward=1
new linuxnet.Sysctl("forwarding", { key: "net.ipv4.ip_forward", value: "1" });

// iptables -A FORWARD -i br0 -o enp0s1 -j ACCEPT
new linuxnet.FirewallRule("out", { family: 4, inInterface: br0, outInterface: "enp0s1", target: "ACCEPT" });

// iptables -A FORWARD -i enp0s1 -o br0 -m state --state RELATED,ESTABLISHED -j ACCEPT
new linuxnet.FirewallRule("answers", {
  ...{ family: 4, inInterface: "enp0s1", outInterface: br0 },
  ...{ states: ["RELATED", "ESTABLISHED"], target: "ACCEPT" },
});
