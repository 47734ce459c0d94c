import { Address4, Address6 } from "ip-address";
import type { Check } from "./check";

export type Family = 4 | 6;

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

/** The network of an interface's address: `10.0.0.0/24` of `10.0.0.1/24`. */
export function networkOf(cidr: string): string {
  const parsed = parseCidr(cidr);
  return `${parsed.startAddress().correctForm()}/${parsed.subnetMask}`;
}

export function contains(network: string, address: string): boolean {
  return familyOf(network) === familyOf(address) && parseCidr(address).isInSubnet(parseCidr(network));
}

function parse(value: unknown): Cidr | undefined {
  if (typeof value !== "string") return undefined;
  if (Address4.isValid(value)) return new Address4(value);
  if (Address6.isValid(value) && !value.includes("%")) return new Address6(value);
  return undefined;
}

function isUnicast(address: Cidr): boolean {
  const broadcast = address instanceof Address4 && address.isBroadcast();
  return !address.isMulticast() && !address.isUnspecified() && !broadcast;
}

/** The address of a host, without a length: canonical text. */
export const address: Check<string> = (value, path, refuse) => {
  const parsed = parse(value);
  if (!parsed || parsed.parsedSubnet !== "" || !isUnicast(parsed)) {
    return refuse(path, "the address of a host, such as 10.0.0.1 or fd00::1", value);
  }
  return parsed.correctForm();
};

/** The address of an interface in its network: canonical text that keeps the host part, `10.0.0.1/24`. */
export const interfaceAddress: Check<string> = (value, path, refuse) => {
  const parsed = parse(value);
  if (!parsed || parsed.parsedSubnet === "" || !isUnicast(parsed)) {
    return refuse(path, "an address with its prefix length, such as 10.0.0.1/24 or fd00::1/64", value);
  }
  if (parsed instanceof Address4 && parsed.subnetMask < 31) {
    const own = parsed.correctForm();
    if (own === parsed.startAddress().correctForm() || own === parsed.endAddress().correctForm()) {
      return refuse(
        path,
        `a host's address, not the network's or the broadcast address of ${networkOf(own + parsed.subnet)}`,
        value,
      );
    }
  }
  return parsed.correctForm() + parsed.subnet;
};

/** A network: canonical text without host bits (`10.0.0.5/24` becomes `10.0.0.0/24`); a bare address is its own network. */
export const network: Check<string> = (value, path, refuse) => {
  const parsed = parse(value);
  if (!parsed) return refuse(path, "a network, such as 10.0.0.0/24 or fd00::/64", value);
  return networkOf(`${parsed.correctForm()}/${parsed.subnetMask}`);
};

/** The destination of a route: a network, or `default`. `0.0.0.0/0` is `default`. */
export const destination: Check<string> = (value, path, refuse) => {
  if (value === "default" || value === "0.0.0.0/0") return "default";
  return network(value, path, (at, _expected, got) => refuse(at, '"default" or a network, such as 10.0.0.0/24', got));
};
