import { CommandError, LinuxnetError } from "../../provider/errors";
import type { Host } from "../../provider/host/host";
import { inGroups } from "../../provider/host/in-groups";
import { FAMILIES, type Family } from "../../provider/inputs/addresses";
import { parseJson } from "../../provider/iproute2/json";
import type { Link } from "../../provider/iproute2/links";
import { inside } from "../../provider/namespaces";
import type { Network, Networks, Place } from "../../provider/packets/network";
import type { Ruleset } from "../../provider/packets/ruleset";
import { isOfNote } from "../graph/live";

/** What has passed. */
export interface Counts {
  packets: number;
  bytes: number;
}

/** What the kernel has counted in one network. */
export interface Counters {
  place: Place;
  /** By the names of links. */
  links: Map<string, { received: Counts; sent: Counts }>;
  /** By the rules as iptables-save(8) prints them, of IPv4 and of IPv6; of equal rules one after the other. */
  rules: Record<4 | 6, Map<string, Counts[]>>;
}

/** Networks that are read at the same time. */
const AT_ONCE = 8;

/** Reads counters, without setting them back; none of a network that went meanwhile. */
export async function readCounters(host: Host, networks: Networks): Promise<Counters[]> {
  const entered = toEnter(networks);
  const links = new Map<Network, Counters["links"]>();
  await inGroups([...entered], AT_ONCE, async (network) => {
    const argv = inside(network.place, ["ip", "-s", "-j", "link", "show"]);
    const text = await host.run({ argv }).catch(gone);
    if (text !== undefined) links.set(network, parseLinkCounters(text));
  });
  return inGroups(networks.all, AT_ONCE, async (network) => {
    const [v4, v6] = await Promise.all(FAMILIES.map((family) => savesOf(host, network, family)));
    return {
      place: network.place,
      links: links.get(network) ?? mirrored(networks, network, links),
      rules: { 4: parseRuleCounters(v4 ?? ""), 6: parseRuleCounters(v6 ?? "") },
    };
  });
}

/** The networks to be looked into: not those whose interfaces are but other ends of cables from them. */
export function toEnter(networks: Networks): Set<Network> {
  const entered = new Set<Network>();
  for (const network of networks.all) {
    const isMirrored = (link: Link): boolean => {
      const peer = networks.peerOf({ network, link });
      return link.kind === "veth" && peer !== undefined && entered.has(peer.network);
    };
    if (!network.links.filter(isOfNote).every(isMirrored)) entered.add(network);
  }
  return entered;
}

/** What one end of a veth has received is what the other has sent: the kernel counts it once. */
export function mirrored(
  networks: Networks,
  network: Network,
  links: ReadonlyMap<Network, Counters["links"]>,
): Counters["links"] {
  return new Map(
    network.links.flatMap((link) => {
      const peer = networks.peerOf({ network, link });
      const counts = peer && links.get(peer.network)?.get(peer.link.name);
      return counts ? [[link.name, { received: counts.sent, sent: counts.received }] as const] : [];
    }),
  );
}

function gone(error: unknown): undefined {
  if (error instanceof CommandError && ["absent", "no namespace"].includes(error.reason)) return undefined;
  throw error;
}

/** The rules of both backends of iptables, where there are any; one that is not installed holds none. */
async function savesOf(host: Host, { place, rulesets }: Network, family: Family): Promise<string> {
  if (!rulesets[family].some(({ tables }) => hasRules(tables))) return "";
  const tool = family === 4 ? "iptables" : "ip6tables";
  const texts = await Promise.all(
    [`${tool}-nft-save`, `${tool}-legacy-save`].map((program) =>
      host.run({ argv: inside(place, [program, "-c"]) }).catch((error: unknown) => {
        if (error instanceof LinuxnetError) return "";
        throw error;
      }),
    ),
  );
  return texts.join("\n");
}

function hasRules(ruleset: Ruleset): boolean {
  return [...ruleset.values()].some((chains) => [...chains.values()].some(({ rules }) => rules.length > 0));
}

interface IpCounters {
  ifname: string;
  stats64?: Record<"rx" | "tx", Counts>;
}

/** Reads the answer of `ip -s -j link show`. */
export function parseLinkCounters(json: string): Counters["links"] {
  return new Map(
    parseJson<IpCounters>(json).flatMap(({ ifname, stats64 }) =>
      stats64 ? [[ifname, { received: countsOf(stats64.rx), sent: countsOf(stats64.tx) }]] : [],
    ),
  );
}

function countsOf({ packets, bytes }: Counts): Counts {
  return { packets, bytes };
}

/** Reads what `iptables-save -c` prints. */
export function parseRuleCounters(text: string): Map<string, Counts[]> {
  const rules = new Map<string, Counts[]>();
  let table = "";
  for (const line of text.split("\n")) {
    table = /^\*(\w+)/.exec(line)?.[1] ?? table;
    const [, packets, bytes, rule] = /^\[(\d+):(\d+)\] -A (.*)$/.exec(line) ?? [];
    if (rule === undefined) continue;
    const key = `${table} ${rule}`;
    rules.set(key, [...(rules.get(key) ?? []), { packets: Number(packets), bytes: Number(bytes) }]);
  }
  return rules;
}
