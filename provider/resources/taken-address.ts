import { LinuxnetError } from "../errors";
import { placeText } from "../namespaces";
import { type Owner, ownerOf, stackOf } from "../owner";
import type { Attachment, ContainerState } from "./container";
import { addressesOf } from "./container-names";
import { ownerOfLink } from "./container-parts";
import { macOfPart } from "./mac-owner";
import type { View } from "./spec";

/** Refuses an address that a container is to have, and somebody else on the segment of its network has by now. */
export async function refuseTakenAddresses(
  wanted: ContainerState,
  standing: ContainerState | undefined,
  view: View,
): Promise<void> {
  await Promise.all((wanted.networks ?? []).map((it) => refuseTakenIn(it, wanted, standing, view)));
}

async function refuseTakenIn(
  it: Attachment,
  wanted: ContainerState,
  standing: ContainerState | undefined,
  view: View,
): Promise<void> {
  const { name, owner } = wanted;
  const { network } = it;
  const before = standing?.networks?.find((other) => isSameSegment(other, it));
  const asked = addressesOf(it).filter((address) => !before || !addressesOf(before).includes(address));
  if (asked.length === 0) return;
  const own = it.mac ?? macOfPart(wanted, (of) => ownerOfLink(of, network.name), "peer");
  const holders = await view.holders(network.namespace, network.bridge, asked);
  for (const [address, mac] of holders) {
    if (mac === own) continue;
    const place = await interfaceWith(mac, view);
    // Its own from a time when it had another MAC; or that of a container that gives way to it, which the stack knows.
    if (place?.namespace === name || (place?.owner && stackOf(place.owner) === stackOf(owner))) continue;
    const who = place ? `${place.name} ${placeText(place.namespace)}` : "somebody behind its bridge";
    throw new LinuxnetError(
      `container ${name}: address ${address} in network ${network.name} is taken: ${who} answers for it (${mac}); ` +
        "give the container another address, or take it from there",
    );
  }
}

function isSameSegment({ network: a }: Attachment, { network: b }: Attachment): boolean {
  return a.namespace === b.namespace && a.bridge === b.bridge;
}

interface Interface {
  namespace: string | undefined;
  name: string;
  owner: Owner | undefined;
}

/** The interface that has a MAC; undefined where no namespace that has a name holds it. */
async function interfaceWith(mac: string, view: View): Promise<Interface | undefined> {
  for (const namespace of [undefined, ...(await view.namespaces())]) {
    const link = (await view.links(namespace)).find((it) => it.mac === mac);
    if (link) return { namespace, name: link.name, owner: ownerOf(link.alias) };
  }
  return undefined;
}
