import type { Host } from "../../provider/host/host";
import { viewOf } from "../../provider/host/view";
import { isFallback, type Link } from "../../provider/iproute2/links";
import { placeText } from "../../provider/namespaces";
import { linkId, qdiscId } from "../../provider/resources/ids";
import type { View } from "../../provider/resources/spec";
import type { VethPairInputs } from "../../provider/resources/veth-pair";
import { type Network, readStanding } from "../survey/kernel";
import { takeBeyond } from "./beyond";
import { foreignReason } from "./foreign";
import { takeRoutes } from "./live-routes";
import { takeRules } from "./live-rules";
import { needSwitches, takeSwitches } from "./live-switches";
import type { Export } from "./model";
import { named, placed } from "./place";
import { Taking } from "./taking";
import { type Upstream, upstreamOf } from "./upstream";

/**
 * All that stands on a host and was made by hand, in its network and in every namespace. Changes nothing.
 * @param all whether bridges of other programs are taken, too.
 */
export async function exportLive(host: Host, all: boolean): Promise<Export> {
  const { networks, unread } = await readStanding(host);
  const view = viewOf(host);
  const taking = new Taking(host, view);
  unread.forEach((text) => taking.leave(text));
  const [own] = networks.filter(({ namespace }) => namespace === undefined);
  const upstream = own ? await upstreamOf(own, view) : { devices: new Set<string>(), namespaces: new Set<string>() };
  const mine = networks
    .filter(({ namespace }) => !leads(namespace, upstream))
    .sort((a, b) => (a.namespace ?? "").localeCompare(b.namespace ?? "", "en", { numeric: true }));
  upstream.namespaces.forEach((name) => taking.leave(`namespace ${name}: the host's way out ends there`));
  for (const { namespace } of mine) if (namespace !== undefined) await taking.take("namespace", namespace, namespace);
  const links = await takeLinks(mine, upstream, taking, all ? undefined : view);
  for (const network of mine) {
    await takeSwitches(network, taking, view);
    await takeRoutes(network, taking, links);
    for (const { device } of network.qdiscs)
      if (links.has(linkId({ ...placed(network), name: device })))
        await taking.take("qdisc", qdiscId({ ...placed(network), device }), named(network, `${device}-qdisc`));
    await takeRules(network, taking);
    const { namespace } = network;
    if (namespace === undefined || taking.hasNamespace(namespace)) await takeBeyond(host, network, taking, links);
  }
  needSwitches(taking.resources);
  return taking.export;
}

function leads(namespace: string | undefined, { namespaces }: Upstream): boolean {
  return namespace !== undefined && namespaces.has(namespace);
}

/** Answers the ids of all interfaces that were taken; without `foreign`, bridges of other programs among them. */
async function takeLinks(
  networks: readonly Network[],
  { devices }: Upstream,
  taking: Taking,
  foreign: View | undefined,
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  for (const kind of ["bridge", "veth", "vxlan"] as const) {
    for (const network of networks) {
      for (const link of network.links.filter((it) => it.kind === kind && !isSecondEnd(it, network))) {
        const { name } = link;
        const id = linkId({ ...placed(network), name });
        if (taken.has(id)) continue;
        if (network.namespace === undefined && devices.has(name)) {
          taking.leave(`interface ${name} on the host: it is the host's way out`);
          continue;
        }
        const reason = kind === "bridge" && foreign ? await foreignReason(link, network, foreign) : undefined;
        if (reason !== undefined) {
          taking.leave(`interface ${name} on the host: ${reason}; --all takes it`);
          continue;
        }
        const found = await taking.take(kind === "veth" ? "vethPair" : kind, id, named(network, name));
        if (found === undefined) continue;
        taken.add(id);
        const { peer } = found.inputs as Partial<VethPairInputs>;
        if (peer) taken.add(linkId(peer));
      }
    }
  }
  for (const network of networks) {
    network.links.filter(isOther).forEach(({ name, kind }) => {
      const what = kind === undefined ? "an interface of no kind that a program makes" : `an interface of kind ${kind}`;
      taking.leave(`interface ${name} ${placeText(network.namespace)}: ${what}`);
    });
  }
  return taken;
}

/** Of a pair in one network: the end that a person names first is the one that the kernel makes last. */
function isSecondEnd({ index, peerName }: Link, { links }: Network): boolean {
  return links.some((it) => it.name === peerName && it.kind === "veth" && it.index > index);
}

function isOther({ name, kind }: Link): boolean {
  return name !== "lo" && !isFallback(name) && kind !== "bridge" && kind !== "veth" && kind !== "vxlan";
}
