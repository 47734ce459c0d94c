import { placeText } from "../host/namespaces";
import { type Fields, isUnknown, object, optional, required } from "../inputs/check";
import { flag, owner } from "../inputs/values";
import type { Link } from "../iproute2/links";
import { macOf, type Owner } from "../owner";
import {
  addWords,
  configureSteps,
  ipStep,
  linkOwner,
  observedEnd,
  type PortEnd,
  portFields,
  whatLink,
} from "./link-end";
import type { Placed, ResourceSpec, Step } from "./spec";

export interface VethPairInputs extends Placed, PortEnd {
  peer: PortEnd;
  adopt: boolean;
}

export interface VethPairState extends VethPairInputs {
  mac: string;
  peer: PortEnd & { mac: string };
  /** The owner at creation: the MACs that it gave stay when the owner's name changes. */
  born: Owner;
}

const fields: Fields<VethPairInputs> = {
  ...portFields,
  peer: required(object<PortEnd>(portFields)),
  adopt: optional(flag, false),
  owner: required(owner),
};

/** `ip link add A type veth peer name B`: a cable with two ends, each in a namespace of its own. */
export const vethPair: ResourceSpec<VethPairInputs, VethPairState> = {
  kind: "VethPair",
  describe: ({ name, namespace, peer }) =>
    `veth pair ${name} ${placeText(namespace)}, ${peer.name} ${placeText(peer.namespace)}`,
  fields,
  defaults(inputs) {
    const { peer } = inputs;
    const hairpin = (end: Partial<PortEnd>): { hairpin: boolean } => ({
      hairpin: end.hairpin ?? end.master !== undefined,
    });
    return { ...hairpin(inputs), ...(peer && !isUnknown(peer) ? { peer: { ...peer, ...hairpin(peer) } } : {}) };
  },
  id: ({ name, namespace }) => (namespace === undefined ? name : `${namespace}/${name}`),
  replaceOn: ["name", "namespace", "peer.name", "peer.namespace"],
  references: ["master", "peer.master"],
  complete(inputs, standing) {
    const born = standing?.born ?? inputs.owner;
    const withMac = <End extends PortEnd>(end: End): End & { mac: string } => ({
      ...end,
      mac: end.mac ?? macOf(born, end.name),
    });
    return {
      ...withMac(inputs),
      born,
      peer: isUnknown(inputs.peer) ? (inputs.peer as VethPairState["peer"]) : withMac(inputs.peer),
    };
  },
  inputsOf({ born, ...inputs }) {
    const withoutOwnMac = <End extends PortEnd>({ mac, ...end }: End): End =>
      (mac === macOf(born, end.name) ? end : { ...end, mac }) as End;
    return { ...withoutOwnMac(inputs), peer: withoutOwnMac(inputs.peer) };
  },
  create(wanted) {
    // Made from the host where an end lies there: inside a namespace the host's own has no name.
    const [first, second] =
      wanted.peer.namespace === undefined && wanted.namespace !== undefined
        ? [wanted.peer, wanted]
        : [wanted, wanted.peer];
    const moved = second.namespace === first.namespace ? [] : ["netns", second.namespace as string];
    return [
      ipStep(
        first.namespace,
        ...["link", "add", ...addWords(first, wanted.owner), "type", "veth"],
        ...["peer", ...addWords(second, wanted.owner), ...moved],
      ),
      ...configureSteps(first, wanted.owner),
      ...configureSteps(second, wanted.owner),
    ];
  },
  update: (standing, wanted) => [
    ...configureSteps(wanted, wanted.owner, standing),
    ...configureSteps(wanted.peer, wanted.owner, standing.peer),
  ],
  remove: (state) => [removeStep(state)],
  async observe(wanted, view) {
    const [first, second] = await Promise.all([
      view.link(wanted.namespace, wanted.name),
      view.link(wanted.peer.namespace, wanted.peer.name),
    ]);
    const found = first ?? second;
    if (!found) return undefined;
    const owner = linkOwner(found, wanted.owner);
    const paired = first && second && areOnePair(first, second) && linkOwner(second, wanted.owner) === owner;
    // An end that somebody renamed or moved lives on elsewhere: it goes with the other one.
    const remains = first ? {} : { remains: [removeStep(wanted.peer)] };
    const state = paired ? { state: { ...observedEnd(wanted, first), peer: observedEnd(wanted.peer, second) } } : {};
    return { owner, what: whatLink(found), drift: [], ...remains, ...state };
  },
};

/** Either end takes the other with it. */
function removeStep({ name, namespace }: PortEnd): Step {
  return ipStep(namespace, "link", "del", "dev", name);
}

/** Each end names the other by index; where both lie in one namespace, by name. */
function areOnePair(a: Link, b: Link): boolean {
  const names = (from: Link, to: Link): boolean => from.peerIndex === to.index || from.peerName === to.name;
  return a.kind === "veth" && b.kind === "veth" && names(a, b) && names(b, a);
}
