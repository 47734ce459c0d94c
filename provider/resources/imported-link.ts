import { LinuxnetError } from "../errors";
import type { Link } from "../iproute2/links";
import type { Told } from "./ids";
import { type LinkEnd, whatLink } from "./link-end";

/**
 * What stands of a link that somebody has made, in the words of inputs. Of IPv6 addresses on its own network alone those
 * that the kernel derives are none. Throws LinuxnetError for what inputs cannot say.
 */
export function importedEnd(link: Link, kind: "bridge" | "veth"): Told {
  const { name, addresses: all, mtu, up, master, hairpin, isolated, beyond } = link;
  if (link.kind !== kind) throw new LinuxnetError(`it is ${whatLink(link)}, not of kind ${kind}`);
  if (beyond.length > 0) throw new LinuxnetError(`${name} has what no property can say: ${beyond.join("; ")}`);
  const addresses = all.filter((address) => !DERIVED.test(address));
  return {
    ...{ mtu, up },
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(master === undefined ? {} : { master, hairpin, isolated }),
  };
}

/** A link-local address that is made of a MAC (RFC 4291, appendix A). */
const DERIVED = /^fe80::([0-9a-f]{1,4}:)?[0-9a-f]{0,2}ff:fe[0-9a-f]{2}:[0-9a-f]{1,4}\/64$/;

/** The addresses in the order in which they stand, where they are the same ones. */
export function likenedEnd<End extends LinkEnd>(end: End, { addresses: standing = [] }: LinkEnd): End {
  const { addresses } = end;
  const isSame = addresses?.length === standing.length && standing.every((address) => addresses.includes(address));
  return isSame ? { ...end, addresses: standing } : end;
}
