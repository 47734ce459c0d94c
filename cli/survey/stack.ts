import { isDefault } from "../../provider/inputs/addresses";
import type { Place } from "../../findings/topology";
import { macOf, type Owner, ownerOf, stackDigits, stackOf } from "../../provider/owner";
import { familyOfRoute } from "../../provider/resources/route";
import type { Qdisc } from "../../provider/iproute2/qdiscs";
import type { Link } from "../../provider/iproute2/links";
import { SECRET } from "../plan/preview";
import type { SingleKind } from "../../provider/resources/objects";
import { nameOf, recordedObjects } from "../recorded";
import type { ExportedResource, StackExport } from "../stack-export";
import type { PlacedRoute, PlacedRule } from "./kernel";

/** A stack by its names, which are what its marks are made of. */
export interface StackName {
  project: string;
  stack: string;
}

/** The names in `organization/project/stack`; undefined for any other text. */
export function parseStackName(text: string): StackName | undefined {
  const [, project, stack] = /^[^/]+\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
  return project === undefined || stack === undefined ? undefined : { project, stack };
}

/** The stack that a state is of, by the URNs in it; undefined where it holds none. */
export function stackNameOf({ resources, pending }: StackExport): StackName | undefined {
  const [first] = [...resources, ...pending.map(({ resource }) => resource)];
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(first?.urn ?? "") ?? [];
  return project === undefined || stack === undefined ? undefined : { project, stack };
}

/** The owners of all resources that a state holds. */
export function ownersIn({ resources }: StackExport): unknown[] {
  return resources.flatMap(propertiesOf).map(({ owner }) => owner);
}

/** Tells what is a stack's by its marks, and what of that its state holds. */
export class Ownership {
  /** Whether a state holds a resource of which a secret hides whose it is. */
  readonly isHidden: boolean;
  private readonly digits: string;
  private readonly held: ReadonlySet<unknown>;
  private readonly heldRoutes: Key[];
  private readonly heldRules: Key[];
  private readonly heldQdiscs: Key[];
  private readonly heldNamespaces: ReadonlySet<unknown>;
  /** The names of the resources whose change was cut off, by owner. */
  private readonly begun: ReadonlyMap<Owner, string>;
  private readonly begunRoutes: Key[];
  private readonly begunRules: Key[];
  private readonly begunQdiscs: Key[];
  private readonly begunNamespaces: ReadonlySet<unknown>;
  /** The owners of the links whose creation was cut off, by the MAC that they are born with. */
  private readonly births: ReadonlyMap<string, Owner>;

  /** @param elsewhere the owners that the states of other stacks hold. */
  constructor(
    { project, stack }: StackName,
    state: StackExport,
    private readonly elsewhere: ReadonlySet<unknown> = new Set(),
  ) {
    const all = state.resources.flatMap(propertiesOf);
    const begun = state.pending.flatMap(({ resource }) => propertiesOf(resource));
    this.digits = stackDigits(project, stack);
    this.held = new Set(ownersIn(state));
    this.isHidden = this.held.has(SECRET) || elsewhere.has(SECRET);
    this.heldRoutes = all.filter(({ kind }) => kind === "route");
    this.heldRules = all.filter(({ kind }) => kind === "rule");
    this.heldQdiscs = all.filter(({ kind }) => kind === "qdisc");
    this.heldNamespaces = new Set(all.filter(({ kind }) => kind === "namespace").map(({ name }) => name));
    this.begun = new Map(begun.map(({ owner, resource }) => [owner as Owner, resource]));
    this.begunRoutes = begun.filter((it) => it.kind === "route" && !Object.values(it).includes(SECRET));
    this.begunRules = begun.filter((it) => it.kind === "rule" && !Object.values(it).includes(SECRET));
    this.begunQdiscs = begun.filter((it) => it.kind === "qdisc" && !Object.values(it).includes(SECRET));
    this.begunNamespaces = new Set(begun.filter(({ kind }) => kind === "namespace").map(({ name }) => name));
    this.births = new Map(
      [...this.begun.keys()].flatMap((owner) =>
        (["first", "peer"] as const).map((end): [string, Owner] => [macOf(owner, end), owner]),
      ),
    );
  }

  /** Whether a mark is this stack's, and not what another one that was renamed had from its old name. */
  isMarked(owner: Owner | undefined): owner is Owner {
    if (owner === undefined || this.elsewhere.has(owner)) return false;
    return /^[0-9a-f]{16}$/.test(owner) && stackOf(owner) === this.digits;
  }

  /** Whether a mark is this stack's, and that of no resource in its state. */
  isOrphaned(owner: Owner | undefined): owner is Owner {
    return this.isMarked(owner) && !this.held.has(owner);
  }

  /** Whose a link is: its alias tells, and before it has one, the MAC of a creation that was cut off. */
  ownerOfLink({ alias, mac }: Link): Owner | undefined {
    return alias === undefined ? this.births.get(mac) : ownerOf(alias);
  }

  /** The name of the resource of an owner, where the state still knows that its creation was cut off. */
  begunBy(owner: Owner): string | undefined {
    return this.begun.get(owner);
  }

  holdsRoute(place: Place, route: PlacedRoute): boolean {
    return this.heldRoutes.some((key) => isRoute(key, place, route));
  }

  hasBegunRoute(place: Place, route: PlacedRoute): boolean {
    return this.begunRoutes.some((key) => isRoute(key, place, route));
  }

  holdsRule(place: Place, rule: PlacedRule): boolean {
    return this.heldRules.some((key) => isRule(key, place, rule));
  }

  hasBegunRule(place: Place, rule: PlacedRule): boolean {
    return this.begunRules.some((key) => isRule(key, place, rule));
  }

  holdsQdisc(place: Place, qdisc: Qdisc): boolean {
    return this.heldQdiscs.some((key) => same(key.namespace, place) && same(key.device, qdisc.device));
  }

  hasBegunQdisc(place: Place, qdisc: Qdisc): boolean {
    return this.begunQdiscs.some((key) => key.namespace === place && key.device === qdisc.device);
  }

  holdsNamespace(name: string): boolean {
    return this.heldNamespaces.has(name);
  }

  hasBegunNamespace(name: string): boolean {
    return this.begunNamespaces.has(name);
  }
}

/** Properties of an object, with its kind and the name of its resource in the program. */
type Properties = Record<string, unknown> & { kind: SingleKind | undefined; resource: string };

/** What a resource is or was to be: a change that was cut off may have been done or not. None of what is not linuxnet's. */
function propertiesOf({ type, urn, inputs, outputs }: ExportedResource): Properties[] {
  const known = [inputs, outputs].filter((it) => it !== undefined);
  return known.flatMap((it) => {
    const objects = recordedObjects({ type, outputs: it }) ?? [{ kind: undefined, properties: { owner: SECRET } }];
    return objects.map(({ kind, properties }) => ({ ...properties, kind, resource: nameOf(urn) }));
  });
}

/** The kernel's key of a route, or of a rule. What a secret hides may be anything. */
type Key = Record<string, unknown>;

function same(known: unknown, found: unknown): boolean {
  return known === SECRET || known === found;
}

function isRule(key: Key, place: Place, { priority, family }: PlacedRule): boolean {
  return same(key.namespace, place) && same(key.priority, priority) && same(key.family, family);
}

function isRoute(key: Key, place: Place, route: PlacedRoute): boolean {
  return (
    same(key.namespace, place) &&
    same(canonical(key.destination), canonical(route.destination)) &&
    same(key.metric, route.metric) &&
    same(key.table, route.table) &&
    ([key.destination, key.gateway, key.source].includes(SECRET) || familyOfRoute(key) === route.family)
  );
}

function canonical(destination: unknown): unknown {
  return typeof destination === "string" && isDefault(destination) ? "default" : destination;
}
