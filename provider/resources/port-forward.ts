import type { Flows } from "../conntrack/flows";
import { placeText } from "../namespaces";
import { address, familyOf, isLoopback, partialNetwork, remoteAddress } from "../inputs/addresses";
import { type Check, type Fields, isUnknown, optional, required } from "../inputs/check";
import { device, namespaceName } from "../inputs/names";
import { firstPort, lastPort, oneOf, owner, port, portOrRange } from "../inputs/values";
import { type Chain, chainName } from "../iptables/chains";
import { portsText, type Rule, rule } from "../iptables/rule";
import { LOOPBACK_GUARD } from "../iptables/switches";
import { endpointText, portForwardId, portForwardOfId } from "./ids";
import { portForwardChecks } from "./port-forward-checks";
import { isAboutPortForward, portForwardOf } from "./port-forward-rules";
import { ruleResource } from "./rule-resource";
import type { Placed } from "./spec";

export interface PortForwardInputs extends Placed {
  hostAddress?: string;
  hostPort: number | string;
  protocol: "tcp" | "udp" | "sctp";
  targetAddress: string;
  targetNetwork?: string;
  outInterface?: string;
  /** The port of the target; for a range of host ports, its first. */
  targetPort: number;
}

const hostAddress: Check<string> = (value, path, refuse) => {
  const canonical = address(value, path, refuse);
  return canonical === "::1" ? refuse(path, "another address: rules cannot forward from ::1", value) : canonical;
};

const fields: Fields<PortForwardInputs> = {
  namespace: optional(namespaceName),
  hostAddress: optional(hostAddress),
  hostPort: required(portOrRange),
  protocol: optional(oneOf("tcp", "udp", "sctp"), "tcp"),
  targetAddress: required(remoteAddress),
  targetNetwork: optional(partialNetwork),
  outInterface: optional(device),
  targetPort: optional(port),
  owner: required(owner),
};

/** Marks what came in through the interface behind which the target lives. A bit that neither CNI, Kubernetes nor netavark use. */
const MARK = "0x800/0x800";

/**
 * Publishes a port. 192.168.64.5:8080 to 10.0.0.2:8080 in 10.0.0.0/24:
 *
 *     nat    PREROUTING, OUTPUT -> LN-DNAT-<owner>: -d 192.168.64.5/32 … --dport 8080 -j DNAT --to-destination 10.0.0.2:8080
 *     nat    POSTROUTING        -> LN-SNAT-<owner>: -d 10.0.0.2/32 … ctstate DNAT, from 10.0.0.0/24 or the host -j MASQUERADE
 *     filter FORWARD            -> LN-FWD-<owner>:  -d 10.0.0.2/32 … ctstate DNAT -j ACCEPT, its answers, what is established, and errors
 *     raw    PREROUTING         -> LN-LO-<owner>:   to or from 127.0.0.0/8 ! -i lo -j DROP   (where localhost is published)
 *                                                   to 10.0.0.2:8080 ! from 10.0.0.0/24 -j DROP   (where localhost alone is)
 *
 * A port that another stack forwards is refused: of two such rules, only the first would ever be reached.
 *
 * ip_forward is on while LN-FWD stands, route_localnet while LN-LO does; the marker that remembers route_localnet's old
 * value, LN-WAS-route_localnet-0, drops what is to or from 127.0.0.0/8, too, until that is put back.
 */
export const portForward = ruleResource<PortForwardInputs>({
  describe: (inputs) => `port forward ${endpointText(inputs)} ${placeText(inputs.namespace)}`,
  fields,
  defaults: ({ hostPort, targetPort }) =>
    targetPort !== undefined || hostPort === undefined || isUnknown(hostPort)
      ? {}
      : { targetPort: firstPort(hostPort) },
  crossChecks: portForwardChecks,
  id: portForwardId,
  fromId: portForwardOfId,
  chains: portForwardChains,
  families: ({ hostAddress }) => (hostAddress === undefined ? [4, 6] : [familyOf(hostAddress)]),
  described: portForwardOf,
  isAbout: isAboutPortForward,
  strayFlows: portForwardFlows,
});

/** The flows that go elsewhere than a port forward says. */
export function portForwardFlows(inputs: PortForwardInputs, { removed }: { removed: boolean }): Flows[] {
  const { protocol, hostAddress: address, hostPort, targetAddress, targetPort } = inputs;
  const ports = [firstPort(hostPort), lastPort(hostPort)] as const;
  const target = { address: targetAddress, port: targetPort };
  return protocol === "udp" ? [{ family: familyOf(targetAddress), address, ports, target, removed }] : [];
}

export function portForwardChains(inputs: PortForwardInputs): Chain[] {
  const { hostAddress, targetAddress, owner } = inputs;
  const family = familyOf(targetAddress);
  const published = family === 4 && (hostAddress === undefined || isLoopback(hostAddress));
  const guard: Chain = {
    family,
    table: "raw",
    name: chainName("LO", owner),
    hooks: ["PREROUTING"],
    rules: [...LOOPBACK_GUARD, ...(hostAddress === undefined ? [] : [directWay(inputs)])],
  };
  return [
    ...(published ? [guard] : []),
    { family, table: "filter", name: chainName("FWD", owner), hooks: ["FORWARD"], rules: passes(inputs) },
    {
      family,
      table: "nat",
      name: chainName("DNAT", owner),
      hooks: ["PREROUTING", "OUTPUT"],
      rules: newDestinations(inputs),
    },
    { family, table: "nat", name: chainName("SNAT", owner), hooks: ["POSTROUTING"], rules: newSources(inputs) },
  ];
}

/** The first and last port of the target, written as in `--dport`. */
function targetPorts({ hostPort, targetPort }: PortForwardInputs): string {
  const last = targetPort + lastPort(hostPort) - firstPort(hostPort);
  return last === targetPort ? String(targetPort) : `${targetPort}:${last}`;
}

/** What is published on localhost alone is for nobody who routes to the target past the host's own address. */
function directWay(inputs: PortForwardInputs): string {
  const { targetAddress: target, targetNetwork, outInterface, protocol } = inputs;
  const elsewhere = outInterface === undefined ? { notSource: targetNetwork ?? target } : { notIn: outInterface };
  return rule({ ...elsewhere, destination: target, protocol, destinationPort: targetPorts(inputs), target: "DROP" });
}

function newDestinations(inputs: PortForwardInputs): string[] {
  const { hostAddress, hostPort, protocol, targetAddress, targetPort, outInterface } = inputs;
  const family = familyOf(targetAddress);
  const match: Omit<Rule, "target"> = {
    protocol,
    destinationPort: portsText(hostPort),
    ...(hostAddress === undefined ? { destinationType: "LOCAL" } : { destination: hostAddress }),
    // Rules cannot forward from ::1, so what listens there keeps it.
    ...(hostAddress === undefined && family === 6 ? { notDestination: "::1" } : {}),
  };
  const host = family === 6 ? `[${targetAddress}]` : targetAddress;
  // `9000-9010/8000`: each port keeps its distance from the first, 8000.
  const ports =
    typeof hostPort === "number" ? targetPort : `${targetPorts(inputs).replace(":", "-")}/${firstPort(hostPort)}`;
  const mark =
    outInterface === undefined ? [] : [rule({ ...match, in: outInterface, target: `MARK --set-xmark ${MARK}` })];
  return [...mark, rule({ ...match, target: `DNAT --to-destination ${host}:${ports}` })];
}

/**
 * The target would answer hosts of its own network, and itself, directly, past the translation; and it cannot answer
 * 127.0.0.1 at all. For these the router stands in as the source.
 */
function newSources(inputs: PortForwardInputs): string[] {
  const { targetAddress: target, targetNetwork, outInterface, protocol } = inputs;
  const to = {
    destination: target,
    protocol,
    destinationPort: targetPorts(inputs),
    state: "DNAT",
    target: "MASQUERADE",
  };
  return [
    rule({ ...to, source: targetNetwork ?? target }),
    ...(outInterface === undefined ? [] : [rule({ ...to, mark: MARK })]),
    rule({ ...to, sourceType: "LOCAL" }),
  ];
}

function passes(inputs: PortForwardInputs): string[] {
  const { hostAddress, hostPort, targetAddress: target, protocol, outInterface } = inputs;
  const ports = targetPorts(inputs);
  const asked = { originalDestination: hostAddress, originalPort: portsText(hostPort) };
  return [
    rule({ destination: target, out: outInterface, protocol, destinationPort: ports, state: "DNAT", target: "ACCEPT" }),
    rule({ source: target, in: outInterface, protocol, sourcePort: ports, state: "ESTABLISHED", target: "ACCEPT" }),
    // Connections that the forward led to another target before it changed.
    rule({ protocol, state: "DNAT", ...asked, status: "SEEN_REPLY", target: "ACCEPT" }),
    // Errors about these connections, such as a packet too big on its way.
    rule({ destination: target, out: outInterface, state: "RELATED", target: "ACCEPT" }),
    rule({ source: target, in: outInterface, state: "RELATED", target: "ACCEPT" }),
  ];
}
