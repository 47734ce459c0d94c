import { LinuxnetError } from "../errors";
import { familyOf } from "../inputs/addresses";
import { type Fields, hasUnknown, isUnknown, optional, required, UNKNOWN } from "../inputs/check";
import { device } from "../inputs/names";
import { flag, integer, mtu, owner, port } from "../inputs/values";
import type { Link } from "../iproute2/links";
import type { VxlanData } from "../iproute2/vxlan";
import { placeText } from "../namespaces";
import { macOf, type Owner, UNMARKED } from "../owner";
import { linkId, linkOfId } from "./ids";
import { importedEnd, likenedEnd } from "./imported-link";
import { portChecks } from "./link-checks";
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
import { ipStep, type Placed, type ResourceSpec, type Step } from "./spec";
import { withVlans } from "./vlans";
import { entries, hostAddress, remotes, vxlanChecks } from "./vxlan-checks";
import { entryText, type Fdb, fdbSteps, likenedFdb, observedFdb, toldFdb } from "./vxlan-fdb";

export interface VxlanInputs extends Placed, PortEnd, Fdb {
  /** The id of ip-link(8): of that name a resource of Pulumi has its own. */
  vni: number;
  local: string;
  port: number;
  device?: string;
  learning: boolean;
  adopt: boolean;
}

export type VxlanState = VxlanInputs & LinkMacs;

/** The port of UDP that IANA has given VXLAN; the kernel's own default is the older 8472. */
const PORT = 4789;

const fields: Fields<VxlanInputs> = {
  ...portFields,
  vni: required(integer(1, 16777215, "a VXLAN network identifier")),
  local: required(hostAddress),
  remotes: optional(remotes),
  entries: optional(entries),
  port: optional(port, PORT),
  device: optional(device),
  learning: optional(flag, true),
  mtu: optional(mtu),
  hairpin: optional(flag, false),
  adopt: optional(flag, false),
  owner: required(owner),
};

/**
 * `ip link add … type vxlan`: an interface whose frames go to other hosts in datagrams of UDP. The kernel changes in place
 * where it sends from, but neither into the other family nor back to no interface of its own (vxlan_nl2conf and
 * vxlan_config_validate in drivers/net/vxlan/vxlan_core.c; `ip link set` has no word for the latter).
 */
export const vxlan: ResourceSpec<VxlanInputs, VxlanState> = {
  describe: ({ name, namespace }) => `vxlan ${name} ${placeText(namespace)}`,
  fields,
  defaults: ({ local, mtu }) => (mtu === undefined && local !== undefined ? { mtu: mtuOver(local) } : {}),
  crossChecks: [...portChecks<VxlanInputs>("", (inputs) => inputs), ...vxlanChecks],
  id: linkId,
  fromId: linkOfId,
  hasDependents: true,
  replaceOn: ["name", "namespace", "vni", "port"],
  replacedBetween: fixedBetween,
  references: ["master", "device"],
  complete: (inputs, standing) => withMac(inputs, birth(inputs.owner), standing),
  inputsOf: withoutOwnMac,
  create: (wanted) => [
    ipStep(
      wanted.namespace,
      ...["link", "add", ...addWords(wanted, birth(wanted.owner)), "type", "vxlan", "id", String(wanted.vni)],
      ...["dstport", String(wanted.port), ...tunnelWords(wanted)],
    ),
    ...configureSteps(wanted, birth(wanted.owner)),
    ...fdbSteps(wanted, {}, []),
  ],
  async update(standing, wanted, view) {
    if (fixedBetween(standing, wanted).length > 0) return [removeStep(wanted), ...vxlan.create(wanted)];
    const { namespace, name } = wanted;
    const words = tunnelWords(wanted, standing);
    const change = ipStep(namespace, "link", "set", "dev", name, "type", "vxlan", "id", String(wanted.vni), ...words);
    return [
      ...(words.length === 0 ? [] : [change]),
      ...configureSteps(wanted, birth(wanted.owner), { standing: await withVlans(standing, wanted, view) }),
      ...fdbSteps(wanted, standing, await view.fdb(namespace, name)),
    ];
  },
  remove: (state) => [removeStep(state)],
  async find({ name, namespace, owner }, view) {
    const link = await view.link(namespace, name);
    if (!link) return undefined;
    const end = await importedEnd(withoutCost(link), { kind: "vxlan", namespace }, view);
    const { local, device, ...data } = link.vxlan ?? {};
    if (local === undefined) throw new LinuxnetError(`${name} has what no property can say: no local address`);
    const fdb = await view.fdb(namespace, name);
    const beyond = fdb.filter((it) => it.beyond.length > 0).map(entryText);
    if (beyond.length > 0) throw new LinuxnetError(`${name} has what no property can say: ${beyond.join("; ")}`);
    const { remotes, entries } = toldFdb(fdb);
    const inputs = {
      ...{ ...end, ...data, local, ...(device === undefined ? {} : { device }) },
      ...(remotes.length > 0 ? { remotes } : {}),
      ...(entries.length > 0 ? { entries } : {}),
    };
    return {
      mark: linkOwner(link, birth(owner)) ?? UNMARKED,
      inputs,
      standing: { ownMac: link.mac } as VxlanState,
    };
  },
  likened: (inputs, standing) => ({
    ...likenedEnd(inputs, standing),
    ...(hasUnknown([inputs.remotes, inputs.entries]) ? {} : likenedFdb(inputs, standing)),
  }),
  async observe(wanted, view) {
    const link = await findLink(wanted, wanted.owner, view);
    if (!link) return undefined;
    const owner = linkOwner(link, birth(wanted.owner));
    const { drift, renaming } = renamed(wanted, link);
    const remains = [removeStep({ ...wanted, name: link.name })];
    const found = { owner, what: whatLink(link), drift, renaming, remains };
    if (!link.vxlan) return { ...found, drift: [`${link.name} is no vxlan`, ...drift] };
    const { local, device, ...data } = link.vxlan;
    if (local === undefined || data.vni !== wanted.vni || data.port !== wanted.port) {
      return { ...found, drift: [`${link.name} is another vxlan: ${tunnelText(link.vxlan)}`, ...drift] };
    }
    const { device: _device, remotes: _remotes, entries: _entries, ...rest } = wanted;
    const tunnel = { ...data, local, ...(device === undefined ? {} : { device }) };
    const is = { ours: owner === wanted.owner, adopted: wanted.adopt };
    const fdb = observedFdb(wanted, await view.fdb(wanted.namespace, link.name));
    const state = {
      ...(await observedEnd(rest, hasCost(wanted) ? link : withoutCost(link), is, view)),
      ...tunnel,
      ...fdb.state,
    };
    return { ...found, state, drift: [...drift, ...fdb.drift] };
  },
};

function hasCost({ bridgePort }: VxlanInputs): boolean {
  return bridgePort?.cost !== undefined;
}

/** What a port costs that names no cost follows the speed of the interface by which it sends (port_cost in net/bridge/br_if.c). */
function withoutCost({ port: { cost: _cost, ...port }, ...link }: Link): Link {
  return { ...link, port };
}

/** In bytes, what VXLAN puts before an Ethernet frame, the frame's own header among it (RFC 7348, section 5). */
export function overheadOver(local: string): number {
  return familyOf(local) === 6 ? 70 : 50;
}

/** The MTU with which the datagrams fit into the 1500 bytes of an Ethernet. */
function mtuOver(local: string): number {
  return isUnknown(local) ? (UNKNOWN as unknown as number) : 1500 - overheadOver(local);
}

function birth(owner: Owner): Birth {
  return { owner, mac: macOf(owner, "first") };
}

/** Where it sends from. */
interface Way {
  local: string;
  device?: string | undefined;
}

type Tunnel = Way & { learning: boolean };

/** The inputs of which nothing can change in place what these two have. */
function fixedBetween(standing: Way, wanted: Way): string[] {
  return [
    ...(isUnknown(wanted.local) || familyOf(standing.local) === familyOf(wanted.local) ? [] : ["local"]),
    ...(standing.device !== undefined && wanted.device === undefined ? ["device"] : []),
  ];
}

/** The words of ip(8) for what can change: of a standing one for what does. */
function tunnelWords(wanted: Tunnel, standing?: Tunnel): string[] {
  const { local, device, learning } = wanted;
  return [
    ...(local === standing?.local ? [] : ["local", local]),
    ...(device === undefined || device === standing?.device ? [] : ["dev", device]),
    ...(learning === standing?.learning ? [] : [learning ? "learning" : "nolearning"]),
  ];
}

function tunnelText({ vni, port, local = "any", device }: VxlanData): string {
  return [`id ${vni}`, `dstport ${port}`, `local ${local}`, ...(device === undefined ? [] : ["dev", device])].join(" ");
}

function removeStep({ name, namespace }: { name: string; namespace?: string }): Step {
  return ipStep(namespace, "link", "del", "dev", name);
}
