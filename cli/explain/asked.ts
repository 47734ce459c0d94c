import { address, isLinkLocal, withoutLength } from "../../provider/inputs/addresses";
import type { Asked } from "../../provider/packets/explain";
import { addressesOf, type Networks, type Place } from "../../provider/packets/network";
import { placeOf } from "../place-name";

/** What the words of a command line ask; a text that says what is wrong with them. */
export function askedOf(
  networks: Networks,
  { from, to, udp }: { from: string; to: string; udp: boolean },
): Asked | string {
  const place = placeOf(from);
  if (!networks.at(place))
    return `FROM: expected host or a namespace (${names(networks)}), got ${JSON.stringify(from)}`;
  const end = endOf(networks, to);
  if (!end) {
    const expected = "an address, as 10.0.0.2, 10.0.0.2:80 or [fd00::2]:80, or a namespace";
    return `TO: expected ${expected} (${names(networks)}), got ${JSON.stringify(to)}`;
  }
  if (isLinkLocal(end.address)) return `TO: expected an address that is one without an interface, got ${end.address}`;
  if (udp && end.port === undefined) return `--udp: expected a port in TO, got ${JSON.stringify(to)}`;
  const protocol = end.port === undefined ? "icmp" : udp ? "udp" : "tcp";
  return { from: place, to: end.address, protocol, port: end.port ?? 0 };
}

function endOf(networks: Networks, text: string): { address: string; port: number | undefined } | undefined {
  const [, bracketed, bare, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const name = bracketed ?? bare ?? text;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65535)) return undefined;
  const literal = name === "localhost" ? "127.0.0.1" : name;
  const found = address(literal, "TO", () => undefined) ?? firstOf(networks, placeOf(name));
  return found === undefined ? undefined : { address: found, port };
}

/** The first address of a network that others can use. */
function firstOf(networks: Networks, place: Place): string | undefined {
  const links = networks.at(place)?.links.filter(({ name, up }) => name !== "lo" && up) ?? [];
  const all = links.flatMap((link) => addressesOf(link)).filter((own) => !isLinkLocal(own));
  const first = all.find((own) => !own.includes(":")) ?? all[0];
  return first === undefined ? undefined : withoutLength(first);
}

function names({ all }: Networks): string {
  return all.flatMap(({ place }) => place ?? []).join(", ") || "there is none";
}
