import { CommandError } from "../errors";
import type { Family } from "../inputs/addresses";
import { inside } from "../namespaces";
import type { Host } from "./host";
import { isInstalled } from "./programs";

/** What of `nft -j list ruleset` tells where packets go, see libnftables-json(5). */
interface Listed {
  chain?: { family: string; table: string; name: string; type?: string; hook?: string };
  rule?: { family: string; table: string; chain: string };
}

/** Tables that iptables shows as well. */
const OF_IPTABLES = /^ip6? (filter|nat|raw|mangle|security)$/;

/**
 * A chain that nft made for itself, as netavark, firewalld and libvirt do, and through which forwarded packets of a family
 * go: `chain FORWARD of table inet netavark`. Undefined if there is none, or no nft that would show it.
 */
export async function foreignNftChain(
  host: Host,
  namespace: string | undefined,
  family: Family,
): Promise<string | undefined> {
  if (!isInstalled("nft")) return undefined;
  const text = await host.run({ argv: inside(namespace, ["nft", "-j", "list", "ruleset"]) }).catch(unlessNoNft);
  if (text.trim() === "") return undefined;
  const { nftables } = JSON.parse(text) as { nftables: Listed[] };
  const rules = nftables.flatMap(({ rule }) => (rule ? [`${rule.family} ${rule.table} ${rule.chain}`] : []));
  const found = nftables.find(({ chain }) => {
    if (!chain || OF_IPTABLES.test(`${chain.family} ${chain.table}`)) return false;
    const isOfFamily = chain.family === "inet" || chain.family === (family === 4 ? "ip" : "ip6");
    const isOnTheWay = chain.hook === "forward" || chain.type === "nat";
    return isOfFamily && isOnTheWay && rules.includes(`${chain.family} ${chain.table} ${chain.name}`);
  })?.chain;
  return found && `chain ${found.name} of table ${found.family} ${found.table}`;
}

/** A kernel without nft has no rules of nft. */
function unlessNoNft(error: unknown): string {
  if (error instanceof CommandError && error.reason === "other") return "";
  throw error;
}
