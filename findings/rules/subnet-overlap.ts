import { networkOf, withoutLength } from "../../provider/inputs/addresses";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding, later, pairs } from "../finding";
import { groupBy } from "../../provider/group-by";
import { type Interface, overlap, subnetsOf, type Topology, who } from "../topology";

/**
 * Two interfaces of one network stack in overlapping subnets. The kernel has a route to each of them then, and takes one for
 * all: of equal prefixes the older, else the longer.
 */
export function subnetOverlap(topology: Topology): Finding[] {
  const places = groupBy(
    topology.interfaces.filter(({ resource }) => resource !== undefined),
    ({ place }) => place,
  );
  return [...places.values()].flatMap((interfaces) =>
    pairs(interfaces.filter((it) => subnetsOf(it).length > 0).sort(byDeclaration)).flatMap(([a, b]) =>
      told(topology, a, b),
    ),
  );
}

function byDeclaration(a: Interface, b: Interface): number {
  return (a.resource?.index ?? 0) - (b.resource?.index ?? 0);
}

function told(topology: Topology, a: Interface, b: Interface): Finding[] {
  const [mine, other] = firstOverlap(a, b) ?? [];
  if (mine === undefined || other === undefined || !a.resource || !b.resource) return [];
  const has = (it: Interface, address: string): string => `${it.name} has ${address} in ${networkOf(address)}`;
  const headline = `subnets overlap ${placeText(a.place)}: ${has(a, mine)}, ${has(b, other)}`;
  return [finding(later(a.resource, b.resource), headline, ...explanation(topology, [a, mine], [b, other]))];
}

type Carried = [it: Interface, address: string];

function explanation(topology: Topology, [a, mine]: Carried, [b, other]: Carried): string[] {
  const port = [a, b].find(({ master }) => master === a.name || master === b.name);
  if (port) {
    return [
      `${port.name} is a port of ${port.master}: a bridge takes all that comes in by its ports, and an address on one of them answers nobody.`,
      "Give the address to the bridge, and none to its port.",
    ];
  }
  const [length, otherLength] = [prefixLength(mine), prefixLength(other)];
  const takesSecond = length === otherLength ? stands(topology, b) && !stands(topology, a) : otherLength > length;
  const [taken, lost] = takesSecond ? [b, a] : [a, b];
  const which = length === otherLength ? "the older one" : "the longer one";
  const peer = behind(topology, lost);
  const victim = `${peer?.text ?? "whoever is"} behind ${lost.name}`;
  const proof = peer ? ` (\`ip route get ${peer.address}\` then answers dev ${taken.name})` : "";
  return [
    `The kernel makes a route for each, and takes ${which} for what is in both. Where that is ${taken.name}'s, answers to ${victim} take the wrong cable and are lost${proof}.`,
    "Plug both cables into one Bridge that has the address for all of them, or give each interface a subnet of its own.",
  ];
}

function stands({ standing }: Topology, { place, name }: Interface): boolean {
  return standing?.places.get(place)?.links.some((link) => link.name === name) ?? false;
}

function firstOverlap(a: Interface, b: Interface): [string, string] | undefined {
  for (const own of subnetsOf(a)) {
    const other = subnetsOf(b).find(({ network }) => overlap(own.network, network));
    if (other) return [own.address, other.address];
  }
  return undefined;
}

function prefixLength(cidr: string): number {
  return Number(cidr.split("/")[1]);
}

/** Who would be answered: the other end of the cable, if it has an address. */
function behind({ cables }: Topology, it: Interface): { text: string; address: string } | undefined {
  const end = cables.find((cable) => cable.includes(it))?.find((other) => other !== it);
  const [first] = end?.addresses ?? [];
  if (!end || first === undefined) return undefined;
  const address = withoutLength(first);
  return { text: `${who(end.place)} (${address})`, address };
}
