import { LinuxnetError } from "../errors";
import { familyOf, isLinkLocal, networkOf, withoutLength } from "../inputs/addresses";
import type { Link } from "../iproute2/links";
import { chainName, type Part, type Tables } from "../iptables/chains";
import { parseMatch } from "../iptables/match";
import { type Owner, ownerOf, ownerOfPart } from "../owner";
import type { ContainerNetworkInputs } from "./container-network";
import type { View } from "./spec";

/** A network as it stands, whichever program of linuxnet made it. */
export interface StandingNetwork {
  mark: Owner;
  inputs: Omit<ContainerNetworkInputs, "owner">;
}

/**
 * The network behind a bridge, which is named by it; undefined where there is no such interface.
 * @throws LinuxnetError where linuxnet has made no network of it.
 */
export async function networkBehind(
  { bridge, namespace }: { bridge: string; namespace?: string },
  view: View,
): Promise<StandingNetwork | undefined> {
  const link = await view.link(namespace, bridge);
  if (link === undefined) return undefined;
  const mark = ownerOf(link.alias);
  const tables = await Promise.all(([4, 6] as const).map((family) => view.tables(namespace, family)));
  const rules = mark === undefined ? undefined : rulesOf(tables, ownerOfPart(mark, "rules"));
  if (mark === undefined || rules === undefined) {
    const advice = "what else there is, is imported by its parts: Bridge, Masquerade";
    throw new LinuxnetError(`${bridge} is no network that a ContainerNetwork of linuxnet made; ${advice}`);
  }
  const addresses = addressesOf(link, bridge);
  const place = namespace === undefined ? {} : { namespace };
  const inputs = { name: nameOf(bridge), ...place, bridge, ...addresses, ...rules, mtu: link.mtu };
  return { mark, inputs };
}

/** What bridges are called by default says of which network they are. */
function nameOf(bridge: string): string {
  return bridge.replace(/^br-(?=.)/, "");
}

type Ways = Pick<ContainerNetworkInputs, "internal" | "isolated" | "uplink">;

/** What the rules of a network say of its ways; undefined where there are none. */
function rulesOf(all: readonly Tables[], owner: Owner): Ways | undefined {
  const rulesIn = (part: Part): string[] | undefined =>
    all.map((tables) => tables.get("filter")?.get(chainName(part, owner))).find((rules) => rules !== undefined);
  if (rulesIn("ISO") === undefined) return undefined;
  const shutting = (rulesIn("INT") ?? []).map((rule) => parseMatch(rule).conditions);
  const out = parseMatch(rulesIn("NET")?.[0] ?? "").conditions.out;
  const uplink = out === undefined || out.not ? {} : { uplink: out.value };
  const isolates = ({ in: from, out: to }: (typeof shutting)[number]): boolean =>
    from !== undefined && from.value === to?.value && !from.not && !to.not;
  return { internal: !shutting.every(isolates), isolated: shutting.some(isolates), ...uplink };
}

type Subnets = Pick<ContainerNetworkInputs, "subnet" | "gateway" | "subnet6" | "gateway6">;

function addressesOf({ addresses }: Link, bridge: string): Subnets {
  const of = (family: 4 | 6): string | undefined =>
    addresses.find((address) => familyOf(address) === family && !isLinkLocal(address));
  const [own, own6] = [of(4), of(6)];
  if (own === undefined) throw new LinuxnetError(`${bridge} has no IPv4 address, which would tell the subnet`);
  return {
    ...{ subnet: networkOf(own), gateway: withoutLength(own) },
    ...(own6 === undefined ? {} : { subnet6: networkOf(own6), gateway6: withoutLength(own6) }),
  };
}
