import { succeeds, sh, type Place } from "./command";
import { BLUE, byHand, foreignNamespace } from "./kernel";
import { make } from "./made";

/**
 * A router with a network behind it, for the time of a test; FORWARD drops in it.
 *
 *     left  10.0.0.2, fd00::2 ──┐
 *                               br0 10.0.0.1, fd00::1 [router] UPLINK 192.168.64.5, fd64::5 ── 192.168.64.1, fd64::1 [outside]
 *     right 10.0.0.3, fd00::3 ──┘                                                                  8.8.8.8, fd88::8
 */
export interface RoutedNetwork {
  uplink: string;
  outside: string;
}

export async function routedNetwork(router: Place): Promise<RoutedNetwork> {
  const at = router === undefined ? {} : { namespace: router };
  const network = router === undefined ? { uplink: "enp0s1", outside: "wan" } : uplinkByHand(router);
  v6ByHand(router, network);
  // Else the kernel looks for nobody's IPv6 address, when it forwards, before br0's link-local one is 1-2 s old.
  byHand("sysctl -q net.ipv6.conf.default.accept_dad=0", router, "sysctl -q net.ipv6.conf.default.accept_dad=1");
  await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24", "fd00::1/64"] });
  for (const [index, name] of ["left", "right"].entries()) {
    foreignNamespace(name);
    await make("vethPair", {
      ...{ ...at, name: `veth${index}`, master: "br0" },
      peer: { name: "eth0", namespace: name, addresses: [`10.0.0.${index + 2}/24`, `fd00::${index + 2}/64`] },
    });
    for (const gateway of ["10.0.0.1", "fd00::1"]) {
      await make("route", { namespace: name, destination: "default", gateway });
    }
  }
  return network;
}

/** The uplink that a lab's own network has already. */
function uplinkByHand(router: string): RoutedNetwork {
  byHand("ip link add up0 type veth peer name eth0 netns blue", router, "ip link del up0");
  sh("ip address add 192.168.64.5/24 dev up0", router);
  sh("ip link set up0 up", router);
  sh("ip route add default via 192.168.64.1", router);
  sh("ip address add 192.168.64.1/24 dev eth0", BLUE);
  byHand("ip address add 8.8.8.8/32 dev lo", BLUE, "ip address del 8.8.8.8/32 dev lo");
  sh("ip link set eth0 up", BLUE);
  for (const tool of ["iptables", "ip6tables"]) {
    byHand(`${tool} -w -P FORWARD DROP`, router, `${tool} -w -P FORWARD ACCEPT`);
  }
  return { uplink: "up0", outside: BLUE };
}

function v6ByHand(router: Place, { uplink, outside }: RoutedNetwork): void {
  byHand("ip address add fd88::8/128 dev lo", outside, "ip address del fd88::8/128 dev lo");
  byHand("ip address add fd64::1/64 dev eth0 nodad", outside, "ip address del fd64::1/64 dev eth0");
  byHand(`ip address add fd64::5/64 dev ${uplink} nodad`, router, `ip address del fd64::5/64 dev ${uplink}`);
  byHand("ip route add default via fd64::1", router, "ip route del default via fd64::1");
}

/** Whether frames between a bridge's ports go through iptables, until the end of the test. */
export function filterBridged(router: Place, on: boolean): void {
  for (const key of ["net.bridge.bridge-nf-call-iptables", "net.bridge.bridge-nf-call-ip6tables"]) {
    const before = succeeds(["sysctl", "-n", key], router) ? sh(`sysctl -n ${key}`, router).trim() : undefined;
    if (before !== undefined) byHand(`sysctl -q ${key}=${on ? 1 : 0}`, router, `sysctl -q ${key}=${before}`);
  }
}
