import { LinuxnetError } from "../errors";
import { hasUnknown } from "../inputs/check";
import type { Link } from "../iproute2/links";
import { observedOptions } from "./bridge-port";
import type { Told } from "./ids";
import { type LinkEnd, whatLink } from "./link-end";
import type { View } from "./spec";
import { areFresh, likenedVlans, toldVlans } from "./vlans";

/**
 * What stands of a link that somebody has made, in the words of inputs. Of IPv6 addresses on its own network alone those
 * that the kernel derives are none, and of VLANs those that a new one has. Throws LinuxnetError for what inputs cannot say.
 */
export async function importedEnd(
  link: Link,
  { kind, namespace }: { kind: "bridge" | "veth" | "vxlan"; namespace?: string | undefined },
  view: View,
): Promise<Told> {
  const { name, addresses: all, mtu, up, master, hairpin, isolated, port, beyond } = link;
  if (link.kind !== kind) throw new LinuxnetError(`it is ${whatLink(link)}, not of kind ${kind}`);
  if (beyond.length > 0) throw new LinuxnetError(`${name} has what no property can say: ${beyond.join("; ")}`);
  const addresses = all.filter((address) => !DERIVED.test(address));
  const options = observedOptions({}, port);
  const bridge = master === undefined ? link : await view.link(namespace, master);
  const vlans = bridge?.vlanFiltering ? toldVlans(await view.vlans(namespace, name)) : undefined;
  return {
    ...{ mtu, up },
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(vlans === undefined || areFresh(vlans, bridge?.vlanDefaultPvid) ? {} : { vlans }),
    ...(master === undefined ? {} : { master, hairpin, isolated, ...(options && { bridgePort: options }) }),
  };
}

/** A link-local address that is made of a MAC (RFC 4291, appendix A). */
const DERIVED = /^fe80::([0-9a-f]{1,4}:)?[0-9a-f]{0,2}ff:fe[0-9a-f]{2}:[0-9a-f]{1,4}\/64$/;

/** The addresses in the order in which they stand, and the VLANs in the words in which they do, where they are the same ones. */
export function likenedEnd<End extends LinkEnd>(
  end: End,
  { addresses: standing = [], vlans: told = [] }: LinkEnd,
): End {
  const { addresses, vlans } = end;
  const isSame = addresses?.length === standing.length && standing.every((address) => addresses.includes(address));
  return {
    ...end,
    ...(isSame ? { addresses: standing } : {}),
    ...(vlans && !hasUnknown(vlans) ? { vlans: [...likenedVlans(vlans, told)] } : {}),
  };
}
