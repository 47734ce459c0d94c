import type { Network, PlacedRoute, PlacedRule } from "../../cli/survey/kernel";
import type { ExportedResource, StackExport } from "../../cli/stack-export";
import type { Qdisc } from "../../provider/iproute2/qdiscs";
import type { Link } from "../../provider/iproute2/links";
import { ownerFrom, tagOf } from "../../provider/owner";
import { kindServedBy, TYPES } from "../../provider/types";
import { type Inputs, type Kind, stateOf } from "./plan";

/** The owner of a resource of this name in the stack dev of project web, or in another stack of it. */
export function ownerOf(name: string, stack = "dev"): string {
  return ownerFrom("web", stack, { kind: "Bridge", parents: [], name });
}

/** A resource as the state of that stack holds it; its owner is that of its name. */
export function exported(kind: Kind, name: string, inputs: Inputs): ExportedResource {
  const type = TYPES.dynamic + kindServedBy(kind);
  const properties = stateOf(kind, { owner: ownerOf(name), ...inputs }) as unknown as Inputs;
  return {
    ...{ urn: `urn:pulumi:dev::web::${type}::${name}`, type },
    inputs: { ...properties, __provider: "text" },
    outputs: { ...properties, __provider: "text" },
  };
}

export function stateWith(resources: ExportedResource[], begun: ExportedResource[] = []): StackExport {
  const pending = begun.map(({ outputs: _outputs, ...resource }) => ({ type: "creating", resource }));
  return { resources, pending };
}

/** A link as the kernel tells it, with the mark of an owner. */
export function link(name: string, kind: string | undefined, owner?: string, rest: Partial<Link> = {}): Link {
  return {
    ...{ name, kind, index: 1, mac: "8e:00:00:00:00:01", mtu: 1500, up: true, master: undefined },
    alias: owner === undefined ? undefined : tagOf(owner),
    ...{
      peerIndex: undefined,
      peerName: undefined,
      peerNamespace: undefined,
      beyond: [],
      addresses: [],
      dynamicAddresses: [],
    },
    ...{ vlanFiltering: false, vlanDefaultPvid: 1, vlanId: undefined, port: {} },
    ...{ stp: false, hairpin: false, isolated: false },
    ...rest,
  };
}

/** A route with linuxnet's mark. */
export function route(destination: string, rest: Partial<PlacedRoute> = {}): PlacedRoute {
  const family = destination.includes(":") ? 6 : 4;
  return {
    ...{ destination, family, type: "unicast", metric: family === 6 ? 1024 : 0, table: "main", protocol: "76" },
    ...{ gateway: undefined, device: undefined, source: undefined, onlink: false, beyond: [] },
    ...rest,
  };
}

/** A rule of policy routing with linuxnet's mark. */
export function rule(priority: number, rest: Partial<PlacedRule> = {}): PlacedRule {
  return { ...{ priority, family: 4, type: "lookup", table: "7", protocol: "76", beyond: [] }, ...rest };
}

/** What shapes an interface, with linuxnet's mark. */
export function qdisc(device: string, rest: Partial<Qdisc> = {}): Qdisc {
  return { device, kind: "tbf", handle: 0x4c00, beyond: [], ...rest };
}

/** A network with these links and routes, and empty chains of these names in table filter. */
export function network(
  namespace: string | undefined,
  {
    owner,
    links = [],
    routes = [],
    rules = [],
    qdiscs = [],
    chains = [],
    v6 = [],
    switches = [],
  }: Partial<Network> & {
    owner?: string;
    chains?: string[];
    v6?: string[];
  },
): Network {
  const tables = (names: string[]): Network["tables"][4] =>
    new Map([["filter", new Map(names.map((name) => [name, []]))]]);
  return {
    namespace,
    links: [link("lo", undefined, owner), ...links],
    routes,
    rules,
    qdiscs,
    tables: { 4: tables(chains), 6: tables(v6) },
    switches,
  };
}
