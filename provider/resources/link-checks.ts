import { familyOf } from "../inputs/addresses";
import { LEAST_V6_MTU, type LinkEnd, type PortEnd } from "./link-end";
import type { Refuse } from "../inputs/check";
import type { CrossCheck } from "./spec";

/** The path of an end's inputs: its own, or those of a pair's other end. */
type EndPath = "" | "peer.";

/** What must hold between the properties of an end. */
export function linkChecks<Inputs>(path: EndPath, endOf: (inputs: Inputs) => LinkEnd): CrossCheck<Inputs>[] {
  return [
    {
      needs: [`${path}mtu`, `${path}addresses`],
      check(inputs, refuse) {
        const { mtu, addresses = [] } = endOf(inputs);
        const v6 = addresses.find((address) => familyOf(address) === 6);
        if (v6 !== undefined && mtu < LEAST_V6_MTU) refuse(`${path}mtu`, `at least ${LEAST_V6_MTU}, for ${v6}`, mtu);
      },
    },
  ];
}

/** What must hold between the properties of an end that may be a bridge's port. */
export function portChecks<Inputs>(path: EndPath, endOf: (inputs: Inputs) => PortEnd): CrossCheck<Inputs>[] {
  return [
    ...linkChecks(path, endOf),
    {
      needs: [`${path}name`, `${path}master`],
      check(inputs, refuse) {
        const { name, master } = endOf(inputs);
        if (master === name) refuse(`${path}master`, "a bridge, not the interface itself", master);
      },
    },
    ...(["bridgePort", "vlans"] as const).map((property) => ({
      needs: [`${path}master`, `${path}${property}`],
      check(inputs: Inputs, refuse: Refuse) {
        const { master, [property]: value } = endOf(inputs);
        if (master === undefined && value !== undefined) refuse(`${path}${property}`, "a master with it", value);
      },
    })),
  ];
}
