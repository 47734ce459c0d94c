import { sh } from "./command";
import { serve } from "./traffic";

/** The article's network, by its own commands, each a line; with a second container. */
const NETWORK = `
ip link add br0 type bridge
ip addr add 10.0.0.1/24 dev br0
ip link set br0 up
ip netns add ns0
ip netns add ns1
ip link add veth0 type veth peer name ceth0 netns ns0
ip link add veth1 type veth peer name ceth1 netns ns1
ip link set veth0 master br0 up
ip link set veth1 master br0 up
ip -n ns0 link set lo up
ip -n ns1 link set lo up
ip -n ns0 link set ceth0 up
ip -n ns1 link set ceth1 up
ip -n ns0 addr add 10.0.0.2/24 dev ceth0
ip -n ns1 addr add 10.0.0.3/24 dev ceth1
ip -n ns0 route add default via 10.0.0.1
ip -n ns1 route add default via 10.0.0.1
sysctl -q -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
iptables -A FORWARD -i br0 -j ACCEPT
iptables -A FORWARD -o br0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -o br0 -m conntrack --ctstate DNAT -j ACCEPT
iptables -t nat -A PREROUTING -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80
iptables -t nat -A OUTPUT -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80`;

/** Runs commands, each a line. */
export function build(lines: string): void {
  for (const line of lines.split("\n").filter((it) => it !== "")) sh(line);
}

/** Builds it, with servers in its first container. */
export async function standing(): Promise<void> {
  build(NETWORK);
  await serve(
    "ns0",
    [80],
    [
      ["10.0.0.2", 53],
      ["127.0.0.1", 54],
    ],
  );
}
