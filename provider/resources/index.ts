import { bridge } from "./bridge";
import { masquerade } from "./masquerade";
import { namespace } from "./namespace";
import { portForward } from "./port-forward";
import { route } from "./route";
import { vethPair } from "./veth-pair";

/** Every kind, by the name under which the state files of programs call it. The names never change. */
export const kinds = { namespace, vethPair, bridge, route, masquerade, portForward };
