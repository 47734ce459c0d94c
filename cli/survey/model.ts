import type { Flows } from "../../provider/conntrack/flows";
import type { Owner } from "../../provider/owner";
import type { Place } from "../../findings/topology";
import type { PlacedRoute, PlacedRule } from "./kernel";
import type { Ownership } from "./stack";

/** Something in the kernel that is a stack's, and that its state does not hold. */
export type Orphan = {
  /** What it is and where, which tells it from all others. */
  what: string;
  /** The resource whose creation was cut off, where the state still knows it. */
  resource?: string;
} &
  /** `flows` are those of UDP that go by them, and would go on without. */
  (
    | { kind: "rules"; namespace?: string; owner: Owner; chains: string[]; flows: Flows[] }
    /** A kernel parameter that linuxnet switched on, and for which nothing of linuxnet stands any more. */
    | { kind: "switch"; namespace?: string; key: string }
    | { kind: "route"; namespace?: string; route: PlacedRoute }
    | { kind: "rule"; namespace?: string; rule: PlacedRule }
    | { kind: "qdisc"; namespace?: string; device: string }
    /** A bridge, a VXLAN interface, or both ends of a pair. */
    | { kind: "link"; owner: Owner; ends: LinkEnd[] }
    | { kind: "service"; owner: Owner }
    /** `holds` is what would go with it though it is not this stack's, or in its state. */
    | { kind: "namespace"; owner: Owner; name: string; holds: string[] }
    /** Lines in the files of namespaces. */
    | { kind: "names"; owner: Owner; lines: string[] }
    /** What the creation of a namespace left that was cut off: its name is a plain file. */
    | { kind: "file"; name: string }
  );

export interface LinkEnd {
  namespace?: string;
  name: string;
}

/** What has linuxnet's mark, but none that tells whose it is. */
export type Unclaimed = Extract<Orphan, { kind: "route" | "rule" | "qdisc" | "file" }>;

export interface Findings {
  /** In the order in which they are to be removed. */
  orphans: Orphan[];
  unclaimed: Unclaimed[];
}

/** The namespace of what stands in one, as an orphan has it. */
export function placed(namespace: Place): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

/** The resource of an owner, as an orphan has it. */
export function begun(owner: Owner, ownership: Ownership): { resource?: string } {
  const resource = ownership.begunBy(owner);
  return resource === undefined ? {} : { resource };
}
