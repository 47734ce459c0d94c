import type { BaseChain } from "../host/foreign-nft";
import type { Hook } from "./filter";
import type { Network } from "./network";
import type { Packet } from "./packet";

/** The base chain that drops all packets of a hook: it holds no rule that would accept one before its policy. */
export function droppingChain({ baseChains }: Network, hook: Hook, { family }: Packet): BaseChain | undefined {
  return baseChains.find(
    (it) => isDecided(it) && it.hook === hook.toLowerCase() && (it.family === "inet" || it.family === nameOf(family)),
  );
}

/** Those whose rules would have to be read to tell what they do. */
export function unreadChains({ baseChains }: Network): BaseChain[] {
  return baseChains.filter((it) => !isDecided(it));
}

function isDecided({ isEmpty, family }: BaseChain): boolean {
  return isEmpty && family !== "bridge";
}

function nameOf(family: Packet["family"]): string {
  return family === 4 ? "ip" : "ip6";
}
