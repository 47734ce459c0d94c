import { CommandError, LinuxnetError } from "../errors";
import { baseChainsBeyondIptables } from "../host/foreign-nft";
import type { Host } from "../host/host";
import { inGroups } from "../host/in-groups";
import { namesById } from "../host/namespace-ids";
import { readNames } from "../host/namespace-file";
import { TRIES } from "../host/patient-host";
import { readSysctls } from "../host/sysctls";
import { FAMILIES, type Family } from "../inputs/addresses";
import { parseJson } from "../iproute2/json";
import { parseLinks } from "../iproute2/links";
import { parseNumberedRoutes } from "../iproute2/routes";
import { parseListeners } from "../iproute2/sockets";
import { parseAllVlans } from "../iproute2/vlans";
import { inside } from "../namespaces";
import { interfaceKey, type Network, Networks, type Place } from "./network";
import { parsePolicies } from "./policy";
import { parseRuleset } from "./ruleset";

/** Networks that are read at the same time. */
const AT_ONCE = 8;

/** Reads the host's network and that of every namespace that has a name, without changing any. */
export async function readNetworks(host: Host): Promise<Networks> {
  return new Networks(await readPlaces(host, [undefined, ...(await readNames(host))]));
}

/** Reads some networks, without changing any; none of a namespace that is gone. */
export async function readPlaces(host: Host, places: readonly Place[]): Promise<Network[]> {
  const all = await inGroups(places, AT_ONCE, (place) => readNetwork(host, place).catch(gone));
  return all.flatMap((it) => it ?? []);
}

/** A namespace that went meanwhile, or whose name is left over. */
function gone(error: unknown): undefined {
  if (error instanceof CommandError && ["absent", "no namespace"].includes(error.reason)) return undefined;
  throw error;
}

/** A JSON list a line. The rules are those of IPv4. */
const QUESTIONS = "addr show\nroute show table all\nneigh show\nnetns list-id\nrule show\n";

async function readNetwork(host: Host, place: Place): Promise<Network> {
  const run = (argv: string[]): Promise<string> => host.run({ argv: inside(place, argv) });
  const [text, sockets, rules6, rulesets4, rulesets6, baseChains] = await Promise.all([
    answers(host, place),
    run(["ss", "-H", "-l", "-n", "-t", "-u"]),
    run(["ip", "-N", "-j", "-d", "-6", "rule", "show"]),
    readRulesets(host, place, 4),
    readRulesets(host, place, 6),
    baseChainsBeyondIptables(host, place),
  ]);
  const [links = "[]", routes = "[]", neighbours = "[]", ids = "[]", rules4 = "[]"] = text.split("\n");
  const all = parseLinks(links);
  const needed = all.flatMap(({ peerNamespace }) => peerNamespace ?? []);
  const devices = all.map(({ name }) => name);
  const [namespaceIds, sysctls] = await Promise.all([
    namesById(host, place, { listed: ids, needed }),
    readSysctls(host, place, keysFor(devices)),
  ]);
  return {
    place,
    links: all,
    routes: parseNumberedRoutes(routes),
    rules: FAMILIES.flatMap((family) => parsePolicies(family === 4 ? rules4 : rules6).map((it) => ({ ...it, family }))),
    rulesets: { 4: rulesets4, 6: rulesets6 },
    baseChains,
    sysctls,
    listeners: parseListeners(sockets),
    neighbours: parseJson<{ dst: string; dev: string; lladdr?: string; state?: string[] }>(neighbours).flatMap(
      ({ dst, dev, lladdr, state = [] }) =>
        lladdr !== undefined && state.includes("PERMANENT") ? [{ device: dev, address: dst, mac: lladdr }] : [],
    ),
    vlans: parseAllVlans(all.some((it) => it.vlanFiltering) ? await run(["bridge", "-j", "vlan", "show"]) : "[]"),
    namespaceIds,
  };
}

/** To all of the questions. One that breaks off because others change what it tells is asked again. */
async function answers(host: Host, place: Place): Promise<string> {
  const argv = inside(place, ["ip", "-j", "-d", "-N", "-batch", "-"]);
  for (let tries = 1; ; tries++) {
    const text = await host.run({ argv, stdin: QUESTIONS, withErrors: true });
    if (!text.includes(BROKEN_OFF) || tries === TRIES) return text.replace(BROKEN_OFF, "");
  }
}

/** What ip prints of it, as an error, see libnetlink.c. */
const BROKEN_OFF = "Dump was interrupted and may be inconsistent.";

const OF_ALL = [
  "net.ipv4.ip_forward",
  "net.ipv6.conf.all.forwarding",
  "net.ipv4.icmp_echo_ignore_all",
  "net.ipv6.icmp.echo_ignore_all",
  "net.bridge.bridge-nf-call-iptables",
  "net.bridge.bridge-nf-call-ip6tables",
];
const OF_INTERFACES = ["forwarding", "rp_filter", "route_localnet", "accept_local"];

function keysFor(devices: readonly string[]): string[] {
  const own = ["all", ...devices].flatMap((device) =>
    OF_INTERFACES.map((parameter) => interfaceKey(4, device, parameter)),
  );
  return [...OF_ALL, ...own];
}

/** The rules of both backends of iptables, where both hold any: packets pass both. */
async function readRulesets(host: Host, place: Place, family: Family): Promise<Network["rulesets"][Family]> {
  const tool = family === 4 ? "iptables" : "ip6tables";
  const text = await host.run({ argv: inside(place, [`${tool}-save`]), withErrors: true });
  const backend = otherBackend(text);
  const other = backend === undefined ? undefined : `${tool}-${backend}`;
  const all = [{ tool, tables: parseRuleset(text) }];
  if (other) all.push({ tool: other, tables: parseRuleset(await readOther(host, place, `${other}-save`)) });
  return all.filter(({ tables }) => tables.size > 0);
}

/** The one backend warns of the other, see `readRules`; where nothing stands nobody tells which it is. */
function otherBackend(text: string): "nft" | "legacy" | undefined {
  if (/-legacy tables present/.test(text)) return "legacy";
  return /\(nf_tables\)/.test(text) || text.trim() === "" ? undefined : "nft";
}

/** One that is not installed holds none. */
async function readOther(host: Host, place: Place, program: string): Promise<string> {
  try {
    return await host.run({ argv: inside(place, [program]) });
  } catch (error) {
    if (error instanceof LinuxnetError) return "";
    throw error;
  }
}
