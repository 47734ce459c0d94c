import type { Family } from "../inputs/addresses";
import { type Network, sysctlOf } from "./network";

/** The parameter by which iptables sees what passes a bridge (br_netfilter). */
export function bridgeKey(family: Family): string {
  return `net.bridge.bridge-nf-call-${family === 4 ? "iptables" : "ip6tables"}`;
}

export function asksIptables(network: Network, family: Family): boolean {
  return sysctlOf(network, bridgeKey(family)) !== 0;
}
