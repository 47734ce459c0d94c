import { createHash } from "node:crypto";
import { Address4, Address6 } from "ip-address";
import { type Cidr, contains, familyOf, parseCidr } from "./addresses";

/** The first and the last address of a network that a host can have: IPv4 keeps the first and the last to itself. */
function hostRange(network: string): [first: bigint, last: bigint] {
  const parsed: Cidr = parseCidr(network);
  const [start, end] = [parsed.startAddress().bigInt(), parsed.endAddress().bigInt()];
  return familyOf(network) === 4 ? [start + 1n, end - 1n] : [start + 1n, end];
}

/** The first host of a network: `10.0.0.1` of `10.0.0.0/24`. */
export function firstHost(network: string): string {
  return textOf(network, hostRange(network)[0]);
}

/** Whether a network has room for so many hosts. */
export function hasRoom(network: string, hosts: number): boolean {
  const [first, last] = hostRange(network);
  return last - first + 1n >= BigInt(hosts);
}

/** Loopback, groups, and in IPv6 what is of use on one link alone or holds IPv4. */
const OF_NO_HOSTS = ["127.0.0.0/8", "224.0.0.0/4", "::/80", "fe80::/10", "ff00::/8"];

/** Whether each address of a network can be one host's in it. */
export function isOfHosts(network: string): boolean {
  return !OF_NO_HOSTS.some((other) => contains(other, network) || contains(network, other));
}

/** Whether an address is one of a network's hosts. */
export function isHostOf(network: string, address: string): boolean {
  if (familyOf(network) !== familyOf(address)) return false;
  const [first, last] = hostRange(network);
  const number = parseCidr(address).bigInt();
  return first <= number && number <= last;
}

/** How many addresses are looked at before a network counts as full. */
const MOST_TRIES = 65536n;

/**
 * The address of a host in a network: its seed tells which, the same at all times, and if that is taken, the next free one.
 * Undefined where all are taken.
 */
export function allotted(network: string, seed: string, isTaken: (address: string) => boolean): string | undefined {
  const [first, last] = hostRange(network);
  const size = last - first + 1n;
  if (size < 1n) return undefined;
  const start = BigInt(`0x${createHash("sha256").update(seed).digest("hex")}`) % size;
  const tries = size < MOST_TRIES ? size : MOST_TRIES;
  for (let step = 0n; step < tries; step++) {
    const address = textOf(network, first + ((start + step) % size));
    if (!isTaken(address)) return address;
  }
  return undefined;
}

function textOf(network: string, number: bigint): string {
  const address = familyOf(network) === 4 ? Address4.fromBigInt(number) : Address6.fromBigInt(number);
  return address.correctForm();
}
