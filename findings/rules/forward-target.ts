import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { type Declared, withKnown } from "../program";
import type { Segments } from "../segments";
import { type Interface, placed, reaches, type Topology } from "../topology";
import { mayKnowWayTo } from "./routes";

/** A forward to an address that nothing has, or that its namespace does not reach, as far as the program and the host tell. */
export function forwardTarget(topology: Topology, segments: Segments): Finding[] {
  return withKnown(topology.program, "portForward", "namespace", "targetAddress").flatMap((forward) => {
    const { namespace: place, targetAddress: target } = forward.inputs;
    if (!topology.isWholeAt(place)) return [];
    const carriers = topology.carriersOf(target);
    if (carriers.some((it) => it.place === place)) return [];
    const near = topology.at(place).filter((it) => reaches(it, target));
    if (near.length > 0) {
      const around = near.map((way) => segments.get(way));
      const isThere = around.some((segment) => segment?.interfaces.some((it) => carriers.includes(it)));
      if (isThere || !around.every((segment) => segment?.isOpen === false)) return [];
      return [told(forward, `Its subnet is that of ${placed(near[0] as Interface)}, and no interface there has it.`)];
    }
    if (!mayKnowWayTo(topology, place, target)) {
      return [told(forward, `No interface and no route ${placeText(place)} leads to it.`)];
    }
    // Somebody beyond a router may have it, but for a subnet of which all is known.
    const subnet = topology.interfaces.filter((it) => it.resource && reaches(it, target));
    const isClosed = subnet.length > 0 && subnet.every((it) => segments.get(it)?.isOpen === false);
    if (carriers.length > 0 || !isClosed) return [];
    return [told(forward, `Its subnet is that of ${placed(subnet[0] as Interface)}, and no interface there has it.`)];
  });
}

function told(forward: Declared<"portForward">, why: string): Finding {
  const { namespace, targetAddress, hostPort, protocol } = forward.inputs;
  return finding(
    forward,
    `port ${hostPort}/${protocol} ${placeText(namespace)} is forwarded to ${targetAddress}, an address that nothing has`,
    `${why} Connections to the port will time out. Correct targetAddress, or give the resource that carries it instead of its address.`,
  );
}
