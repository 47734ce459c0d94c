import fc from "fast-check";
import type { AnyKind } from "../plan";
import { containerNetworks, containers, containerSets } from "./containers";
import { bridges, vethPairs } from "./links";
import { claims } from "./claims";
import { qdiscs } from "./qdiscs";
import { routes } from "./routes";
import { policyRules } from "./policy-rules";
import { firewallRules } from "./firewall-rules";
import { masquerades, portForwards } from "./rules";
import { flag, objects, type SpelledObject } from "./spelled";
import { at } from "./rules";
import { services } from "./services";
import { vxlans } from "./vxlans";
import { namespaceNames, parameters, sysctls } from "./words";
import type { Places } from "./world";

/** Inputs of each kind that are right, in many spellings, without their owner. */
export const RIGHT: Record<AnyKind, (places: Places) => fc.Arbitrary<SpelledObject>> = {
  namespace: () => objects({ name: namespaceNames }, { sysctls, adopt: flag }),
  vethPair: vethPairs,
  bridge: bridges,
  route: routes,
  masquerade: masquerades,
  portForward: portForwards,
  firewallRule: firewallRules,
  sysctl: ([place]) =>
    parameters.chain(({ key, value }) => objects({ ...at(place), key: fc.constant(key), value: fc.constant(value) })),
  containerNetwork: containerNetworks,
  container: containers,
  containerSet: containerSets,
  service: services,
  rule: policyRules,
  qdisc: qdiscs,
  vxlan: vxlans,
  reachable: claims,
};
