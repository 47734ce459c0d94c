/*
 * A network that somebody made by hand, on the host and in a namespace, with every property of every kind away from its
 * default at least once: program.ts says the same.
 */

export const COMMANDS = `
ip netns add lab
ip -n lab link set lo up
ip netns exec lab sysctl -q -w net.ipv4.ip_forward=1
ip netns exec lab sysctl -q -w net.ipv6.conf.all.forwarding=1
ip netns exec lab sysctl -q -w net.ipv4.ip_default_ttl=60
ip netns add bare
ip -n bare link set lo up

ip link add br0 type bridge stp_state 1 forward_delay 200
ip link set br0 address 02:00:00:00:00:01 mtu 1400
ip addr add 10.0.0.1/24 dev br0
ip addr add 10.0.9.1/24 dev br0
ip addr add fd00::1/64 dev br0 nodad
ip link set br0 up
ip -n lab link add br1 type bridge
ip link add br2 type bridge
ip link set br2 up
iptables -A FORWARD -i br2 -o br2 -j ACCEPT
ip link add veth0 mtu 1400 type veth peer name ceth0 mtu 1400 netns lab
ip link set veth0 address 02:00:00:00:00:02 master br0
ip link set veth0 type bridge_slave hairpin off isolated on learning off guard on
ip link set veth0 up
ip -n lab link set ceth0 address 02:00:00:00:00:03
ip -n lab addr add 10.0.0.2/24 dev ceth0
ip -n lab addr add fd00::2/64 dev ceth0 nodad
ip -n lab link set ceth0 up
ip -n lab link add a0 type veth peer name a1
ip -n lab addr add 10.1.0.1/16 dev a0
ip -n lab link set a1 master br1
ip -n lab link set a1 type bridge_slave isolated on hairpin on mcast_flood off priority 5
ip -n lab link set a0 up
ip -n lab link add b0 mtu 1400 type veth peer name b1 mtu 1400 netns bare
ip -n lab link set b0 up
ip -n bare link set b1 up
ip link add c0 mtu 1400 type veth peer name c1 mtu 1400 netns bare
ip link set c0 master br0 up
ip -n bare addr add 10.0.0.3/24 dev c1
ip -n bare link set c1 up
ip -n lab link add d0 type veth peer name d1
ip -n lab link set d1 up
ip -n lab link add vx0 mtu 1300 type vxlan id 42 dev ceth0 local 10.0.0.2 dstport 8472 nolearning
ip -n lab link set vx0 address 02:00:00:00:00:04 master br1
ip -n lab link set vx0 type bridge_slave hairpin on isolated on learning off
nsenter --net=/run/netns/lab bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.9
nsenter --net=/run/netns/lab bridge fdb append 00:00:00:00:00:00 dev vx0 dst 10.0.0.8
nsenter --net=/run/netns/lab bridge fdb add 02:00:00:00:00:05 dev vx0 dst 10.0.0.9 static
ip link add vx1 mtu 1350 type vxlan id 43 local 10.0.0.1 remote 10.0.0.9 dstport 4789
ip addr add 10.40.0.1/24 dev vx1
ip link set vx1 up

ip -n lab route add default via 10.0.0.1
ip -n lab route add default via fd00::1
ip -n lab route add 10.20.0.0/16 via 10.0.0.1 dev ceth0 src 10.0.0.2 metric 5 table 100
ip -n lab route add 10.21.0.0/16 via 172.16.0.1 dev ceth0 onlink
ip -n lab route add 10.22.0.0/16 dev ceth0 proto static
ip -n lab route add fd22::/64 via fd00::1 metric 7
ip route add blackhole 10.30.0.0/16
ip route add unreachable fd30::/64
ip route add prohibit 10.31.0.0/16 metric 4

ip -n lab rule add priority 100 from 10.0.0.0/24 to 10.20.0.0/16 iif a0 oif ceth0 fwmark 0x1/0xff table 100 suppress_prefixlength 8
ip -n lab -6 rule add priority 101 from fd99::/64 prohibit
ip rule add priority 102 to 10.99.1.0/24 table 100

iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o enp0s1 -j MASQUERADE
iptables -A FORWARD -i br0 -o enp0s1 -j ACCEPT
iptables -A FORWARD -i enp0s1 -o br0 -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.5.0.0/16 -o br0 -m comment --comment kept -j SNAT --to-source 10.0.0.1
ip6tables -t nat -A POSTROUTING -s fd00::/64 ! -d fd00::/64 -j MASQUERADE
ip6tables -A FORWARD -s fd00::/64 ! -d fd00::/64 -i br0 -j ACCEPT
ip6tables -A FORWARD ! -s fd00::/64 -d fd00::/64 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
nsenter --net=/run/netns/lab iptables -t nat -A POSTROUTING -s 10.1.0.0/16 -o ceth0 -j MASQUERADE

iptables -t nat -A PREROUTING -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
iptables -t nat -A OUTPUT -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
iptables -A FORWARD -d 10.0.0.2 -o br0 -p tcp --dport 80 -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -d 10.0.0.2 -p tcp --dport 80 -j MASQUERADE
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -p udp --dport 5000:5009 -j DNAT --to-destination 10.0.0.3:6000-6009/5000
iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -p udp --dport 5000:5009 -j DNAT --to-destination 10.0.0.3:6000-6009/5000
ip6tables -t nat -A PREROUTING -d fd00::1 -p tcp --dport 443 -j DNAT --to-destination fd00::2
ip6tables -t nat -A OUTPUT -d fd00::1 -p tcp --dport 443 -j DNAT --to-destination fd00::2
iptables -t nat -A PREROUTING -d 192.168.64.5 -p sctp --dport 3868 -j DNAT --to-destination 10.0.0.2
iptables -t nat -A OUTPUT -d 192.168.64.5 -p sctp --dport 3868 -j DNAT --to-destination 10.0.0.2
iptables -t nat -A PREROUTING -d 127.0.0.1 -p tcp --dport 9090 -j DNAT --to-destination 10.0.0.2
iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp --dport 9090 -j DNAT --to-destination 10.0.0.2
nsenter --net=/run/netns/lab iptables -t nat -A PREROUTING -d 10.0.0.2 -p tcp --dport 22 -j DNAT --to-destination 10.1.0.9:22
nsenter --net=/run/netns/lab iptables -t nat -A OUTPUT -d 10.0.0.2 -p tcp --dport 22 -j DNAT --to-destination 10.1.0.9:22
`;

/** What is not imported, and must not be touched: beside the network and among its rules. */
export const CANARIES = `
sysctl -q -w net.ipv4.ip_forward=1
sysctl -q -w net.ipv6.conf.all.forwarding=1
ip link add canary0 type bridge
ip link set canary0 alias by-hand
ip route add 10.99.0.0/16 dev enp0s1
iptables -t nat -A POSTROUTING -s 10.99.0.0/16 -o canary0 -j MASQUERADE
iptables -A FORWARD -i canary0 -o enp0s1 -j ACCEPT
iptables -A FORWARD -p icmp -j ACCEPT
`;

export function linesOf(commands: string): string[] {
  return commands.split("\n").filter((line) => line !== "");
}
