import { groupBy } from "../provider/group-by";
import type { Interface, Topology } from "./topology";

/** Interfaces whose frames reach each other: through cables, tunnels and bridges, without a router. */
export interface Segment {
  interfaces: Interface[];
  /** Whether there may be other interfaces, or other addresses, than those that are known. */
  isOpen: boolean;
}

/** The segment of each interface. */
export type Segments = Map<Interface, Segment>;

export function segmentsOf(topology: Topology): Segments {
  const { interfaces, cables, tunnels } = topology;
  const segments = new Map<Interface, Segment>(
    interfaces.map(
      (it) => [it, { interfaces: [it], isOpen: it.isOpen || !it.isKnown || it.kind === "vxlan" }] as const,
    ),
  );
  const join = (a: Interface, b: Interface): void => {
    const [kept, gone] = [segments.get(a), segments.get(b)];
    if (!kept || !gone || kept === gone) return;
    kept.interfaces.push(...gone.interfaces);
    kept.isOpen ||= gone.isOpen;
    for (const it of gone.interfaces) segments.set(it, kept);
  };
  for (const [a, b] of [...cables, ...tunnels]) join(a, b);
  for (const ports of groupBy(interfaces, ({ place, master }) => JSON.stringify([place, master])).values()) {
    const [first, ...others] = ports;
    if (first?.master === undefined) continue;
    const bridge = topology.at(first.place).find(({ name }) => name === first.master);
    for (const port of bridge ? [bridge, ...others] : others) join(first, port);
    // A bridge that nobody declares may have any ports.
    const segment = segments.get(first);
    if (segment && !bridge?.resource) segment.isOpen = true;
  }
  // A link of which it is not known whose port it is may be one of any bridge there.
  for (const { place } of interfaces.filter(({ resource, isOpen }) => resource && isOpen)) {
    for (const bridge of topology.at(place).filter(({ kind }) => kind === "bridge")) {
      const segment = segments.get(bridge);
      if (segment) segment.isOpen = true;
    }
  }
  return segments;
}
