import { type Check, hasUnknown, list, object, optional, required } from "../inputs/check";
import { flag, integer } from "../inputs/values";
import type { PortVlan } from "../iproute2/vlans";
import type { Step, View } from "./spec";

/** Some VLANs, as the state has them. */
export interface Vlan {
  vid: number | string;
  pvid: boolean;
  untagged: boolean;
}

/** The VLANs that IEEE 802.1Q leaves to users: 0 and 4095 mean something else. */
const LAST = 4094;

const one = integer(1, LAST, "a VLAN");

const vids: Check<number | string> = (value, path, refuse) => {
  if (typeof value !== "string") return one(value, path, refuse);
  const [, first, last] = /^([1-9][0-9]{0,3})-([1-9][0-9]{0,3})$/.exec(value) ?? [];
  if (first === undefined || last === undefined || Number(last) > LAST || Number(first) > Number(last)) {
    return refuse(path, `a VLAN from 1 to ${LAST}, or a range such as "10-20"`, value);
  }
  return first === last ? Number(first) : value;
};

const all = list<Vlan>(
  object<Vlan>({ vid: required(vids), pvid: optional(flag, false), untagged: optional(flag, false) }),
);

/** Each VLAN once, and no more than one of them what comes in without a tag belongs to. */
export const vlans: Check<Vlan[]> = (value, path, refuse) => {
  const checked = all(value, path, refuse);
  if (checked === undefined || hasUnknown(checked)) return checked;
  const taken = new Set<number>();
  // What was refused is not there.
  (checked as (Partial<Vlan> | undefined)[]).forEach(({ vid, pvid } = {}, index) => {
    if (vid === undefined) return;
    const at = `${path}[${index}]`;
    const [first, last] = endsOf(vid);
    if (pvid && (first !== last || checked.findIndex((it?: Vlan) => it?.pvid) < index)) {
      refuse(`${at}.pvid`, "one VLAN at most that has it, and no range", pvid);
    }
    const members = membersOf(vid);
    if (members.some((it) => taken.has(it))) refuse(`${at}.vid`, "each VLAN once", vid);
    members.forEach((it) => taken.add(it));
  });
  return checked;
};

/** Of whom the VLANs are: `self` is the bridge itself, else the port. */
interface Holder {
  name: string;
  namespace?: string | undefined;
  self: boolean;
}

/** The lines of bridge(8) that give a link these VLANs and no others: new ones come first. Where none are known to stand, all may. */
export function vlanSteps(
  { name, namespace, self }: Holder,
  wanted: readonly Vlan[],
  standing?: readonly Vlan[],
): Step[] {
  const step = (verb: "add" | "del", vid: number | string, flags: string[] = []): Step => ({
    tool: "bridge",
    namespace,
    words: ["vlan", verb, "dev", name, "vid", String(vid), ...flags, ...(self ? ["self"] : [])],
  });
  const [is, was] = [new Map(expanded(wanted)), new Map(expanded(standing ?? []))];
  const isNew = ({ vid }: Vlan): boolean => membersOf(vid).some((it) => was.get(it) !== is.get(it));
  const add = wanted
    .filter(isNew)
    .map((it) => step("add", it.vid, [...(it.pvid ? ["pvid"] : []), ...(it.untagged ? ["untagged"] : [])]));
  if (standing === undefined) return [step("del", `1-${LAST}`), ...add];
  const gone = rangesOf([...was.keys()].filter((vid) => !is.has(vid)));
  return [...add, ...gone.map((vid) => step("del", vid))];
}

/** The VLANs that stand, in the words of those that are wanted where they are the same; undefined where none are declared. */
export async function observedVlans(
  { name, namespace }: Omit<Holder, "self">,
  wanted: readonly Vlan[] | undefined,
  view: View,
): Promise<readonly Vlan[] | undefined> {
  return wanted && likenedVlans(toldVlans(await view.vlans(namespace, name)), wanted);
}

/** A link as it stands, with its VLANs where they are declared now and have not been. */
export async function withVlans<End extends LinkOfVlans>(standing: End, wanted: LinkOfVlans, view: View): Promise<End> {
  if (standing.vlans || !wanted.vlans || standing.master !== wanted.master) return standing;
  return { ...standing, vlans: toldVlans(await view.vlans(standing.namespace, standing.name)) };
}

interface LinkOfVlans {
  name: string;
  namespace?: string;
  master?: string;
  vlans?: Vlan[];
}

/** Some VLANs in the words of others, where these are the same ones. */
export function likenedVlans(some: readonly Vlan[], others: readonly Vlan[]): readonly Vlan[] {
  const text = (it: readonly Vlan[]): string => JSON.stringify(expanded(it).sort(([a], [b]) => a - b));
  return text(some) === text(others) ? others : some;
}

/** VLANs that follow each other and are alike are told as a range. */
export function toldVlans(standing: readonly PortVlan[]): Vlan[] {
  const told: Vlan[] = [];
  for (const { pvid, untagged } of [
    { pvid: true, untagged: true },
    { pvid: true, untagged: false },
    { pvid: false, untagged: true },
    { pvid: false, untagged: false },
  ]) {
    const alike = standing.filter((it) => it.pvid === pvid && it.untagged === untagged);
    told.push(...rangesOf(alike.map(({ vid }) => vid)).map((vid) => ({ vid, pvid, untagged })));
  }
  return told;
}

/** What a bridge with such a `vlanDefaultPvid` gives to itself and to its ports. */
export function freshVlans(pvid: number): Vlan[] {
  return pvid === 0 ? [] : [{ vid: pvid, pvid: true, untagged: true }];
}

export function areFresh(told: readonly Vlan[], pvid = 1): boolean {
  const fresh = freshVlans(pvid);
  return likenedVlans(told, fresh) === fresh;
}

/** Each VLAN by itself. */
export function eachVlan(some: readonly Vlan[]): PortVlan[] {
  return some.flatMap((it) => membersOf(it.vid).map((vid) => ({ ...it, vid })));
}

function expanded(some: readonly Vlan[]): [vid: number, flags: string][] {
  return eachVlan(some).map(({ vid, pvid, untagged }) => [vid, `${pvid} ${untagged}`]);
}

function endsOf(vid: number | string): [first: number, last: number] {
  const [first = NaN, last = first] = String(vid).split("-").map(Number);
  return [first, last];
}

function membersOf(vid: number | string): number[] {
  const [first, last] = endsOf(vid);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function rangesOf(vids: readonly number[]): (number | string)[] {
  const ranges: [number, number][] = [];
  for (const vid of [...vids].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === vid - 1) last[1] = vid;
    else ranges.push([vid, vid]);
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}-${last}`));
}
