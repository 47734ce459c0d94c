import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { withKnown } from "../program";
import { hasUnknownRoute } from "./routes";
import { overlap, subnetsOf, type Topology } from "../topology";

/** A masquerade of addresses that nobody behind its router has. */
export function masqueradeSource(topology: Topology): Finding[] {
  return withKnown(topology.program, "masquerade", "namespace", "source").flatMap((masquerade) => {
    const { namespace: place, source } = masquerade.inputs;
    if (!topology.isWholeAt(place) || hasUnknownRoute(topology, place)) return [];
    const here = topology.at(place);
    const isNear = here.some((it) => subnetsOf(it).some(({ network }) => overlap(network, source)));
    const declared = withKnown(topology.program, "route", "namespace", "destination").some(
      ({ inputs }) =>
        inputs.namespace === place && inputs.destination !== "default" && overlap(inputs.destination, source),
    );
    const standing = topology.standing?.places
      .get(place)
      ?.routes.some(({ destination }) => destination !== "default" && overlap(destination, source));
    if (isNear || declared || standing) return [];
    const subnets = here.flatMap((it) => subnetsOf(it).map(({ network }) => `${it.name} is in ${network}`));
    return [
      finding(
        masquerade,
        `masquerade source ${source} covers no interface ${placeText(place)}: no packet will have such a source`,
        `${subnets.length > 0 ? `There, ${subnets.join(", ")}. ` : ""}Give the subnet of the interface behind which the private network is.`,
      ),
    ];
  });
}
