/** What others put above everything else: chains, rules, and the rules that lead to them. */
export interface ForeignFirewall {
  name: string;
  text: string;
  /** Lines of `iptables-restore` that stand above all others: `-I CHAIN 1 …`, last first. */
  above: string;
}

const DOCKER_20: ForeignFirewall = {
  name: "Docker 20",
  text: `*nat
:DOCKER - [0:0]
-A DOCKER -i docker0 -j RETURN
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8765 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
:DOCKER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-ISOLATION-STAGE-2 - [0:0]
:DOCKER-USER - [0:0]
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -j RETURN
-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
-A DOCKER-ISOLATION-STAGE-2 -j RETURN
-A DOCKER-USER -j RETURN
COMMIT
`,
  above: `*nat
-I PREROUTING 1 -m addrtype --dst-type LOCAL -j DOCKER
-I OUTPUT 1 ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-I POSTROUTING 1 -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
COMMIT
*filter
-I FORWARD 1 -i docker0 -o docker0 -j ACCEPT
-I FORWARD 1 -i docker0 ! -o docker0 -j ACCEPT
-I FORWARD 1 -o docker0 -j DOCKER
-I FORWARD 1 -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-I FORWARD 1 -j DOCKER-ISOLATION-STAGE-1
-I FORWARD 1 -j DOCKER-USER
COMMIT
`,
};

const DOCKER_28: ForeignFirewall = {
  name: "Docker 28",
  text: `*raw
-A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP
COMMIT
*nat
:DOCKER - [0:0]
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8765 -j DNAT --to-destination 172.17.0.2:80
COMMIT
*filter
:DOCKER - [0:0]
:DOCKER-BRIDGE - [0:0]
:DOCKER-CT - [0:0]
:DOCKER-FORWARD - [0:0]
:DOCKER-INTERNAL - [0:0]
:DOCKER-USER - [0:0]
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER ! -i docker0 -o docker0 -j DROP
-A DOCKER-BRIDGE -o docker0 -j DOCKER
-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -j DOCKER-INTERNAL
-A DOCKER-FORWARD -j DOCKER-BRIDGE
-A DOCKER-FORWARD -i docker0 -j ACCEPT
COMMIT
`,
  above: `*raw
-I PREROUTING 1 -d 172.17.0.3/32 ! -i docker0 -j DROP
COMMIT
*nat
-I PREROUTING 1 -m addrtype --dst-type LOCAL -j DOCKER
-I OUTPUT 1 ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-I POSTROUTING 1 -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
COMMIT
*filter
-I FORWARD 1 -j DOCKER-FORWARD
-I FORWARD 1 -j DOCKER-USER
COMMIT
`,
};

const NETAVARK: ForeignFirewall = {
  name: "netavark",
  text: `*nat
:NETAVARK-1D8721804F16F - [0:0]
:NETAVARK-DN-1D8721804F16F - [0:0]
:NETAVARK-HOSTPORT-DNAT - [0:0]
:NETAVARK-HOSTPORT-MASQ - [0:0]
:NETAVARK-HOSTPORT-SETMARK - [0:0]
-A NETAVARK-1D8721804F16F -d 10.88.0.0/16 -j ACCEPT
-A NETAVARK-1D8721804F16F ! -d 224.0.0.0/4 -j MASQUERADE
-A NETAVARK-DN-1D8721804F16F -s 10.88.0.0/16 -p tcp -m tcp --dport 8765 -j NETAVARK-HOSTPORT-SETMARK
-A NETAVARK-DN-1D8721804F16F -p tcp -m tcp --dport 8765 -j DNAT --to-destination 10.88.0.2:80
-A NETAVARK-HOSTPORT-DNAT -p tcp -m tcp --dport 8765 -m comment --comment "dnat name: podman id: 1d87" -j NETAVARK-DN-1D8721804F16F
-A NETAVARK-HOSTPORT-MASQ -m comment --comment "netavark portfw masq mark" -m mark --mark 0x2000/0x2000 -j MASQUERADE
-A NETAVARK-HOSTPORT-SETMARK -j MARK --set-xmark 0x2000/0x2000
COMMIT
*filter
:NETAVARK_FORWARD - [0:0]
-A NETAVARK_FORWARD -d 10.88.0.0/16 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A NETAVARK_FORWARD -s 10.88.0.0/16 -j ACCEPT
COMMIT
`,
  above: `*nat
-I PREROUTING 1 -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
-I OUTPUT 1 -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
-I POSTROUTING 1 -s 10.88.0.0/16 -j NETAVARK-1D8721804F16F
-I POSTROUTING 1 -j NETAVARK-HOSTPORT-MASQ
COMMIT
*filter
-I FORWARD 1 -m comment --comment "netavark firewall plugin rules" -j NETAVARK_FORWARD
COMMIT
`,
};

export const FOREIGN_FIREWALLS = [DOCKER_20, DOCKER_28, NETAVARK];
