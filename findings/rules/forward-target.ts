import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { type Declared, withKnown } from "../program";
import { segmentsOf } from "../segments";
import { placed, reaches, type Topology } from "../topology";
import { mayKnowWayTo } from "./routes";

/** A forward to an address that nothing has, as far as the program and the host's network tell. */
export function forwardTarget(topology: Topology): Finding[] {
  const segments = segmentsOf(topology);
  return withKnown(topology.program, "portForward", "namespace", "targetAddress").flatMap((forward) => {
    const { namespace: place, targetAddress: target } = forward.inputs;
    if (topology.carriersOf(target).length > 0 || !topology.isWholeAt(place)) return [];
    const near = topology.at(place).filter((it) => reaches(it, target));
    const ways = near.length > 0 ? near : topology.interfaces.filter((it) => it.resource && reaches(it, target));
    if (ways.length > 0) {
      if (!ways.every((way) => segments.get(way)?.isOpen === false)) return [];
      return [
        told(
          forward,
          `Its subnet is that of ${placed(ways[0] as (typeof ways)[number])}, and no interface there has it.`,
        ),
      ];
    }
    // Somebody beyond a router may have it.
    if (mayKnowWayTo(topology, place, target)) return [];
    return [told(forward, `No interface and no route ${placeText(place)} leads to it.`)];
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
