import assert from "node:assert/strict";
import { SERVICE_SCRIPT } from "../../../../provider/host/services";
import { isRead } from "../../../../provider/host/reads";

const READS = [
  `sh ${SERVICE_SCRIPT} show 0123456789abcdef`,
  `sh ${SERVICE_SCRIPT} list`,
  "ip -j -d addr show dev br0",
  "ip -j -d addr show",
  "ip -j -d -6 route show table main",
  "ip -N -j -d -6 rule show",
  "tc -j qdisc show dev eth0",
  "tc -j qdisc show",
  "bridge -j fdb show dev vx0",
  "ip -j netns list",
  "iptables-save",
  "ip6tables-save",
  "ip -j netns list-id",
  "ip -j netns list-id nsid 3",
  "ip netns pids ns0",
  "iptables-legacy-save",
  "ip6tables-nft-save",
  "sysctl -a -r ^net\\.ipv4\\.conf\\.[^.]+\\.forwarding$",
  "sysctl -e net.ipv4.ip_forward net.ipv4.conf.a/b.promote_secondaries",
  "find /etc/netns -maxdepth 2 -printf %y %s %P\\0",
  "cat /etc/netns/c1/hosts /etc/netns/c2/resolv.conf",
];

const CHANGES = [
  `sh ${SERVICE_SCRIPT} stop 0123456789abcdef`,
  `sh ${SERVICE_SCRIPT} start list`,
  "sh -c list",
  "ip -batch -",
  "ip link set dev br0 up",
  "ip -j link add show type bridge",
  "ip -j -batch show",
  "ip route flush show",
  "ip netns delete show",
  "ip netns pids ns0 delete",
  "ip -4 rule add priority 100 lookup 7",
  "tc qdisc add dev show root tbf",
  "bridge fdb del 00:00:00:00:00:00 dev show dst 10.0.0.2",
  "ip rule flush show",
  "ip netns add list",
  "ip -j netns list-id set br0 1",
  "iptables-save -f /etc/rules",
  "iptables-restore --noflush -w 5",
  "iptables -F",
  "sysctl -q --load=-",
  "sysctl -e net.ipv4.ip_forward=1",
  "sysctl -e --system",
  "sysctl -e net.ipv4.ip_forward -w",
  "sysctl -a -r net.ipv4.ip_forward=1",
  "sysctl -a -r net -w",
  "iptables-legacy-restore --noflush -w 5",
  "sysctl",
  "unshare --net -- ip -batch -",
  "unshare --net -- ip -j -d addr show",
  "nsenter --net=/run/netns/ns0 -- ip -j addr show",
  "find /etc/netns -maxdepth 2 -delete",
  "cat /etc/netns/c1/hosts /etc/shadow",
  "dd of=/etc/netns/c1/hosts",
  "rm --force /etc/netns/c1/hosts",
  "constructor",
  "",
];

describe("a command only reads", () => {
  for (const line of READS) it(line, () => assert.equal(isRead(line.split(" ")), true));
});

describe("a command may change something", () => {
  for (const line of CHANGES) it(line || "nothing", () => assert.equal(isRead(line.split(" ")), false));
});
