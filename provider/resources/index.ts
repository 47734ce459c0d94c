import type { Owned, ResourceSpec } from "./spec";
import { handlerOf, kindOf } from "../types";
import { bridge } from "./bridge";
import { container } from "./container";
import { containerNetwork } from "./container-network";
import { containerSet } from "./container-set";
import { firewallRule } from "./firewall-rule";
import { masquerade } from "./masquerade";
import { namespace } from "./namespace";
import { portForward } from "./port-forward";
import { qdisc } from "./qdisc";
import { reachable } from "./reachable";
import { route } from "./route";
import { rule } from "./rule";
import { service } from "./service";
import { sysctl } from "./sysctl";
import { vethPair } from "./veth-pair";
import { vxlan } from "./vxlan";

/** Every kind, by the name under which the state files of programs call it. The names never change. */
export const kinds = {
  ...{ namespace, vethPair, bridge, route, masquerade, portForward, firewallRule, sysctl, service },
  ...{ rule, qdisc, reachable, vxlan },
  ...{ containerNetwork, container, containerSet },
};

/** The name of the kind of a type; undefined for a type that is not linuxnet's. */
export function kindNameOf(type: string): keyof typeof kinds | undefined {
  const name = handlerOf(kindOf(type));
  return Object.hasOwn(kinds, name) ? (name as keyof typeof kinds) : undefined;
}

/** What linuxnet knows of the kind of a type; undefined for a type that is not linuxnet's. */
export function specOf(type: string): ResourceSpec<Owned, Owned> | undefined {
  const name = kindNameOf(type);
  return name === undefined ? undefined : kinds[name];
}
