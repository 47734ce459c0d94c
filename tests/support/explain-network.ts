import { sh, succeeds } from "./command";
import { serve, stopServers } from "./traffic";
import { wipe } from "./wipe";

/** Two containers on a bridge, which may have options. */
export const bridged = (options = ""): string => `
ip link add br0 type bridge${options}
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
ip -n ns1 addr add 10.0.0.3/24 dev ceth1`;

/** The article's network, by its own commands, each a line; with a second container. It solicits neighbours at once. */
const NETWORK = `
sysctl -q -w net.ipv6.conf.default.accept_dad=0
${bridged()}
ip -n ns0 route add default via 10.0.0.1
ip -n ns1 route add default via 10.0.0.1
sysctl -q -w net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
iptables -A FORWARD -i br0 -j ACCEPT
iptables -A FORWARD -o br0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -o br0 -m conntrack --ctstate DNAT -j ACCEPT
iptables -t nat -A PREROUTING -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80
iptables -t nat -A OUTPUT -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80`;

/** The same network by IPv6, with an uplink and an internet of it. */
const NETWORK_6 = `
ip addr add fd64::5/64 dev enp0s1 nodad
ip -n wan addr add fd64::1/64 dev eth0 nodad
ip -n wan addr add 2001:db8::8/128 dev lo
ip -6 route add default via fd64::1
ip addr add fd00::1/64 dev br0 nodad
ip -n ns0 addr add fd00::2/64 dev ceth0 nodad
ip -n ns1 addr add fd00::3/64 dev ceth1 nodad
ip -n ns0 -6 route add default via fd00::1
ip -n ns1 -6 route add default via fd00::1
sysctl -q -w net.ipv6.conf.all.forwarding=1
ip6tables -t nat -A POSTROUTING -s fd00::/64 ! -o br0 -j MASQUERADE
ip6tables -A FORWARD -i br0 -j ACCEPT
ip6tables -A FORWARD -o br0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
ip6tables -A FORWARD -o br0 -m conntrack --ctstate DNAT -j ACCEPT
ip6tables -t nat -A PREROUTING -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination [fd00::2]:80
ip6tables -t nat -A OUTPUT -p tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination [fd00::2]:80`;

/** What of it stands on what is there without it. */
const UNDO = `
sysctl -q -w net.ipv6.conf.default.accept_dad=1
ip route flush dev enp0s1 10.0.0.2
ip -6 route flush default
ip -6 addr flush dev enp0s1 scope global
ip -n wan -6 addr flush dev eth0 scope global
ip -n wan addr del 2001:db8::8/128 dev lo`;

/** Runs commands, each a line. */
export function build(lines: string): void {
  for (const line of lines.split("\n").filter((it) => it !== "")) sh(line);
}

/** Builds it, with servers in its first container. */
export async function standing(): Promise<void> {
  build(NETWORK);
  build(NETWORK_6);
  const ofAll: [address: string, port: number][] = ["10.0.0.2", "fd00::2"].map((address) => [address, 53]);
  const ofLo: [address: string, port: number][] = ["127.0.0.1", "::1"].map((address) => [address, 54]);
  await serve("ns0", [80], [...ofAll, ...ofLo]);
}

/** Takes it away again, whatever became of it. */
export async function fallen(before: Parameters<typeof wipe>[0]): Promise<void> {
  await stopServers();
  wipe(before);
  for (const line of UNDO.split("\n").filter((it) => it !== "")) succeeds(line.split(" "));
}
