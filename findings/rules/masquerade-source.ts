import { isDefault } from "../../provider/inputs/addresses";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { withKnown } from "../program";
import { type Interface, overlap, subnetsOf, type Topology } from "../topology";
import { hasUnknownRoute, waysOf } from "./routes";

/** A masquerade of addresses that nobody behind its router has, or nobody behind the interface by which they are to come in. */
export function masqueradeSource(topology: Topology): Finding[] {
  return withKnown(topology.program, "masquerade", "namespace", "source", "inInterface").flatMap((masquerade) => {
    const { namespace: place, source, inInterface } = masquerade.inputs;
    if (!topology.isWholeAt(place) || hasUnknownRoute(topology, place)) return [];
    const isRouted = waysOf(topology, place).some(
      ({ destination }) => !isDefault(destination) && overlap(destination, source),
    );
    const covers = (it: Interface): boolean => subnetsOf(it).some(({ network }) => overlap(network, source));
    const here = topology.at(place);
    const covered = here.filter(covers);
    const behind = here.find(({ name }) => name === inInterface);
    if (isRouted || (covered.length > 0 && (!behind || covers(behind)))) return [];
    const what =
      covered.length > 0
        ? `no address behind ${inInterface} ${placeText(place)}, but those behind ${covered.map(({ name }) => name).join(", ")}`
        : `no interface ${placeText(place)}`;
    const subnets = here.flatMap((it) => subnetsOf(it).map(({ network }) => `${it.name} is in ${network}`));
    return [
      finding(
        masquerade,
        `masquerade source ${source} covers ${what}: no packet will have such a source`,
        `${subnets.length > 0 ? `There, ${subnets.join(", ")}. ` : ""}Give the subnet of the interface behind which the private network is.`,
      ),
    ];
  });
}
