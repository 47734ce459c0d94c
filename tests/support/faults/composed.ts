import type { COMPOSED } from "../changes";
import type { Place } from "../command";
import { owner } from "../owner";
import type { Inputs } from "../plan";
import { BLUE } from "./places";
import { Subject } from "./subject";

/** The name of the container, which is that of its namespace. */
export const C1 = "c1";

const NETWORK = { name: "web", bridge: "br-web", subnet: "10.4.0.0/24", subnet6: "fd04::/64" };
const GATEWAYS = { gateway: "10.4.0.1", gateway6: "fd04::1" };

const P2 = { address: "10.4.0.3", address6: "fd04::3" };

/** What a container has in the network, and in one behind a bridge that stands. */
function inWeb(namespace: Place): Inputs {
  return { network: { ...NETWORK, ...GATEWAYS, namespace }, address: "10.4.0.2", address6: "fd04::2" };
}

function inBack(namespace: Place): Inputs {
  const network = { name: "back", namespace, bridge: "m1", subnet: "10.5.0.0/24", gateway: "10.5.0.1" };
  return { network, address: "10.5.0.2" };
}

/** A container network, and a container in it with published ports, in a namespace that has the cable out0, out1. */
export function composedIn(namespace: Place): readonly Subject[] {
  const network = { owner: ownerOf(0), namespace, ...NETWORK };
  const container = { owner: ownerOf(1), name: C1, networks: [inWeb(namespace)], publish: ["8080:80"] };
  return [
    new Subject("containerNetwork", network, { ...network, isolated: true, mtu: 1400, uplink: "out0" }),
    new Subject("container", container, {
      ...container,
      networks: [inWeb(namespace), inBack(namespace)],
      publish: ["8081:80"],
    }),
  ];
}

/** Whoever owns a part of it, wherever that is. */
export function ownerOf(index: number): ReturnType<typeof owner> {
  return owner(`part ${index} of what is composed`);
}

/** One rich case of each composed kind, beside others' bridges. */
export const COMPOSED_CASES: readonly [(typeof COMPOSED)[number], first: Inputs, change: Inputs][] = [
  [
    "containerNetwork",
    { ...NETWORK, namespace: BLUE },
    { subnet: "10.5.0.0/24", subnet6: undefined, isolated: true, mtu: 1400, uplink: "out0" },
  ],
  [
    "container",
    {
      name: C1,
      networks: [{ ...inWeb(BLUE), network: { ...NETWORK, ...GATEWAYS, namespace: BLUE, bridge: "m0" } }],
      publish: ["8080:80"],
    },
    {
      ...{ networks: [inBack(BLUE)], publish: ["127.0.0.1:8081:80"], sysctls: { "net.ipv4.ip_default_ttl": "32" } },
      ...{ hosts: { far: "10.9.0.1" }, dns: ["10.5.0.9"] },
    },
  ],
  [
    "containerSet",
    {
      name: "pods",
      network: { ...NETWORK, ...GATEWAYS, namespace: BLUE, bridge: "m0" },
      containers: { p1: { address: "10.4.0.2", address6: "fd04::2", publish: ["8080:80"] }, p2: P2 },
    },
    {
      containers: { p2: { ...P2, publish: ["127.0.0.1:8081:80"] }, p3: { address: "10.4.0.4", address6: "fd04::4" } },
      ...{ hosts: { far: "10.9.0.1" }, dns: ["10.4.0.9"] },
    },
  ],
];
