import { LinuxnetError } from "../errors";
import { namespacePath, placeText } from "../namespaces";
import { type Fields, isUnknown, object, optional, required } from "../inputs/check";
import { flag, owner } from "../inputs/values";
import type { Link } from "../iproute2/links";
import { linkId, linkOfId } from "./ids";
import { importedEnd, likenedEnd } from "./imported-link";
import { portChecks } from "./link-checks";
import { macOf, type Owner, UNMARKED } from "../owner";
import {
  addWords,
  type Birth,
  configureSteps,
  findLink,
  type LinkMacs,
  linkOwner,
  observedEnd,
  type PortEnd,
  portFields,
  renamed,
  whatLink,
  withMac,
  withoutOwnMac,
} from "./link-end";
import { type CrossCheck, ipStep, type Placed, type ResourceSpec, type Step, type View } from "./spec";
import { withVlans } from "./vlans";

export interface VethPairInputs extends Placed, PortEnd {
  peer: PortEnd;
  adopt: boolean;
}

export type VethPairState = VethPairInputs & LinkMacs & { peer: PortEnd & LinkMacs };

const fields: Fields<VethPairInputs> = {
  ...portFields,
  peer: required(object<PortEnd>(portFields)),
  adopt: optional(flag, false),
  owner: required(owner),
};

const crossChecks: CrossCheck<VethPairInputs>[] = [
  ...portChecks<VethPairInputs>("", (inputs) => inputs),
  ...portChecks<VethPairInputs>("peer.", ({ peer }) => peer),
  {
    needs: ["name", "namespace", "peer.name", "peer.namespace"],
    check({ name, namespace, peer }, refuse) {
      if (peer.name === name && peer.namespace === namespace) {
        refuse("peer.name", `another name than that of the first end ${placeText(namespace)}`, name);
      }
    },
  },
  {
    needs: ["namespace", "master", "peer.name", "peer.namespace"],
    check({ namespace, master, peer }, refuse) {
      if (peer.name === master && peer.namespace === namespace) {
        refuse("master", "a bridge, not the other end", master);
      }
    },
  },
  {
    needs: ["name", "namespace", "peer.master", "peer.namespace"],
    check({ name, namespace, peer }, refuse) {
      if (peer.master === name && peer.namespace === namespace) {
        refuse("peer.master", "a bridge, not the other end", name);
      }
    },
  },
];

/** `ip link add A type veth peer name B`: a cable with two ends, each in a namespace of its own. */
export const vethPair: ResourceSpec<VethPairInputs, VethPairState> = {
  describe: ({ name, namespace, peer }) =>
    `veth pair ${name} ${placeText(namespace)}, ${peer.name} ${placeText(peer.namespace)}`,
  fields,
  defaults(inputs) {
    const { peer } = inputs;
    if (!peer || isUnknown(peer)) return { hairpin: inputs.hairpin ?? inputs.master !== undefined };
    // Between two bridges each would send every broadcast back into the cable, without end.
    const hairpin = (inputs.master === undefined) !== (peer.master === undefined);
    const of = (end: Partial<PortEnd>): boolean => end.hairpin ?? (hairpin && end.master !== undefined);
    return { hairpin: of(inputs), peer: { ...peer, hairpin: of(peer) } };
  },
  crossChecks,
  id: linkId,
  fromId: linkOfId,
  hasDependents: true,
  replaceOn: ["name", "namespace", "peer.name", "peer.namespace"],
  references: ["master", "peer.master"],
  complete(inputs, standing) {
    const { peer } = inputs;
    const [first, second] = births(inputs.owner);
    const unknown = isUnknown(peer) ? (peer as VethPairState["peer"]) : undefined;
    return { ...withMac(inputs, first, standing), peer: unknown ?? withMac(peer, second, standing?.peer) };
  },
  inputsOf: (state) => ({ ...withoutOwnMac<VethPairInputs>(state), peer: withoutOwnMac<PortEnd>(state.peer) }),
  create(wanted) {
    const [own, peers] = births(wanted.owner);
    const ends: [PortEnd, Birth][] = [
      [wanted, own],
      [wanted.peer, peers],
    ];
    if (lastEnd(wanted) === wanted) ends.reverse();
    const [[first, firstBirth], [second, secondBirth]] = ends as [[PortEnd, Birth], [PortEnd, Birth]];
    // By its path: a name of digits alone would mean the process with that number where no namespace has it.
    const moved = second.namespace === first.namespace ? [] : ["netns", namespacePath(second.namespace as string)];
    return [
      ipStep(
        first.namespace,
        ...["link", "add", ...addWords(first, firstBirth), "type", "veth"],
        ...["peer", ...addWords(second, secondBirth), ...moved],
      ),
      ...configureSteps(first, firstBirth),
      // Ready last, when the other one is.
      ...configureSteps(second, secondBirth, { announced: true }),
    ];
  },
  async update(standing, wanted, view) {
    const [own, peers] = births(wanted.owner);
    const last = lastEnd(wanted);
    const change = (end: PortEnd, birth: Birth, from: PortEnd): Step[] =>
      // What an interrupted creation left has no addresses, and has told nobody that it is there. An address that is new
      // here somebody else may have had.
      configureSteps(end, birth, {
        standing: from,
        announced: from.addresses?.length ? hasNew(end, from) : end === last,
      });
    return [
      ...change(wanted, own, await withVlans(standing, wanted, view)),
      ...change(wanted.peer, peers, await withVlans(standing.peer, wanted.peer, view)),
    ];
  },
  remove: (state) => [removeStep(state)],
  async find({ name, namespace, owner }, view) {
    const link = await view.link(namespace, name);
    if (!link) return undefined;
    const inputs = await importedEnd(link, { kind: "veth", namespace }, view);
    const place = await view.otherEnd(namespace, link);
    const other = place && (await view.link(place.namespace, place.name));
    if (!other) throw new LinuxnetError(`the other end of ${name} lies in a network namespace that has no name`);
    const [own, peers] = births(owner);
    const [mark = UNMARKED, peerMark = UNMARKED] = [linkOwner(link, own), linkOwner(other, peers)];
    if (mark !== peerMark) throw new LinuxnetError("its ends bear the marks of different resources");
    const macs = { ownMac: link.mac, peer: { ownMac: other.mac } };
    const peer = { ...place, ...(await importedEnd(other, { kind: "veth", namespace: place.namespace }, view)) };
    return { mark, inputs: { ...inputs, peer }, standing: macs as VethPairState };
  },
  likened: (inputs, standing) => ({
    ...likenedEnd(inputs, standing),
    peer: isUnknown(inputs.peer) ? inputs.peer : likenedEnd(inputs.peer, standing.peer),
  }),
  async observe(wanted, view) {
    const [first, second] = await Promise.all([
      findLink(wanted, wanted.owner, view, wanted.peer),
      findLink(wanted.peer, wanted.owner, view, wanted),
    ]);
    const [ownBirth, peerBirth] = births(wanted.owner);
    const firstOwner = first && linkOwner(first, ownBirth);
    const secondOwner = second && linkOwner(second, peerBirth);
    const ours = firstOwner === wanted.owner ? first : secondOwner === wanted.owner ? second : undefined;
    const found = ours ?? first ?? second;
    if (!found) return undefined;
    // An end that somebody moved lives on elsewhere: it goes with the other one.
    const { namespace } = found === first ? wanted : wanted.peer;
    const names = [renamed(wanted, first), renamed(wanted.peer, second)];
    const observation = {
      owner: found === first ? firstOwner : secondOwner,
      what: whatLink(found),
      drift: names.flatMap(({ drift }) => drift),
      renaming: names.flatMap(({ renaming }) => renaming),
      remains: [removeStep({ name: found.name, namespace })],
    };
    // Indexes alone say little across namespaces.
    const isMarked = firstOwner === secondOwner && firstOwner !== undefined && firstOwner !== UNMARKED;
    const isPair =
      first &&
      second &&
      areOnePair(first, second) &&
      (isMarked || (await isOtherEnd(view, [wanted, first], [wanted.peer, second])));
    if (!isPair) {
      const [stands, other] = found === first ? [wanted, wanted.peer] : [wanted.peer, wanted];
      const part = `${endText(stands)} stands, its other end is not ${endText(other)}`;
      return { ...observation, drift: [part, ...observation.drift] };
    }
    // A change of the owner that was interrupted has marked one end.
    if (firstOwner !== secondOwner && !ours) return observation;
    const is = { ours: ours !== undefined, adopted: wanted.adopt };
    const marks = firstOwner === secondOwner ? [] : ["one end bears another's mark"];
    return {
      ...observation,
      drift: [...observation.drift, ...marks],
      state: {
        ...(await observedEnd(wanted, first, is, view)),
        peer: await observedEnd(wanted.peer, second, is, view),
      },
    };
  },
};

function hasNew(end: PortEnd, from: PortEnd): boolean {
  return (end.addresses ?? []).some((address) => !from.addresses?.includes(address));
}

/** The end that is made last: a pair is made from the host where an end lies there, whose own network has no name inside a namespace. */
function lastEnd(pair: VethPairState): PortEnd {
  return pair.peer.namespace === undefined && pair.namespace !== undefined ? pair : pair.peer;
}

function births(owner: Owner): [first: Birth, second: Birth] {
  return [
    { owner, mac: macOf(owner, "first") },
    { owner, mac: macOf(owner, "peer") },
  ];
}

function endText({ name, namespace }: PortEnd): string {
  return `${name} ${placeText(namespace)}`;
}

/** Either end takes the other with it. */
function removeStep({ name, namespace }: { name: string; namespace?: string | undefined }): Step {
  return ipStep(namespace, "link", "del", "dev", name);
}

/** Each end names the other by index; where both lie in one namespace, by name. */
function areOnePair(a: Link, b: Link): boolean {
  const names = (from: Link, to: Link): boolean => from.peerIndex === to.index || from.peerName === to.name;
  return a.kind === "veth" && b.kind === "veth" && names(a, b) && names(b, a);
}

async function isOtherEnd(
  view: View,
  [{ namespace: from }, link]: [PortEnd, Link],
  [{ namespace }, other]: [PortEnd, Link],
): Promise<boolean> {
  const end = await view.otherEnd(from, link);
  return end?.name === other.name && end.namespace === namespace;
}
