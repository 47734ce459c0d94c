/**
 * What a program imports: `import * as linuxnet from "pulumi-linuxnet"`. Each kind of resource is a class, whose arguments are the
 * interface of the same name with `Args`.
 *
 * @module API
 */

export { Bridge } from "./bridge";
export type { BridgeArgs } from "./bridge";
export type { AttachedNetwork, ContainerAttachment, ContainerAttachmentArgs, NetworkRef } from "./attachment";
export { Container } from "./container";
export type { ContainerArgs, ContainerMode, NetworkOrMode } from "./container";
export { ContainerNetwork } from "./container-network";
export type { ContainerNetworkArgs } from "./container-network";
export { ContainerSet } from "./container-set";
export type { ContainerSetArgs, ContainerSetContainer, ContainerSetContainerArgs } from "./container-set";
export { FirewallRule } from "./firewall-rule";
export type { ConnectionState, FirewallRuleArgs } from "./firewall-rule";
export { getLinks, getLinksOutput, getNamespaces, getRoutes, getRoutesOutput } from "./functions";
export { getUplink, getUplinkOutput } from "./functions";
export type { OutputArgs } from "./functions";
export type { GetLinksArgs, GetLinksLink, GetLinksResult } from "../provider/functions/get-links";
export type { GetNamespacesNamespace, GetNamespacesResult } from "../provider/functions/get-namespaces";
export type { GetRoutesArgs, GetRoutesResult, GetRoutesRoute } from "../provider/functions/get-routes";
export type { GetUplinkArgs, GetUplinkResult } from "../provider/functions/get-uplink";
export type { LinkArgs, PortArgs } from "./link";
export { Host } from "./host";
export type { HostArgs, HostConnection } from "./host";
export { Masquerade } from "./masquerade";
export type { MasqueradeArgs } from "./masquerade";
export { Namespace } from "./namespace";
export type { NamespaceArgs } from "./namespace";
export type { AddressRef, Device, NamespaceRef } from "./placement";
export { PortForward } from "./port-forward";
export type { PortForwardArgs } from "./port-forward";
export type { BridgePort, BridgePortArgs, Vlan, VlanArgs } from "./link";
export { Provider } from "./provider";
export type { ProviderArgs } from "./provider";
export { Qdisc } from "./qdisc";
export type { QdiscArgs } from "./qdisc";
export { Reachable } from "./reachable";
export type { Reachability, ReachableArgs } from "./reachable";
export { Route } from "./route";
export type { RouteArgs } from "./route";
export { Rule } from "./rule";
export type { RuleArgs } from "./rule";
export { Service } from "./service";
export type { RestartPolicy, ServiceArgs } from "./service";
export { Sysctl } from "./sysctl";
export type { SysctlArgs } from "./sysctl";
export { VethPair } from "./veth-pair";
export type { VethPairArgs, VethPeer, VethPeerArgs } from "./veth-pair";
export { Vxlan } from "./vxlan";
export type { VxlanArgs, VxlanEntry, VxlanEntryArgs } from "./vxlan";
