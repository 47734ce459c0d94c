import { type Finding, finding } from "../finding";
import { withKnown } from "../program";
import type { Topology } from "../topology";

/** A forward of which nothing tells the target's own network: its hosts would be answered past the translation. */
export function bareTarget({ program }: Topology): Finding[] {
  return withKnown(program, "portForward", "targetNetwork", "outInterface")
    .filter(({ inputs: { targetNetwork, outInterface } }) => targetNetwork === undefined && outInterface === undefined)
    .map((forward) =>
      finding(
        forward,
        "hosts of the target's own network will not reach it through this port: the program does not say which network that is",
        "Give the resource that carries targetAddress, or targetNetwork, or outInterface.",
      ),
    );
}
