import { CommandError, LinuxnetError } from "../../provider/errors";
import type { Host } from "../../provider/host/host";
import { inGroups } from "../../provider/host/in-groups";
import { parseJson } from "../../provider/iproute2/json";
import { inside } from "../../provider/namespaces";
import type { Place } from "../graph/model";

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
export async function readCounters(host: Host, places: readonly Place[]): Promise<Counters[]> {
  const all = await inGroups(places, AT_ONCE, (place) => countersOf(host, place).catch(gone));
  return all.flatMap((it) => it ?? []);
}

function gone(error: unknown): undefined {
  if (error instanceof CommandError && ["absent", "no namespace"].includes(error.reason)) return undefined;
  throw error;
}

async function countersOf(host: Host, place: Place): Promise<Counters> {
  const [links, v4, v6] = await Promise.all([
    host.run({ argv: inside(place, ["ip", "-s", "-j", "link", "show"]) }),
    savesOf(host, place, "iptables"),
    savesOf(host, place, "ip6tables"),
  ]);
  return { place, links: parseLinkCounters(links), rules: { 4: parseRuleCounters(v4), 6: parseRuleCounters(v6) } };
}

/** The rules of both backends of iptables; one that is not installed holds none. */
async function savesOf(host: Host, place: Place, tool: string): Promise<string> {
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
