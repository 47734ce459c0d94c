import { CommandError } from "../errors";
import type { Family } from "../inputs/addresses";
import { isOwn } from "../iptables/chains";
import { inside } from "../namespaces";
import type { Host } from "./host";
import { isInstalledOn } from "./programs";

/** What of `nft -j list ruleset` tells where packets go, see libnftables-json(5). */
interface Listed {
  chain?: { family: string; table: string; name: string; type?: string; hook?: string; policy?: string };
  rule?: { family: string; table: string; chain: string; expr?: { jump?: { target: string } }[] };
}

/**
 * A chain of somebody else's through which forwarded packets of a family go, as netavark, firewalld and libvirt make with
 * nft, or as iptables made it: `chain FORWARD of table inet netavark`. Undefined if there is none, or no nft that would
 * show it.
 */
export async function foreignNftChain(
  host: Host,
  namespace: string | undefined,
  family: Family,
): Promise<string | undefined> {
  const ruleset = (await readRuleset(host, namespace)) ?? [];
  const rules = ruleset.flatMap(({ rule }) =>
    rule && !rule.expr?.some(({ jump }) => jump && isOwn(jump.target))
      ? [`${rule.family} ${rule.table} ${rule.chain}`]
      : [],
  );
  const found = ruleset.find(({ chain }) => {
    if (!chain) return false;
    const isOfFamily = chain.family === "inet" || chain.family === familyName(family);
    const isOnTheWay = chain.hook === "forward" || chain.type === "nat";
    return isOfFamily && isOnTheWay && rules.includes(`${chain.family} ${chain.table} ${chain.name}`);
  })?.chain;
  return found && baseChainText(found);
}

/** `chain FORWARD of table inet netavark`. */
export function baseChainText({ name, family, table }: Pick<BaseChain, "name" | "family" | "table">): string {
  return `chain ${name} of table ${family} ${table}`;
}

/** A base chain in a table that iptables-nft(8) has no part in. */
export interface BaseChain {
  family: string;
  table: string;
  name: string;
  hook: string;
  /** Whether it holds no rule. */
  isEmpty: boolean;
}

/** Those that may end a packet, by a rule or by their policy; none where there is no nft that would show them. */
export async function baseChainsBeyondIptables(host: Host, namespace: string | undefined): Promise<BaseChain[]> {
  if (!(await hasTablesBeyondIptables(host, namespace))) return [];
  const ruleset = (await readRuleset(host, namespace)) ?? [];
  const ruled = new Set(ruleset.flatMap(({ rule }) => (rule ? [`${rule.family} ${rule.table} ${rule.chain}`] : [])));
  return ruleset.flatMap(({ chain }) => {
    if (chain?.hook === undefined || !["ip", "ip6", "inet", "bridge"].includes(chain.family)) return [];
    const { family, table, name, hook, policy } = chain;
    const isEmpty = !ruled.has(`${family} ${table} ${name}`);
    return isOfIptables(family, table) || (isEmpty && policy !== "drop")
      ? []
      : [{ family, table, name, hook, isEmpty }];
  });
}

function isOfIptables(family: string, table: string): boolean {
  return /^ip6?$/.test(family) && /^(raw|mangle|nat|filter|security)$/.test(table);
}

/** To list tables costs far less than to list what is in them. */
async function hasTablesBeyondIptables(host: Host, namespace: string | undefined): Promise<boolean> {
  if (!(await isInstalledOn(host, "nft"))) return false;
  try {
    const text = await host.run({ argv: inside(namespace, ["nft", "list", "tables"]) });
    return [...text.matchAll(/^table (\S+) (\S+)$/gm)].some(
      ([, family = "", table = ""]) => !isOfIptables(family, table),
    );
  } catch (error) {
    // The kernel may be without nft.
    if (error instanceof CommandError && error.reason === "other") return false;
    throw error;
  }
}

/** Whether chains of ours stand in a family's tables of nft; undefined where nft does not tell. */
export async function hasOwnNftChains(
  host: Host,
  namespace: string | undefined,
  family: Family,
): Promise<boolean | undefined> {
  const ruleset = await readRuleset(host, namespace);
  return ruleset?.some(({ chain }) => chain && chain.family === familyName(family) && isOwn(chain.name));
}

function familyName(family: Family): string {
  return family === 4 ? "ip" : "ip6";
}

async function readRuleset(host: Host, namespace: string | undefined): Promise<Listed[] | undefined> {
  if (!(await isInstalledOn(host, "nft"))) return undefined;
  try {
    const text = await host.run({ argv: inside(namespace, ["nft", "-j", "list", "ruleset"]) });
    return text.trim() === "" ? [] : (JSON.parse(text) as { nftables: Listed[] }).nftables;
  } catch (error) {
    // The kernel may be without nft, and nft without JSON.
    if (error instanceof CommandError && error.reason === "other") return undefined;
    throw error;
  }
}
