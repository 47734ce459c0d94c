import { UNKNOWN } from "../../../provider/inputs/check";
import type { Line } from "../../support/findings";

type Given = Record<string, unknown>;

export const bridge = (name: string, given: Given = {}): Line => ["bridge", { name, ...given }];
export const namespace = (name: string, given: Given = {}): Line => ["namespace", { name, ...given }];
export const router = (name: string): Line => namespace(name, { sysctls: { "net.ipv4.ip_forward": "1" } });

/** A pair whose other end is `eth0` in a namespace of the program. */
export const cable = (name: string, given: Given, namespace: string, peer: Given): Line => [
  "vethPair",
  { name, ...given, peer: { name: "eth0", namespace, ...peer } },
];
export const route = (name: string, given: Given): Line => ["route", { destination: "default", ...given }, name];
export const masquerade = (name: string, given: Given): Line => ["masquerade", given, name];
export const forward = (name: string, given: Given): Line => [
  "portForward",
  { hostPort: 8080, targetAddress: "10.0.0.2", targetNetwork: "10.0.0.0/24", ...given },
  name,
];

/** A bridge br0 10.0.0.1/24 on the host, and a namespace ns0 on it with eth0 10.0.0.2/24. */
export const oneContainer: Line[] = [
  bridge("br0", { addresses: ["10.0.0.1/24"] }),
  namespace("ns0"),
  cable("veth0", { master: "br0" }, "ns0", { addresses: ["10.0.0.2/24"] }),
];

/** A default route of ns0, called `it`. */
export const fromNs0 = (given: Given = {}): Line => route("it", { namespace: "ns0", gateway: "10.0.0.1", ...given });

export { UNKNOWN };
