import type { Interface, Networks } from "./network";
import { fixes, type Stop } from "./reasons";
import { holderOf, type Reached, segmentFrom, type Segment, type Shut } from "./segment";
import { pvidOf } from "./vlans";

/** Where the VLANs of bridges end what would arrive without them. */
export interface VlanStop {
  stop: Stop;
  at: Interface;
}

/** Why VLANs keep a frame from whoever has an address. */
export function vlanStopTo(
  networks: Networks,
  from: Interface,
  segment: Segment,
  address: string,
): VlanStop | undefined {
  return stopOf(networks, from, segment, (reached) => holderOf(reached, address));
}

/** Why VLANs keep the answer to a neighbour's question from who has asked: then nothing else is sent. */
export function vlanStopBack(
  networks: Networks,
  from: Interface,
  { at }: Reached,
  address: string,
): VlanStop | undefined {
  const isAsker = (it: Reached): boolean => isSame(it.at, from);
  const segment = segmentFrom(networks, at);
  if (segment.shut.length === 0 || segment.reached.some(isAsker)) return undefined;
  const found = stopOf(networks, at, segment, (reached) => reached.find(isAsker));
  return (
    found && {
      ...found,
      stop: { ...found.stop, text: `${address} is asked who it is, and its answer ends: ${found.stop.text}` },
    }
  );
}

function stopOf(
  networks: Networks,
  from: Interface,
  { shut }: Segment,
  find: (reached: readonly Reached[]) => Reached | undefined,
): VlanStop | undefined {
  if (shut.length === 0) return undefined;
  const wanted = find(segmentFrom(networks, from, { isBlind: true }).reached);
  const it = wanted && shut.find((each) => isOnWay(each, wanted));
  return it && { at: it.at, stop: told(it, wanted) };
}

/** Whether it is there that the way to an interface ends: a bridge's own VLANs are on the way to itself alone. */
function isOnWay({ at, isOwn, way }: Shut, { at: end, through }: Reached): boolean {
  if (isOwn && way === "out")
    return isSame(end, at) || (end.network === at.network && end.link.peerName === at.link.name);
  return through.some((it) => isSame(it, at));
}

function isSame(one: Interface, other: Interface): boolean {
  return one.network === other.network && one.link.name === other.link.name;
}

function told({ at, way, isOwn, tag, vid, through }: Shut, wanted: Reached): Stop {
  const { network, link } = at;
  const add = (device: string, number: number, isTagged: boolean, isSelf = false): string =>
    `bridge vlan add dev ${device} vid ${number}${isTagged ? "" : " pvid untagged"}${isSelf ? " self" : ""}`;
  const reason = "filtered" as const;
  if (way === "tag") {
    const text = `frames come to ${link.name} with the tag of VLAN ${vid}, and no interface of that VLAN is there`;
    const port = through.at(-2);
    const fix =
      port && port.network.vlans.has(port.link.name) ? fixes(port.network, add(port.link.name, vid ?? 1, false)) : [];
    return {
      reason,
      text,
      fix: [...fix, ...fixes(network, `ip link add link ${link.name} name ${link.name}.${vid} type vlan id ${vid}`)],
    };
  }
  if (way === "in" && tag === undefined) {
    const text = `${link.name} takes no frames without a tag: it has no PVID`;
    return { reason, text, fix: fixes(network, add(link.name, pvidBehind(at, wanted) ?? 1, false, isOwn)) };
  }
  const isTagged = way === "in" ? true : wanted.at.link.vlanId === vid;
  const text = `${link.name} is no member of VLAN ${vid}, in which the frames are`;
  return { reason, text, fix: fixes(network, add(link.name, vid ?? 1, isTagged, isOwn)) };
}

/** The VLAN of the port by which the bridge would send frames on. */
function pvidBehind({ network, link }: Interface, { through, at: end }: Reached): number | undefined {
  const ports = [...through, end].filter((it) => it.network === network && it.link.name !== link.name);
  return ports.map((it) => pvidOf(network, it.link.name)).find((vid) => vid !== undefined);
}
