import { type Finding, finding } from "../finding";
import type { Declared } from "../program";
import { type Interface, placed, type Topology } from "../topology";

/** A master that is no bridge: the kernel gives the end of a cable, or of a tunnel, no ports. */
export function master(topology: Topology): Finding[] {
  return topology.interfaces.flatMap((port) => {
    const { resource, place, master: name } = port;
    const found = topology.at(place).find((it) => it.name === name);
    return resource && name !== undefined && (found?.kind === "veth" || found?.kind === "vxlan")
      ? [told(resource, port, found)]
      : [];
  });
}

function told(resource: Declared, { name }: Interface, found: Interface): Finding {
  return finding(
    resource,
    `master: expected a bridge, got ${placed(found)}, the end of a ${found.kind === "vxlan" ? "tunnel" : "cable"}`,
    `The kernel refuses to make ${name} its port ("Operation not supported"). Plug both into one Bridge.`,
  );
}
