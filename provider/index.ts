import { type DynamicProvider, dynamicProvider } from "./dynamic";
import { kinds } from "./resources";

/*
 * The state files of users' stacks hold `require("pulumi-linuxnet/provider").bridge` and so on, and destroy what an
 * older version made through it: these names and what they are never change.
 */
export const namespace: DynamicProvider = dynamicProvider(kinds.namespace);
export const vethPair: DynamicProvider = dynamicProvider(kinds.vethPair);
export const bridge: DynamicProvider = dynamicProvider(kinds.bridge);
export const route: DynamicProvider = dynamicProvider(kinds.route);
export const masquerade: DynamicProvider = dynamicProvider(kinds.masquerade);
export const portForward: DynamicProvider = dynamicProvider(kinds.portForward);
export const firewallRule: DynamicProvider = dynamicProvider(kinds.firewallRule);
export const reachable: DynamicProvider = dynamicProvider(kinds.reachable);
export const sysctl: DynamicProvider = dynamicProvider(kinds.sysctl);
export const service: DynamicProvider = dynamicProvider(kinds.service);
export const rule: DynamicProvider = dynamicProvider(kinds.rule);
export const qdisc: DynamicProvider = dynamicProvider(kinds.qdisc);
export const vxlan: DynamicProvider = dynamicProvider(kinds.vxlan);
export const containerNetwork: DynamicProvider = dynamicProvider(kinds.containerNetwork);
export const container: DynamicProvider = dynamicProvider(kinds.container);
export const containerSet: DynamicProvider = dynamicProvider(kinds.containerSet);
