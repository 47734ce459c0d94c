import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { withKnown } from "../program";
import { hasUnknownRoute, isDefault, waysOf } from "./routes";
import { overlap, subnetsOf, type Topology } from "../topology";

/** A masquerade of addresses that nobody behind its router has. */
export function masqueradeSource(topology: Topology): Finding[] {
  return withKnown(topology.program, "masquerade", "namespace", "source", "inInterface").flatMap((masquerade) => {
    const { namespace: place, source, inInterface } = masquerade.inputs;
    if (!topology.isWholeAt(place) || hasUnknownRoute(topology, place)) return [];
    const here = topology.at(place).filter(({ name }) => inInterface === undefined || name === inInterface);
    // That the interface is missing is a finding of its own.
    if (inInterface !== undefined && here.length === 0) return [];
    const isNear = here.some((it) => subnetsOf(it).some(({ network }) => overlap(network, source)));
    const isRouted = waysOf(topology, place).some(
      ({ destination }) => !isDefault(destination) && overlap(destination, source),
    );
    if (isNear || isRouted) return [];
    const subnets = here.flatMap((it) => subnetsOf(it).map(({ network }) => `${it.name} is in ${network}`));
    return [
      finding(
        masquerade,
        `masquerade source ${source} covers no interface ${placeText(place)}${inInterface === undefined ? "" : ` that is ${inInterface}`}: no packet will have such a source`,
        `${subnets.length > 0 ? `There, ${subnets.join(", ")}. ` : ""}Give the subnet of the interface behind which the private network is.`,
      ),
    ];
  });
}
