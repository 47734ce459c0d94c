import { chainName, type Part } from "../../../provider/iptables/chains";
import { digitsOf, ownerOfPart } from "../../../provider/owner";
import { PUBLISHED } from "../../../provider/resources/container-parts";
import type { Place } from "../command";
import { C1, ownerOf } from "./composed";
import { type Drift, type Row, rows } from "./drifts";

const [NETWORK, CONTAINER] = [0, 1];

const VETH = `veth${digitsOf(C1, "web").slice(0, 10)}`;

/** A chain of a part of a resource, and what leads to it. */
function chain(part: Part, of: number, key: string): string {
  return chainName(part, ownerOfPart(ownerOf(of), key));
}

function hook(part: Part, of: number, key: string): string {
  return `-m comment --comment linuxnet:${ownerOfPart(ownerOf(of), key)} -j ${chain(part, of, key)}`;
}

const OF_BRIDGE: Row[] = [
  ["MTU", ["ip link set br-web mtu 1400"], [/^bridge br-web .*: mtu is 1400, expected 1500$/]],
  ["IPv4 address lost", ["ip address del 10.4.0.1/24 dev br-web"], [/^bridge .*: addresses is \["fd04::1\/64"\]/]],
  ["down", ["ip link set br-web down"], [/^bridge .*: up is false/, /^bridge .*: addresses is/]],
  ["router advertisements on", ["sysctl -q net.ipv6.conf.br-web.accept_ra=1"], [/^parameters of br-web .*: values is/]],
  [
    "deleted",
    ["ip link del br-web"],
    [
      /^only a part of it stands$/,
      /^bridge br-web .*: only a part|^bridge br-web|^parameters of br-web .* is missing$/,
    ],
    { also: [CONTAINER], remade: /^br-web$/ },
  ],
];

const rulesOf = (text: RegExp): RegExp[] => [new RegExp(`^rules of container network web: ${text.source}`)];

const OF_RULES: Row[] = [
  ["masquerade flushed", [`iptables -w -t nat -F ${chain("SNAT", NETWORK, "rules")}`], rulesOf(/missing: -A LN-SNAT/)],
  ["isolation flushed", [`ip6tables -w -F ${chain("ISO", NETWORK, "rules")}`], rulesOf(/missing: -A LN-ISO/)],
  [
    "a rule of others in it",
    [`iptables -w -I ${chain("NET", NETWORK, "rules")} -j DROP`],
    rulesOf(/not ours: .*-j DROP/),
  ],
  [
    "hook removed",
    [`iptables -w -D FORWARD ${hook("NET", NETWORK, "rules")}`],
    rulesOf(/missing: -A FORWARD .*LN-NET/),
  ],
  [
    "chain removed",
    [
      `iptables -w -D FORWARD ${hook("ISO", NETWORK, "rules")}`,
      ...["F", "X"].map((verb) => `iptables -w -${verb} ${chain("ISO", NETWORK, "rules")}`),
    ],
    rulesOf(/(chain LN-ISO-\w+ is missing|missing: -A (LN-ISO|FORWARD))/),
  ],
  ["forwarding off", ["sysctl -q net.ipv4.ip_forward=0"], rulesOf(/net.ipv4.ip_forward is 0/), { also: [CONTAINER] }],
];

const IN_CONTAINER: Row[] = [
  ["lo down", ["ip link set lo down"], [/^namespace c1: lo is down$/]],
  ["default route gone", ["ip route del default"], [/^route to default .* is missing$/]],
  [
    "another gateway",
    ["ip route change default via 10.4.0.9 proto 76"],
    [/^route to default .*: gateway is "10\.4\.0\.9"/],
  ],
  [
    "address gone",
    ["ip address del 10.4.0.2/24 dev eth0"],
    [/^veth pair .*: peer\.addresses is/, /^route .* is missing$/],
  ],
  ["another address", ["ip address add 10.9.0.9/24 dev eth0"], [/^veth pair .*: peer\.addresses is/]],
  ["MAC", ["ip link set eth0 address 02:00:00:00:00:99"], [/^veth pair .*: peer\.mac is/]],
  [
    "IPv6 off",
    ["sysctl -q net.ipv6.conf.all.disable_ipv6=1"],
    [
      /^(namespace c1: sysctls|parameters of lo .*: values) is/,
      /^veth pair .*: peer\.addresses is/,
      /^route .* is missing$/,
    ],
  ],
  [
    "interface deleted",
    ["ip link del eth0"],
    [/^veth pair .* is missing$/, /^route .* is missing$/],
    { remade: /^(veth\w+|eth0)$/ },
  ],
  [
    "namespace gone",
    ["ip netns delete c1"],
    [
      /^only a part of it stands$/,
      /^(namespace c1|parameters of lo .*|veth pair .*|route .*) is missing$|^veth pair .*: /,
    ],
    { place: undefined, remade: /^(veth\w+|eth0|lo)$/ },
  ],
];

const OF_PORT: Row[] = [
  [
    "in another bridge",
    [`ip link set ${VETH} master m0`],
    [/^veth pair .*: master is "m0"/, /^veth pair .*: hairpin is/],
  ],
  ["out of its bridge", [`ip link set ${VETH} nomaster`], [/^veth pair .*: master is nothing/]],
  ["isolated", [`ip link set ${VETH} type bridge_slave isolated on`], [/^veth pair .*: isolated is true/]],
];

const ofPorts = (place: Place): Row[] => [
  [
    "published port's destination flushed",
    [`iptables -w -t nat -F ${chain("DNAT", CONTAINER, PUBLISHED.any)}`],
    [/^published ports .*: missing: -A LN-DNAT/],
  ],
  [
    "published port's hook removed",
    [`iptables -w -D FORWARD ${hook("FWD", CONTAINER, PUBLISHED.any)}`],
    [/^published ports .*: missing: -A FORWARD .*LN-FWD/],
  ],
  [
    "its address open to others",
    [`iptables -w -t raw -F ${chain("OWN", CONTAINER, `addresses ${place ?? ""}`)}`],
    [/^rules of 10\.4\.0\.2, fd04::2: missing: -A LN-OWN/],
  ],
];

/** What somebody does behind our back to a container, and to its network in a namespace. */
export function composedDriftsIn(place: Place): Drift[] {
  return [
    ...rows(NETWORK, place, [...OF_BRIDGE, ...OF_RULES]),
    ...rows(CONTAINER, C1, IN_CONTAINER),
    ...rows(CONTAINER, place, [...OF_PORT, ...ofPorts(place)]),
  ];
}
