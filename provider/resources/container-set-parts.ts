import { ownerOfPart } from "../owner";
import type { Attachment, ContainerState } from "./container";
import { namesPartOfAll } from "./container-names";
import {
  addressesParts,
  innerPartsOf,
  ownerOfLink,
  publishedParts,
  spareAddresses,
  sparePublished,
} from "./container-parts";
import type { ContainerSetInputs, SetContainerInputs } from "./container-set";
import { macOfPart, type Reowned } from "./mac-owner";
import type { Part } from "./part";
import type { View } from "./spec";

type Set = Omit<ContainerSetInputs, "containers"> & Reowned & { containers: Record<string, SetContainerInputs> };

/** One container of a set, as a Container would be. */
export function entryOf(set: Set, key: string): ContainerState & { networks: [Attachment]; mac: string } {
  const { network, hosts, dns, dnsSearch, dnsOptions, macsOf } = set;
  const { address, address6, mac, aliases, ...own } = set.containers[key] as SetContainerInputs;
  const ownerIn = (owner: string): string => ownerOfPart(owner, `container ${key}`);
  const attachment = {
    ...{ network, address },
    ...(address6 === undefined ? {} : { address6 }),
    ...(mac === undefined ? {} : { mac }),
    ...(aliases === undefined ? {} : { aliases }),
  };
  const name = namespaceOf(set.name, key);
  const owners = { owner: ownerIn(set.owner), ...(macsOf === undefined ? {} : { macsOf: ownerIn(macsOf) }) };
  return {
    ...{ ...own, name, namespace: name, networks: [attachment], address, ...owners },
    ...{ hosts, dns, dnsSearch, dnsOptions },
    ...(address6 === undefined ? {} : { address6 }),
    mac: mac ?? macOfPart(owners, (of) => ownerOfLink(of, network.name), "peer"),
  };
}

/** Those whose namespaces bear names as the set gives, though it does not know them. What address they had is not told. */
export async function straysOf(set: Set, view: View): Promise<ContainerState[]> {
  const prefix = namespaceOf(set.name, "");
  const keys = (await view.namespaces())
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((key) => key !== "" && !Object.hasOwn(set.containers, key));
  const address = set.network.gateway;
  return keys.map((key) => entryOf({ ...set, containers: { [key]: { address } } }, key));
}

/** The namespace of a container of a set. */
export function namespaceOf(set: string, key: string): string {
  return `${set}-${key}`;
}

/** What the containers of a set have in common. */
export function commonParts(set: Set): Part[] {
  const all = Object.keys(set.containers).map((key) => entryOf(set, key));
  return [
    ...addressesParts(
      all.flatMap(({ networks }) => networks),
      set.owner,
    ),
    ...publishedParts(all, set.owner),
    ...(all.length === 0 ? [] : [namesPartOfAll(all, `container set ${set.name}`, set.owner)]),
  ];
}

/** What they have in common for other ports; without any container, all that they would have. */
export function spareParts(set: Set): Part[] {
  const { network, owner } = set;
  const all = Object.keys(set.containers).map((key) => entryOf(set, key));
  if (all.length > 0) return sparePublished(all, owner);
  const { gateway: address, gateway6 } = network;
  const anybody = { networks: [{ network, address, ...(gateway6 === undefined ? {} : { address6: gateway6 }) }] };
  return [
    spareAddresses(network, owner),
    ...sparePublished([anybody], owner),
    namesPartOfAll([], `container set ${set.name}`, owner),
  ];
}

/** Those whose names are somebody's by now. */
export async function takenOf(set: Set, view: View): Promise<string[]> {
  const names = new Set(await view.namespaces());
  return Object.keys(set.containers).filter((key) => names.has(namespaceOf(set.name, key)));
}

/** The objects of one container of a set. */
export function entryParts(set: Set, key: string): Part[] {
  const named = (part: string): string => `${key} ${part}`;
  return innerPartsOf(entryOf(set, key)).map((it) => ({
    ...it,
    key: named(it.key),
    on: it.on === undefined ? undefined : named(it.on),
  }));
}
