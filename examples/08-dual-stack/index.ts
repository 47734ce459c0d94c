import * as linuxnet from "pulumi-linuxnet";

// docker network create --ipv6 --subnet 10.0.0.0/24 --subnet fd00:1::/64 both
const both = new linuxnet.ContainerNetwork("both", { subnet: "10.0.0.0/24", subnet6: "fd00:1::/64" });

// Published on any address of the host, of either family, and one more on IPv6 alone.
new linuxnet.Container("nginx", {
  network: both,
  address: "10.0.0.2",
  address6: "fd00:1::2",
  publish: ["8080:80", "[::]:8081:80"],
});

new linuxnet.Container("client", { network: both, address: "10.0.0.3", address6: "fd00:1::3" });

// In a network without IPv6 a container has none.
const old = new linuxnet.ContainerNetwork("old", { subnet: "10.0.1.0/24" });
new linuxnet.Container("veteran", { network: old });
