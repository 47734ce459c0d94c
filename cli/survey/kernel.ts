import { CommandError, LinuxnetError } from "../../provider/errors";
import { readRules } from "../../provider/host/rules";
import { type ListedService, listServices } from "../../provider/host/services";
import { readNames } from "../../provider/host/namespace-file";
import { viewOf } from "../../provider/host/view";
import type { Host } from "../../provider/host/host";
import type { Family } from "../../provider/inputs/addresses";
import { type Link, parseLinks } from "../../provider/iproute2/links";
import { parsePolicyRules, type PolicyRule } from "../../provider/iproute2/policy-rules";
import { parseRootQdiscs, type Qdisc } from "../../provider/iproute2/qdiscs";
import { parseNumberedRoutes, type RouteEntry } from "../../provider/iproute2/routes";
import type { Tables } from "../../provider/iptables/chains";
import type { NetnsFiles } from "../../provider/netns-files/lines";
import type { NamespaceFile } from "../../provider/resources/spec";
import { inside, placeText } from "../../provider/namespaces";
import { inGroups } from "../../provider/host/in-groups";
import { type IdleSwitch, idleSwitches } from "./switches";

/** A route with what names it in the kernel; its table by number, but for those that a program names. */
export type PlacedRoute = RouteEntry & { table: string; family: Family };

/** A rule of policy routing with what names it in the kernel. */
export type PlacedRule = PolicyRule & { family: Family };

/** What stands in one network. */
export interface Network {
  /** The name of a namespace, undefined for the host's own network. */
  namespace: string | undefined;
  links: Link[];
  routes: PlacedRoute[];
  rules: PlacedRule[];
  /** At the roots of links. */
  qdiscs: Qdisc[];
  tables: Record<Family, Tables>;
  switches: IdleSwitch[];
}

/** What stands on a host, as far as it could be read. */
export interface Standing {
  networks: Network[];
  /** Names under /run/netns that an interrupted command left: empty files on which no namespace is mounted. */
  files: string[];
  /** What the files under /etc/netns hold into which linuxnet writes. */
  netnsFiles: NetnsFiles;
  services: ListedService[];
  /** What could not be read, and why: a line each. */
  unread: string[];
}

/** Networks that are read at the same time. */
const AT_ONCE = 8;

/** Reads the host's network and that of every namespace. Nothing is changed; what cannot be read is told in `unread`. */
export async function readStanding(host: Host): Promise<Standing> {
  const files: string[] = [];
  const unread: string[] = [];
  const names = await readNames(host).catch((error: unknown) => {
    unread.push(`the names of namespaces: ${explained(error)}`);
    return [];
  });
  const found = await inGroups([undefined, ...names], AT_ONCE, async (namespace) => {
    try {
      return { namespace, network: await readNetwork(host, namespace) };
    } catch (error) {
      return { unread: `what stands ${placeText(namespace)}: ${explained(error)}` };
    }
  });
  const networks = found.flatMap(({ namespace, network, unread: text }) => {
    if (text !== undefined) unread.push(text);
    if (network === "unmounted" && namespace !== undefined) files.push(namespace);
    return network === undefined || typeof network === "string" ? [] : [network];
  });
  const netnsFiles = await viewOf(host)
    .netnsFiles()
    .catch((error: unknown): NetnsFiles => {
      unread.push(`the files under /etc/netns: ${explained(error)}`);
      return new Map();
    });
  const services = await listServices(host).catch((error: unknown) => {
    unread.push(`services: ${explained(error)}`);
    return [];
  });
  return { networks, files, netnsFiles, services, unread };
}

/** What stands in a network, or what lies under the name of a namespace that cannot be entered, or is gone meanwhile. */
async function readNetwork(host: Host, namespace: string | undefined): Promise<Network | NamespaceFile> {
  try {
    return await readAll(host, namespace);
  } catch (error) {
    const reason = error instanceof CommandError ? error.reason : undefined;
    if (namespace === undefined || (reason !== "absent" && reason !== "no namespace")) throw error;
    const file = await viewOf(host).namespaceFile(namespace);
    if (reason === "absent" && file !== "none") throw error;
    return file;
  }
}

async function readAll(host: Host, namespace: string | undefined): Promise<Network> {
  const run = (words: string): Promise<string> => host.run({ argv: inside(namespace, words.split(" ")) });
  const rulesOf = async (family: Family): Promise<PlacedRule[]> =>
    parsePolicyRules(await run(`ip -N -j -d -${family} rule show`)).map((rule) => ({ ...rule, family }));
  const [links, routes, rules4, rules6, qdiscs, v4, v6] = await Promise.all([
    run("ip -j -d addr show"),
    run("ip -N -j -d route show table all"),
    rulesOf(4),
    rulesOf(6),
    run("tc -j qdisc show"),
    readChains(host, namespace, 4),
    readChains(host, namespace, 6),
  ]);
  const tables = { 4: v4, 6: v6 };
  const switches = await idleSwitches(host, namespace, tables);
  const rules = [...rules4, ...rules6];
  const ofLinks = { links: parseLinks(links), qdiscs: parseRootQdiscs(qdiscs) };
  return { namespace, ...ofLinks, routes: parseNumberedRoutes(routes), rules, tables, switches };
}

/** The chains of both backends of iptables. Where it is not installed, linuxnet has made none. */
async function readChains(host: Host, namespace: string | undefined, family: Family): Promise<Tables> {
  try {
    const { tables, other } = await readRules(host, namespace, family);
    const names = [...new Set([...tables.keys(), ...(other?.tables.keys() ?? [])])];
    return new Map(
      names.map((name) => [name, new Map([...(other?.tables.get(name) ?? []), ...(tables.get(name) ?? [])])]),
    );
  } catch (error) {
    if (error instanceof CommandError && error.reason === "missing tool") return new Map();
    throw error;
  }
}

function explained(error: unknown): string {
  if (!(error instanceof LinuxnetError)) throw error;
  return error.message.split("\n", 1)[0] as string;
}
