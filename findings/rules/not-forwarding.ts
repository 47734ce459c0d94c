import { familyOf, networkOf } from "../../provider/inputs/addresses";
import { type Finding, finding } from "../finding";
import type { Segments } from "../segments";
import { type Topology, who } from "../topology";
import { forwards, FORWARDING } from "./forwarding";
import { type Hop, hopsOf } from "./hops";

/** A gateway that takes packets and does not forward them. */
export function notForwarding(topology: Topology, segments: Segments): Finding[] {
  return hopsOf(topology, segments)
    .filter(({ router, source }) => forwards(topology, router.place, familyOf(source)) === false)
    .map(told);
}

function told({ route, source, router }: Hop): Finding {
  const [key, network] = [FORWARDING[familyOf(source)], networkOf(source)];
  const gateway = who(router.place);
  return finding(
    route,
    `forwarding is off: ${gateway} is the gateway of ${who(route.inputs.namespace)}, and does not forward its packets`,
    `They arrive at ${router.name} (${route.inputs.gateway}) and end there: 100 % packet loss, though a route exists.`,
    router.place === undefined
      ? `A Masquerade with source ${network} switches ${key} on and lets them out; a Sysctl of that key switches it on alone.`
      : `Give ${gateway} sysctls: { "${key}": "1" }, or a Masquerade with source ${network} in it.`,
  );
}
