import { chainName, type Part } from "../../../provider/iptables/chains";
import type { Place } from "../command";
import { BLUE, RED } from "./places";
import { ownerOf } from "./topology";

/** What somebody does to a part of the topology behind linuxnet's back. */
export interface Drift {
  /** Whose the object is: an index of the topology. */
  of: number;
  name: string;
  place: Place;
  commands: string[];
  /** What a read tells, each text by a pattern and each pattern of a text; undefined if the resource is gone. */
  want: RegExp[] | undefined;
  /** Other resources that drift, or are gone, with it. */
  also?: number[];
  /** Links that are made anew. */
  remade?: RegExp;
  /** Whether it takes away rules of others as well, or the switches that they need. */
  isOfOthers?: true;
}

const [NAMESPACE, BRIDGE, VETH, ROUTE, MASQUERADE, FORWARD] = [0, 1, 2, 3, 4, 5];
const NS = "ns0";

const chain = (part: Part, of: number): string => chainName(part, ownerOf(of));
const hook = (part: Part, of: number): string => `-m comment --comment linuxnet:${ownerOf(of)} -j ${chain(part, of)}`;

/** A drift but for the object and the place. */
export type Row = [name: string, commands: string[], want: RegExp[] | undefined, rest?: Partial<Drift>];

const IN_NAMESPACE: Row[] = [
  ["a parameter", ["sysctl -q net.ipv4.conf.lo.rp_filter=0"], [/^sysctls$/]],
  ["two parameters", ["sysctl -q net.ipv4.ip_local_port_range=5000\t9000 net.ipv4.conf.lo.rp_filter=2"], [/^sysctls$/]],
  ["lo down", ["ip link set lo down"], [/^lo is down$/]],
  [
    "deleted",
    ["ip netns delete ns0"],
    undefined,
    { place: undefined, also: [VETH, ROUTE], remade: /^(veth0|eth0|lo)$/ },
  ],
];

const OF_BRIDGE: Row[] = [
  ["down", ["ip link set br0 down"], [/^up$/, /^addresses$/]],
  ["down and up", ["ip link set br0 down", "ip link set br0 up"], [/^addresses$/]],
  ["IPv4 address lost", ["ip address del 10.0.0.1/24 dev br0"], [/^addresses$/]],
  ["IPv6 address lost", ["ip address del fd00::1/64 dev br0"], [/^addresses$/]],
  ["all addresses flushed", ["ip address flush dev br0"], [/^addresses$/]],
  ["another address", ["ip address add 10.9.0.1/24 dev br0"], [/^addresses$/]],
  [
    "another prefix length",
    ["ip address del 10.0.0.1/24 dev br0", "ip address add 10.0.0.1/16 dev br0"],
    [/^addresses$/],
  ],
  ["IPv6 off and on", [1, 0].map((value) => `sysctl -q net.ipv6.conf.br0.disable_ipv6=${value}`), [/^addresses$/]],
  ["MTU", ["ip link set br0 mtu 1400"], [/^mtu$/]],
  ["MTU without IPv6", ["ip link set br0 mtu 1000"], [/^mtu$/, /^addresses$/]],
  ["MAC", ["ip link set br0 address 02:00:00:00:00:99"], [/^mac$/]],
  ["spanning tree", ["ip link set br0 type bridge stp_state 1"], [/^stp$/]],
  ["renamed", ["ip link set br0 name other0"], [/br0 is named other0/], { also: [VETH] }],
  ["accept rule flushed", [`iptables -w -F ${chain("BR", BRIDGE)}`], [/LN-BR/]],
  ["foreign rule in its chain", [`ip6tables -w -A ${chain("BR", BRIDGE)} -j DROP`], [/LN-BR.* -j DROP/]],
  ["hook removed", [`ip6tables -w -D FORWARD ${hook("BR", BRIDGE)}`], [/FORWARD/]],
  ["hook doubled", [`iptables -w -A FORWARD ${hook("BR", BRIDGE)}`], [/FORWARD/]],
  ["deleted", ["ip link del br0"], [/^only a part of it stands$/, /^br0 is gone$/], { also: [VETH], remade: /^br0$/ }],
];

const OF_VETH: Row[] = [
  ["down", ["ip link set veth0 down"], [/^up$/]],
  ["peer down", ["ip link set eth0 down"], [/^peer$/], { place: NS, also: [ROUTE] }],
  ["peer down and up", ["ip link set eth0 down", "ip link set eth0 up"], [/^peer$/], { place: NS, also: [ROUTE] }],
  ["peer's IPv4 address lost", ["ip address del 10.0.0.2/24 dev eth0"], [/^peer$/], { place: NS, also: [ROUTE] }],
  ["peer's IPv6 address lost", ["ip address del fd00::2/64 dev eth0"], [/^peer$/], { place: NS }],
  ["address added", ["ip address add 10.9.0.1/24 dev veth0"], [/^addresses$/]],
  ["MTU", ["ip link set veth0 mtu 1400"], [/^mtu$/]],
  ["peer's MTU", ["ip link set eth0 mtu 1400"], [/^peer$/], { place: NS }],
  ["MAC", ["ip link set veth0 address 02:00:00:00:00:99"], [/^mac$/]],
  ["peer's MAC", ["ip link set eth0 address 02:00:00:00:00:99"], [/^peer$/], { place: NS }],
  ["out of its bridge", ["ip link set veth0 nomaster"], [/^master$/]],
  ["in another bridge", ["ip link set veth0 master m1"], [/^master$/, /^hairpin$/]],
  ["hairpin off", ["ip link set veth0 type bridge_slave hairpin off"], [/^hairpin$/]],
  ["isolated", ["ip link set veth0 type bridge_slave isolated on"], [/^isolated$/]],
  ["renamed", ["ip link set veth0 name other0"], [/veth0 is named other0/]],
  ["peer renamed", ["ip link set eth0 name other0"], [/eth0 is named other0/], { place: NS }],
  [
    "peer moved to another namespace",
    [`ip link set eth0 netns ${BLUE}`],
    [/^only a part of it stands$/, /^veth0 .* stands, its other end is not eth0 /],
    { place: NS, also: [ROUTE], remade: /^(veth0|eth0)$/ },
  ],
  ["deleted", ["ip link del veth0"], undefined, { also: [ROUTE], remade: /^(veth0|eth0)$/ }],
  ["deleted by its peer", ["ip link del eth0"], undefined, { place: NS, also: [ROUTE], remade: /^(veth0|eth0)$/ }],
];

const OF_ROUTE: Row[] = [
  ["removed", ["ip route del default"], undefined],
  ["another gateway", ["ip route change default via 10.0.0.9 proto 76"], [/^gateway$/]],
  ["another type", ["ip route change blackhole default proto 76"], [/^gateway$/, /^type$/]],
  ["all routes flushed", ["ip route flush table main proto 76"], undefined],
];

const OF_MASQUERADE: Row[] = [
  ["nat chain flushed", [`iptables -w -t nat -F ${chain("SNAT", MASQUERADE)}`], [/LN-SNAT/]],
  ["one of two rules removed", [`iptables -w -D ${chain("FWD", MASQUERADE)} 1`], [/LN-FWD/]],
  ["foreign rule in its chain", [`iptables -w -I ${chain("FWD", MASQUERADE)} 1 -j DROP`], [/LN-FWD.* -j DROP/]],
  ["a rule doubled", [`iptables -w -t nat -A ${chain("SNAT", MASQUERADE)} -j MASQUERADE`], [/LN-SNAT/]],
  ["nat hook removed", [`iptables -w -t nat -D POSTROUTING ${hook("SNAT", MASQUERADE)}`], [/POSTROUTING/]],
  ["hook doubled", [`iptables -w -t nat -A POSTROUTING ${hook("SNAT", MASQUERADE)}`], [/POSTROUTING/]],
  [
    "one chain removed",
    [
      `iptables -w -D FORWARD ${hook("FWD", MASQUERADE)}`,
      ...["F", "X"].map((verb) => `iptables -w -${verb} ${chain("FWD", MASQUERADE)}`),
    ],
    [/LN-FWD/],
  ],
  [
    "all of it removed",
    [
      `iptables -w -D FORWARD ${hook("FWD", MASQUERADE)}`,
      `iptables -w -t nat -D POSTROUTING ${hook("SNAT", MASQUERADE)}`,
      ...["F", "X"].map((verb) => `iptables -w -${verb} ${chain("FWD", MASQUERADE)}`),
      ...["F", "X"].map((verb) => `iptables -w -t nat -${verb} ${chain("SNAT", MASQUERADE)}`),
    ],
    undefined,
  ],
  [
    "forwarding off",
    ["sysctl -q net.ipv4.ip_forward=0 net.ipv4.conf.all.accept_redirects=1"],
    [/net\.ipv4\.ip_forward is 0/],
    { also: [FORWARD], isOfOthers: true },
  ],
  [
    "an interface of it does not forward",
    ["sysctl -q net.ipv4.conf.br0.forwarding=0"],
    [/conf\.br0\.forwarding is 0/],
    { isOfOthers: true },
  ],
  ["FORWARD flushed", ["iptables -w -F FORWARD"], [/FORWARD/], { also: [BRIDGE, FORWARD], isOfOthers: true }],
  [
    "POSTROUTING flushed",
    ["iptables -w -t nat -F POSTROUTING"],
    [/POSTROUTING/],
    { also: [FORWARD], isOfOthers: true },
  ],
];

const OF_FORWARD: Row[] = [
  ["destinations flushed", [`iptables -w -t nat -F ${chain("DNAT", FORWARD)}`], [/LN-DNAT/]],
  ["sources flushed", [`iptables -w -t nat -F ${chain("SNAT", FORWARD)}`], [/LN-SNAT/]],
  ["guard flushed", [`iptables -w -t raw -F ${chain("LO", FORWARD)}`], [/LN-LO/]],
  ["guard's hook removed", [`iptables -w -t raw -D PREROUTING ${hook("LO", FORWARD)}`], [/PREROUTING/]],
  ["OUTPUT hook removed", [`iptables -w -t nat -D OUTPUT ${hook("DNAT", FORWARD)}`], [/OUTPUT/]],
  ["PREROUTING hook doubled", [`iptables -w -t nat -A PREROUTING ${hook("DNAT", FORWARD)}`], [/PREROUTING/]],
  [
    "localhost no more routed",
    ["sysctl -q net.ipv4.conf.all.route_localnet=0"],
    [/route_localnet is 0/],
    { isOfOthers: true },
  ],
  [
    "order of its rules",
    [
      `iptables -w -A ${chain("FWD", FORWARD)} -s 10.0.0.2/32 -m conntrack --ctstate RELATED -j ACCEPT`,
      `iptables -w -D ${chain("FWD", FORWARD)} -s 10.0.0.2/32 -m conntrack --ctstate RELATED -j ACCEPT`,
      `iptables -w -A ${chain("FWD", FORWARD)} -d 10.0.0.2/32 -m conntrack --ctstate RELATED -j ACCEPT`,
      `iptables -w -D ${chain("FWD", FORWARD)} -d 10.0.0.2/32 -m conntrack --ctstate RELATED -j ACCEPT`,
    ],
    [/LN-FWD/],
  ],
];

export const rows = (of: number, place: Place, all: Row[]): Drift[] =>
  all.map(([name, commands, want, rest]) => ({ of, place, name, commands, want, ...rest }));

/**
 * What changes behind our back: sections C, D and E of the faults, as far as they remove or alter something. Where others
 * forward, only what leaves their own alone.
 */
export function driftsIn(place: Place): Drift[] {
  const all = [
    ...rows(NAMESPACE, NS, IN_NAMESPACE),
    ...rows(BRIDGE, place, OF_BRIDGE),
    ...rows(VETH, place, OF_VETH),
    ...rows(ROUTE, NS, OF_ROUTE),
    ...rows(MASQUERADE, place, OF_MASQUERADE),
    ...rows(FORWARD, place, OF_FORWARD),
  ];
  return all.filter(({ isOfOthers = false }) => isOfOthers === (place !== RED));
}
