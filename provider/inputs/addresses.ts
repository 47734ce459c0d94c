import { Address4, Address6 } from "ip-address";
import { type Check, isUnknown, list } from "./check";

export type Family = 4 | 6;

export const FAMILIES: readonly Family[] = [4, 6];

/** An address with the length of its network's prefix, parsed. */
export type Cidr = Address4 | Address6;

/** Parses canonical text that a check has let through. */
export function parseCidr(text: string): Cidr {
  return text.includes(":") ? new Address6(text) : new Address4(text);
}

export function familyOf(text: string): Family {
  return text.includes(":") ? 6 : 4;
}

/** The address alone: `10.0.0.1` of `10.0.0.1/24`. */
export function withoutLength(cidr: string): string {
  return cidr.split("/", 1)[0] as string;
}

/** An address with the length of its network: `10.0.0.1/24` of 10.0.0.1 in `10.0.0.0/24`. */
export function inNetwork(address: string, network: string): string {
  return `${address}/${network.split("/")[1]}`;
}

/** The network of an interface's address: `10.0.0.0/24` of `10.0.0.1/24`. */
export function networkOf(cidr: string): string {
  const parsed = parseCidr(cidr);
  return `${parsed.startAddress().correctForm()}/${parsed.subnetMask}`;
}

export function contains(network: string, address: string): boolean {
  return familyOf(network) === familyOf(address) && parseCidr(address).isInSubnet(parseCidr(network));
}

function parse(value: unknown): Cidr | undefined {
  // A length with a leading zero is octal to ip.
  if (typeof value !== "string" || /\/0[0-9]/.test(value)) return undefined;
  if (Address4.isValid(value)) return new Address4(value);
  if (Address6.isValid(value) && !value.includes("%") && !holdsIPv4(new Address6(value))) return new Address6(value);
  return undefined;
}

/** An IPv4 address in IPv6's clothes (RFC 4291, 2.5.5), which no link carries and every tool spells differently. */
function holdsIPv4(address: Address6): boolean {
  const high = address.bigInt() >> 32n;
  return high === 0xffffn || (high === 0n && address.bigInt() > 1n);
}

function isUnicast(address: Cidr): boolean {
  const broadcast = address instanceof Address4 && address.isBroadcast();
  return !address.isMulticast() && !address.isUnspecified() && !broadcast;
}

/** Whether an address without length is the loopback interface's, and so of every host. */
export function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

/** Whether a destination is everything: `default`, or `::/0`, which says of which family. */
export function isDefault(destination: string): boolean {
  return destination === "default" || destination === "::/0";
}

/** Whether an address is of use only on its link, and the link must be named with it: fe80::/10. */
export function isLinkLocal(address: string): boolean {
  return /^fe[89ab].:/.test(address);
}

/**
 * The address of a host, without a length: canonical text. The SDK sends a resource that has none of the family as an
 * object, to be refused here.
 */
export const address: Check<string> = (value, path, refuse) => {
  if (typeof value === "object" && value !== null && "addressless" in value) {
    const { addressless, family } = value as { addressless: string; family?: Family };
    return refuse(path, `an ${family === undefined ? "" : `IPv${family} `}address of ${addressless}`, undefined);
  }
  const parsed = parse(value);
  if (!parsed || parsed.parsedSubnet !== "" || !isUnicast(parsed)) {
    return refuse(path, "the address of a host, such as 10.0.0.1 or fd00::1", value);
  }
  return parsed.correctForm();
};

/** The address of another host. */
export const remoteAddress: Check<string> = (value, path, refuse) => {
  const canonical = address(value, path, refuse);
  const isOwn = canonical !== undefined && isLoopback(canonical);
  return isOwn ? refuse(path, "an address that packets can be sent to", value) : canonical;
};

/** The address of an interface in its network: canonical text that keeps the host part, `10.0.0.1/24`. */
export const interfaceAddress: Check<string> = (value, path, refuse) => {
  const parsed = parse(value);
  if (!parsed || parsed.parsedSubnet === "" || !isUnicast(parsed)) {
    return refuse(path, "an address with its prefix length, such as 10.0.0.1/24 or fd00::1/64", value);
  }
  const own = parsed.correctForm();
  if (own === "::1") return refuse(path, "an address other than that of lo", value);
  if (parsed instanceof Address4 && parsed.subnetMask < 31) {
    if (own === parsed.startAddress().correctForm() || own === parsed.endAddress().correctForm()) {
      return refuse(
        path,
        `a host's address, not the network's or the broadcast address of ${networkOf(own + parsed.subnet)}`,
        value,
      );
    }
  }
  return own + parsed.subnet;
};

const interfaceAddressList = list(interfaceAddress);

/** The addresses of an interface, each of them once. The kernel keeps an IPv6 address with one prefix length. */
export const interfaceAddresses: Check<string[]> = (value, path, refuse) => {
  const all = interfaceAddressList(value, path, refuse);
  all?.forEach((address, index) => {
    const earlier = all.slice(0, index).find((other) => isSame(other, address));
    if (earlier !== undefined) refuse(`${path}[${index}]`, `another address than that of ${earlier}`, address);
  });
  return all;
};

/** Of what was refused or is not known yet nothing is the same. */
function isSame(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || isUnknown(one)) return false;
  return one === other || (familyOf(one) === 6 && withoutLength(one) === withoutLength(other));
}

/** A network: canonical text without host bits (`10.0.0.5/24` becomes `10.0.0.0/24`); a bare address is its own network. */
export const network: Check<string> = (value, path, refuse) => {
  const parsed = parse(value);
  if (!parsed) return refuse(path, "a network, such as 10.0.0.0/24 or fd00::/64", value);
  return networkOf(`${parsed.correctForm()}/${parsed.subnetMask}`);
};

/** A network that is not everything. */
export const partialNetwork: Check<string> = (value, path, refuse) => {
  const canonical = network(value, path, refuse);
  return canonical?.endsWith("/0") ? refuse(path, "a network that is less than all addresses", value) : canonical;
};

/** The destination of a route: a network, or `default`. `0.0.0.0/0` is `default`. */
export const destination: Check<string> = (value, path, refuse) => {
  if (value === "default") return value;
  const canonical = network(value, path, (at, _expected, got) =>
    refuse(at, '"default" or a network, such as 10.0.0.0/24', got),
  );
  return canonical === "0.0.0.0/0" ? "default" : canonical;
};
