export { Bridge, type BridgeArgs } from "./bridge";
export type { LinkArgs, PortArgs } from "./link";
export { Masquerade, type MasqueradeArgs } from "./masquerade";
export { Namespace, type NamespaceArgs } from "./namespace";
export type { AddressRef, Device, NamespaceRef } from "./placement";
export { PortForward, type PortForwardArgs } from "./port-forward";
export { Route, type RouteArgs } from "./route";
export { VethPair, type VethPairArgs, type VethPeer, type VethPeerArgs } from "./veth-pair";
