import { readdirSync } from "node:fs";
import { baseChainsBeyondIptables, baseChainText } from "../../provider/host/foreign-nft";
import type { Host } from "../../provider/host/host";
import { matchingSysctls } from "../../provider/host/sysctls";
import { FAMILIES } from "../../provider/inputs/addresses";
import { toolOf } from "../../provider/host/rules";
import { CommandError } from "../../provider/errors";
import { parseJson } from "../../provider/iproute2/json";
import { inside, placeText } from "../../provider/namespaces";
import { linkId } from "../../provider/resources/ids";
import type { Network } from "../survey/kernel";
import {
  beyondLink,
  type FdbEntry,
  type FullLink,
  type Neighbour,
  neighboursBeyond,
  parametersBeyond,
} from "./beyond-links";
import { closedPolicies, firewallCommands } from "./firewall";
import { macsByHand } from "./macs";
import { placed } from "./place";
import { at } from "./script-words";
import type { Taking } from "./taking";

/**
 * Tells what of a network no resource says: policies, tables of nft, neighbours, addresses of lo, and what interfaces that are
 * taken have beyond a program's words. A script makes it, as far as that is simple.
 */
export async function takeBeyond(
  host: Host,
  network: Network,
  taking: Taking,
  taken: ReadonlySet<string>,
): Promise<void> {
  const { namespace, links } = network;
  const run = (words: string): Promise<string> => host.run({ argv: inside(namespace, words.split(" ")) });
  const own = links.map(({ name }) => name).filter((name) => taken.has(linkId({ ...placed(network), name })));
  const isOurs = (device: string): boolean => own.includes(device) || (namespace !== undefined && device === "lo");
  const [full, neighbours, fdb, parameters, nft] = await Promise.all([
    run("ip -j -d addr show"),
    run("ip -j neigh show nud permanent"),
    run("bridge -j fdb show"),
    matchingSysctls(host, namespace, "^net\\.ipv[46]\\.conf\\."),
    baseChainsBeyondIptables(host, namespace),
  ]);
  const all = [
    ...parseJson<FullLink>(full)
      .filter(({ ifname = "" }) => isOurs(ifname))
      .flatMap(beyondLink),
    ...neighboursBeyond(parseJson<Neighbour>(neighbours), parseJson<FdbEntry>(fdb)).filter((it) => isOurs(it.device)),
    ...parametersBeyond(parameters).filter(({ device }) => own.includes(device)),
  ];
  // Another MAC makes the kernel forget neighbours.
  taking.links.push(
    ...(await macsByHand(
      host,
      namespace,
      links.filter(({ name }) => own.includes(name)),
    )),
  );
  for (const { text, commands } of all) {
    const made = commands.map((argv) => at(namespace, argv));
    taking.leave(`${text} (${placeText(namespace)})`, made.length === 0 ? undefined : made);
  }
  nft.forEach((chain) => taking.leave(`nft: ${baseChainText(chain)} (${placeText(namespace)})`));
  if (namespace !== undefined) filesOf(namespace).forEach((path) => taking.leave(path));
  await takeFirewall(host, network, taking);
}

/** What ip-netns(8) puts in the place of files of /etc. */
function filesOf(namespace: string): string[] {
  const folder = `/etc/netns/${namespace}`;
  try {
    return readdirSync(folder).map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

/** A script makes the whole firewall of a namespace; the host's is its owner's. */
async function takeFirewall(host: Host, { namespace, tables }: Network, taking: Taking): Promise<void> {
  for (const family of FAMILIES) {
    const policies = closedPolicies(await saved(host, namespace, family));
    for (const { table, chain } of policies) {
      const words = table === "filter" ? "" : `-t ${table} `;
      const text = `${toolOf(family, undefined)} ${words}-P ${chain} DROP (${placeText(namespace)}): a program declares no policies`;
      taking.leave(text, namespace === undefined ? undefined : []);
    }
    if (namespace !== undefined)
      taking.firewall(namespace, firewallCommands(namespace, family, tables[family], policies));
  }
}

async function saved(host: Host, namespace: string | undefined, family: 4 | 6): Promise<string> {
  try {
    return await host.run({ argv: inside(namespace, [`${toolOf(family, undefined)}-save`]) });
  } catch (error) {
    if (error instanceof CommandError && error.reason === "missing tool") return "";
    throw error;
  }
}
