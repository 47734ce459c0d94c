import type { Link } from "../iproute2/links";
import type { Tables } from "../iptables/chains";
import type { Effect } from "./effects";

/** What iptables-save shows once the plan is done. */
export interface PlannedTables {
  tables: Tables;
  /** Its comments, which tell the backend. */
  comments: readonly string[];
}

/** One network as far as a plan changes it. */
interface Place {
  /** Whether the kernel has it already, or the plan makes it or removes it. */
  origin: "standing" | "new" | "gone";
  /** Links and routes that the plan has made, or removed: false. */
  objects: Map<string, boolean>;
  /** By the program that changes them, less what it does: `ip6tables`. */
  tables: Map<string, PlannedTables>;
  sysctls: Record<string, string>;
}

/** What a plan has changed so far, by namespace. */
export class PlannedNetwork {
  private readonly places = new Map<string | undefined, Place>();
  private readonly removed: Link[] = [];

  place(namespace: string | undefined): Place {
    const place = this.places.get(namespace) ?? newPlace("standing");
    this.places.set(namespace, place);
    return place;
  }

  /** Whether the plan has made an object, or removed it; undefined if it does neither. */
  has({ kind, namespace, name }: Pick<Effect, "kind" | "namespace" | "name">): boolean | undefined {
    if (kind !== "netns") return this.place(namespace).objects.get(`${kind} ${name}`);
    return { standing: undefined, new: true, gone: false }[this.place(name).origin];
  }

  /** Notes an effect, and the links that go with what is removed. */
  note({ verb, kind, namespace, name }: Effect, going: readonly Link[]): void {
    this.removed.push(...going);
    if (kind === "netns") this.places.set(name, newPlace(verb === "remove" ? "gone" : "new"));
    else this.place(namespace).objects.set(`${kind} ${name}`, verb !== "remove");
  }

  /** Whether a link goes with its other end. Both carry one mark, for indexes alone say little across namespaces. */
  isRemoved(link: Link): boolean {
    const names = (from: Link, to: Link): boolean => from.peerIndex === to.index || from.peerName === to.name;
    return this.removed.some((it) => it.alias === link.alias && names(it, link) && names(link, it));
  }
}

function newPlace(origin: Place["origin"]): Place {
  return { origin, objects: new Map(), tables: new Map(), sysctls: {} };
}
