import type { Family } from "../inputs/addresses";
import { type Hook, pass } from "./filter";
import { type Interface, type Network, sysctlOf } from "./network";
import { type Connection, endsOf, type Packet } from "./packet";
import { fixes, type Stop } from "./reasons";
import { ruleStop } from "./rule-stop";

/** The parameter by which iptables sees what passes any bridge (br_netfilter). */
function bridgeKey(family: Family): string {
  return `net.bridge.bridge-nf-call-${family === 4 ? "iptables" : "ip6tables"}`;
}

/** Whether iptables sees what passes a bridge: by the parameter, or because the bridge itself says so. */
export function asksIptables({ network, link }: Interface, family: Family): boolean {
  return sysctlOf(network, bridgeKey(family)) !== 0 || link.netfilter?.includes(family) === true;
}

/** What iptables makes of a frame between two ports. */
interface Bridged {
  stop?: Stop;
  /** Where it ends. */
  at?: Network;
  undecided: string[];
}

const HOOKS: readonly Hook[] = ["PREROUTING", "FORWARD", "POSTROUTING"];

/** Sends a packet, as a frame, through the rules of all bridges on its way that ask iptables. */
export function passBridges(
  through: readonly Interface[],
  packet: Packet,
  connections: Map<Network, Connection>,
): Bridged {
  const undecided: string[] = [];
  for (const bridge of through.filter((it, index) => isPassed(it, through[index - 1], through[index + 1]))) {
    const { network, link } = bridge;
    if (!asksIptables(bridge, packet.family)) continue;
    if (!packet.isReply && !packet.isUntracked && !connections.has(network)) {
      connections.set(network, { original: endsOf(packet), translated: endsOf(packet) });
    }
    const connection = connections.get(network);
    for (const hook of HOOKS) {
      const way = wayAt(hook, link.name);
      const passage = pass(hook, packet, { network, ...way, isBridged: true, connection });
      // What becomes of a frame that is translated is the kernel's own affair (br_netfilter_hooks.c).
      const translations = passage.events.filter(({ becomes }) => becomes !== undefined).map(({ rule }) => rule);
      undecided.push(...passage.undecided, ...translations);
      if (passage.stoppedBy === undefined) continue;
      const stop = ruleStop(hook, network, packet, passage.stoppedBy, way);
      return { ...askedFor(bridge, packet.family, stop), at: network, undecided };
    }
  }
  return { undecided };
}

/** Whether frames come to a bridge by one of its ports, and leave it by another. */
function isPassed({ network, link }: Interface, before: Interface | undefined, after: Interface | undefined): boolean {
  const isPort = (it: Interface | undefined): boolean => it?.network === network && it.link.master === link.name;
  return link.kind === "bridge" && isPort(before) && isPort(after);
}

function wayAt(hook: Hook, name: string): { in?: string; out?: string } {
  if (hook === "FORWARD") return { in: name, out: name };
  return hook === "PREROUTING" ? { in: name } : { out: name };
}

/** With what helps as well: that iptables is not asked of frames. */
function askedFor({ network, link }: Interface, family: Family, stop: Stop): { stop: Stop } {
  const key = bridgeKey(family);
  if (sysctlOf(network, key) !== 0) {
    const off = fixes(network, `sysctl -w ${key}=0`);
    return { stop: { ...stop, text: `${stop.text} (${key} is 1)`, fix: [...stop.fix, ...off] } };
  }
  const option = family === 4 ? "nf_call_iptables" : "nf_call_ip6tables";
  const off = fixes(network, `ip link set dev ${link.name} type bridge ${option} 0`);
  return { stop: { ...stop, text: `${stop.text} (${option} of ${link.name} is 1)`, fix: [...stop.fix, ...off] } };
}
