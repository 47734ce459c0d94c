import { Address4, Address6 } from "ip-address";
import { type Family, isLoopback, parseCidr } from "../inputs/addresses";
import type { Hook } from "./filter";
import type { Spot } from "./match";
import { firstAddress, linkNamed, type Network } from "./network";
import type { Packet } from "./packet";
import type { Rule } from "./ruleset";

/** The mark of a packet after a rule with the target MARK. */
export function marked(mark: number, { options }: Rule): number {
  const [value = "0", mask = "0xffffffff"] = (options["--set-xmark"] ?? options["--set-mark"] ?? "0").split("/");
  return ((mark & ~Number(mask)) ^ Number(value)) >>> 0;
}

/** The new ends of a packet: of a range of addresses or ports, the first. Undefined for one that is dropped, for want of an address. */
export function translated(rule: Rule, packet: Packet, spot: Spot, hook: Hook): Partial<Packet> | undefined {
  const { target, options } = rule;
  if (target === "MASQUERADE") {
    const source = sourceAt(spot.network, spot.out, packet);
    return source === undefined ? undefined : { source };
  }
  if (target === "REDIRECT") return redirected(options["--to-ports"], packet, spot);
  if (target === "NETMAP") return mapped(options["--to"] ?? "", packet, hook);
  const { address, port } = endOf(options["--to-destination"] ?? options["--to-source"] ?? "");
  return target === "DNAT"
    ? { destination: address ?? packet.destination, destinationPort: port ?? packet.destinationPort }
    : { source: address ?? packet.source, sourcePort: port ?? packet.sourcePort };
}

/** The address behind which MASQUERADE hides: one of the interface, or one that another lends it (inet_select_addr). */
function sourceAt(network: Network, device: string | undefined, { family, destination }: Packet): string | undefined {
  const links = [linkNamed(network, device), ...network.links];
  const all = links.map((it) => it && firstAddress(it, family, destination));
  return all.find((it) => it !== undefined && !isLoopback(it));
}

function redirected(
  ports: string | undefined,
  packet: Packet,
  { network, in: from }: Spot,
): Partial<Packet> | undefined {
  const link = linkNamed(network, from);
  const lo = packet.family === 4 ? "127.0.0.1" : "::1";
  const destination = link ? firstAddress(link, packet.family, packet.source) : lo;
  if (destination === undefined) return undefined;
  const port = ports?.split("-")[0];
  return { destination, destinationPort: port === undefined ? packet.destinationPort : Number(port) };
}

/** One network for another, of equal length: of the destination, or on its way out of the source. */
function mapped(network: string, packet: Packet, hook: Hook): Partial<Packet> {
  const isSource = hook === "POSTROUTING" || hook === "INPUT";
  return isSource
    ? { source: inOther(network, packet.source, packet.family) }
    : { destination: inOther(network, packet.destination, packet.family) };
}

function inOther(network: string, address: string, family: Family): string {
  const { subnetMask } = parseCidr(network);
  const own = (1n << BigInt((family === 4 ? 32 : 128) - subnetMask)) - 1n;
  const moved = (parseCidr(network).bigInt() & ~own) | (parseCidr(address).bigInt() & own);
  return (family === 4 ? Address4.fromBigInt(moved) : Address6.fromBigInt(moved)).correctForm();
}

/** Of `10.0.0.2-10.0.0.9:80-90`, `[fd00::2]:80` or `:80`, the first address and port. */
function endOf(text: string): { address: string | undefined; port: number | undefined } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?/.exec(text);
  const [, address = "", port] =
    bracketed ?? (/^[0-9a-f]*:[0-9a-f:]*:/.test(text) ? [text, text] : (/^([^:-]*)[^:]*(?::(\d+))?/.exec(text) ?? []));
  const first = address.split("-")[0];
  return { address: first === "" ? undefined : first, port: port === undefined ? undefined : Number(port) };
}
