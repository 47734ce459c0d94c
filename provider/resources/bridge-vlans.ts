import { isDeepStrictEqual } from "node:util";
import type { PortVlan } from "../iproute2/vlans";
import { areFresh, eachVlan, freshVlans, toldVlans, type Vlan, vlanSteps } from "./vlans";
import type { Step, View } from "./spec";

/** Whether a bridge keeps its ports to their VLANs, and the VLAN of those that name none. */
export interface Filtering {
  vlanFiltering?: boolean;
  vlanDefaultPvid?: number;
}

interface Filter extends Filtering {
  name: string;
  namespace?: string;
  vlans?: Vlan[];
}

/** What a bridge is born with. */
const FRESH: Required<Filtering> = { vlanFiltering: false, vlanDefaultPvid: 1 };

/** The words of ip(8) by which a bridge filters: of what changes alone, because not every kernel has VLANs. */
export function filteringWords(wanted: Filtering, standing: Filtering = {}): string[] {
  const [to, from] = [whole(wanted), whole(standing)];
  return [
    ...(to.vlanFiltering === from.vlanFiltering ? [] : ["vlan_filtering", String(Number(to.vlanFiltering))]),
    ...(to.vlanDefaultPvid === from.vlanDefaultPvid ? [] : ["vlan_default_pvid", String(to.vlanDefaultPvid)]),
  ];
}

function whole({ vlanFiltering, vlanDefaultPvid }: Filtering): Required<Filtering> {
  return {
    vlanFiltering: vlanFiltering ?? FRESH.vlanFiltering,
    vlanDefaultPvid: vlanDefaultPvid ?? FRESH.vlanDefaultPvid,
  };
}

/** Of what the kernel tells what is declared, and what differs from a new bridge's; of one that was taken over, what is declared. */
export function observedFiltering(wanted: Filtering, told: Required<Filtering>, isAdopted = false): Filtering {
  const isTold = (key: keyof Filtering): boolean =>
    wanted[key] !== undefined || (!isAdopted && told[key] !== FRESH[key]);
  const { vlanFiltering, vlanDefaultPvid } = told;
  return {
    ...(isTold("vlanFiltering") ? { vlanFiltering } : {}),
    ...(isTold("vlanDefaultPvid") ? { vlanDefaultPvid } : {}),
  };
}

/** The lines of bridge(8) by which a new bridge itself gets its VLANs. */
export function bornVlanSteps(wanted: Filter): Step[] {
  return wanted.vlans === undefined ? [] : vlanSteps({ ...wanted, self: true }, wanted.vlans);
}

/**
 * The lines that follow those of `filteringWords`. The bridge itself gets the VLANs that are declared, or a new one's instead
 * of those that no longer are. A port that has others than the default keeps them, though the kernel changes them with it.
 */
export async function changedVlanSteps(wanted: Filter, standing: Filter, view: View): Promise<Step[]> {
  const [from, to] = [whole(standing).vlanDefaultPvid, whole(wanted).vlanDefaultPvid];
  if (from === to && isDeepStrictEqual(wanted.vlans, standing.vlans)) return [];
  const { name, namespace } = wanted;
  const after = (vlans: readonly PortVlan[]): Vlan[] => toldVlans(withDefault(vlans, from, to));
  const own = wanted.vlans ?? (standing.vlans && freshVlans(to));
  const ownSteps = async (vlans: readonly Vlan[]): Promise<Step[]> => {
    const known = standing.vlans ? eachVlan(standing.vlans) : await view.vlans(namespace, name);
    return vlanSteps({ ...wanted, self: true }, vlans, after(known));
  };
  const portSteps = async (port: string): Promise<Step[]> => {
    const known = await view.vlans(namespace, port);
    const told = toldVlans(known);
    return areFresh(told, from) ? [] : vlanSteps({ name: port, namespace, self: false }, told, after(known));
  };
  const links = from === to ? [] : await view.links(namespace);
  const ports = links.filter(({ master }) => master === name);
  const all = [...(own ? [ownSteps(own)] : []), ...ports.map((port) => portSteps(port.name))];
  return (await Promise.all(all)).flat();
}

/**
 * What the kernel makes of the VLANs of a bridge or a port when the default changes (__br_vlan_set_default_pvid in
 * net/bridge/br_vlan.c).
 */
function withDefault(vlans: readonly PortVlan[], from: number, to: number): readonly PortVlan[] {
  const hasOld = vlans.some(({ vid, pvid, untagged }) => vid === from && pvid && untagged);
  const others = hasOld ? vlans.filter(({ vid }) => vid !== from) : vlans;
  if (to === 0) return others;
  if (from === to || (from !== 0 && !hasOld) || vlans.some(({ vid }) => vid === to)) return vlans;
  return [...others.map((it) => ({ ...it, pvid: false })), { vid: to, pvid: true, untagged: true }];
}
