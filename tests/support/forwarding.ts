import { readdirSync } from "node:fs";
import { type Place, run } from "./command";

/** What decides over frames between a bridge's ports and over packets that are forwarded. */
export interface Forwarding {
  policy: "ACCEPT" | "DROP";
  /** Whether br_netfilter hands bridged frames to iptables. */
  bridgedFrames: "0" | "1";
}

export const FORWARDINGS: readonly Forwarding[] = [
  { policy: "DROP", bridgedFrames: "1" },
  { policy: "DROP", bridgedFrames: "0" },
  { policy: "ACCEPT", bridgedFrames: "1" },
  { policy: "ACCEPT", bridgedFrames: "0" },
];

/** The lab's own, as it is at the start. */
export const [LABS_OWN] = FORWARDINGS as [Forwarding];

/** Sets some places to it, by default the host and every namespace that has a bridge. */
export function setForwarding({ policy, bridgedFrames }: Forwarding, places: readonly Place[] = withBridges()): void {
  for (const place of places) {
    for (const [tool, key] of [
      ["iptables", "net.bridge.bridge-nf-call-iptables"],
      ["ip6tables", "net.bridge.bridge-nf-call-ip6tables"],
    ] as const) {
      run([tool, "-w", "-P", "FORWARD", policy], place);
      run(["sysctl", "-q", "-w", `${key}=${bridgedFrames}`], place);
    }
  }
}

function withBridges(): Place[] {
  return [undefined, ...readdirSync("/run/netns").filter(hasBridge)];
}

function hasBridge(place: Place): boolean {
  return run(["ip", "link", "show", "type", "bridge"], place) !== "";
}
