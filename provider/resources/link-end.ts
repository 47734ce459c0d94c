import type { Link } from "../iproute2/links";
import { familyOf, interfaceAddress } from "../inputs/addresses";
import { list, optional } from "../inputs/check";
import { device, interfaceName, namespaceName } from "../inputs/names";
import { flag, mac, mtu } from "../inputs/values";
import { macOf, type Owner, ownerOf, tagOf } from "../owner";
import type { Step } from "./spec";

/** What every interface has that linuxnet makes. */
export interface LinkEnd {
  name: string;
  namespace?: string;
  addresses?: string[];
  mtu: number;
  up: boolean;
  mac?: string;
}

/** An interface that may be a bridge's port. */
export interface PortEnd extends LinkEnd {
  master?: string;
  hairpin: boolean;
  isolated: boolean;
}

export const linkFields = {
  name: { check: interfaceName, required: true },
  namespace: optional(namespaceName),
  addresses: optional(list(interfaceAddress)),
  mtu: optional(mtu, 1500),
  up: optional(flag, true),
  mac: optional(mac),
};

export const portFields = {
  ...linkFields,
  master: optional(device),
  hairpin: optional(flag),
  isolated: optional(flag, false),
};

/** A line of ip(8) in the end's namespace. */
export function ipStep(namespace: string | undefined, ...words: string[]): Step {
  return { tool: "ip", ...(namespace === undefined ? {} : { namespace }), words };
}

/** The words that describe an end in `ip link add`. The MAC is the owner's own, so that a link is known from its birth. */
export function addWords(end: LinkEnd, owner: Owner): string[] {
  return ["name", end.name, "address", macOf(owner, end.name), "mtu", String(end.mtu)];
}

/** The lines that give an end its properties. Run again they change nothing; `standing` tells what is to go. */
export function configureSteps(
  end: LinkEnd & Partial<PortEnd>,
  owner: Owner,
  standing?: LinkEnd & Partial<PortEnd>,
): Step[] {
  const step = (...words: string[]): Step => ipStep(end.namespace, ...words);
  const set = (...words: string[]): Step => step("link", "set", "dev", end.name, ...words);
  const steps = [set("alias", tagOf(owner), "mtu", String(end.mtu))];
  const currentMac = standing ? standing.mac : macOf(owner, end.name);
  if (end.mac !== undefined && end.mac !== currentMac) steps.push(set("address", end.mac));
  if (end.master !== undefined) {
    steps.push(set("master", end.master));
    steps.push(set("type", "bridge_slave", "hairpin", onOff(end.hairpin), "isolated", onOff(end.isolated)));
  } else if (standing?.master !== undefined) {
    steps.push(set("nomaster"));
  }
  return [...steps, ...addressSteps(end, standing), set(end.up ? "up" : "down")];
}

/**
 * New addresses come before old ones go, so that the link is never without. All are set once more at the end: the
 * kernel removes an IPv4 address together with the first one of its network (promote_secondaries off).
 */
function addressSteps(end: LinkEnd, standing?: LinkEnd): Step[] {
  const wanted = end.addresses ?? [];
  const gone = (standing?.addresses ?? []).filter((address) => !wanted.includes(address));
  const set = wanted.map((address) => {
    // Nobody else can have an address that the program declares: without the wait for duplicate address detection.
    const nodad = familyOf(address) === 6 ? ["nodad"] : [];
    return ipStep(end.namespace, "addr", "replace", address, "dev", end.name, ...nodad);
  });
  const remove = gone.map((address) => ipStep(end.namespace, "addr", "del", address, "dev", end.name));
  const promote: Step[] =
    gone.length > 0 && wanted.length > 0
      ? [
          {
            tool: "sysctl",
            ...(end.namespace === undefined ? {} : { namespace: end.namespace }),
            values: { [`net.ipv4.conf.${end.name.replaceAll(".", "/")}.promote_secondaries`]: "1" },
          },
        ]
      : [];
  return [...promote, ...set, ...remove, ...(remove.length > 0 ? set : [])];
}

/** An end as it stands, with the wanted order of addresses. */
export function observedEnd<End extends LinkEnd>(wanted: End, link: Link): End {
  const { master: _master, addresses: _addresses, ...rest } = wanted as End & Partial<PortEnd>;
  // While a link is down the kernel drops its IPv6 addresses.
  const present = (address: string): boolean =>
    link.addresses.includes(address) || (!link.up && !wanted.up && familyOf(address) === 6);
  const known = (wanted.addresses ?? []).filter(present);
  // The kernel gives every link a link-local address of its own.
  const others = link.addresses.filter((address) => !known.includes(address) && !address.startsWith("fe80:"));
  const addresses = [...known, ...others];
  return {
    ...rest,
    mtu: link.mtu,
    up: link.up,
    mac: link.mac,
    ...(wanted.addresses !== undefined || addresses.length > 0 ? { addresses } : {}),
    ...(link.master === undefined ? {} : { master: link.master }),
    // Without a master the kernel keeps neither.
    ...("hairpin" in wanted && link.master !== undefined ? { hairpin: link.hairpin, isolated: link.isolated } : {}),
  } as unknown as End;
}

/** Whose a link is: its alias tells, or before it has one, the MAC that its owner gave it at birth. */
export function linkOwner(link: Link, wanted: Owner): Owner | undefined {
  if (link.alias !== undefined) return ownerOf(link.alias);
  return link.mac === macOf(wanted, link.name) ? wanted : undefined;
}

export function whatLink(link: Link): string {
  return link.kind === undefined ? "an interface" : `an interface of kind ${link.kind}`;
}

function onOff(flag: boolean | undefined): string {
  return flag ? "on" : "off";
}
