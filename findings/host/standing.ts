import type { Family } from "../../provider/inputs/addresses";
import type { Link } from "../../provider/iproute2/links";
import type { RouteEntry } from "../../provider/iproute2/routes";
import type { Listener } from "../../provider/iproute2/sockets";
import type { Rules } from "../../provider/iptables/chains";
import type { Owner } from "../../provider/owner";
import type { Declared, Kind } from "../program";

/** What stands before the program does anything, as far as it could be read. */
export interface Standing {
  /** The places that could be read; undefined is the host's own network. */
  places: Map<string | undefined, StandingPlace>;
  /** The names of all namespaces; undefined if they could not be read. */
  namespaces: string[] | undefined;
  /** The parameters of a namespace that is yet to be made, by name; undefined if they could not be read. */
  fresh: Record<string, string> | undefined;
  /** Those of the host itself that the program declares, likewise. */
  own: Record<string, string> | undefined;
  lacks: Lack[];
  /** The files that a service could be, of those in its PATH, and that are no programs. */
  noPrograms: ReadonlySet<string>;
  /** Whether IPv6 is switched off on the host. */
  withoutV6: boolean;
  /** What could not be seen, and why: a line each. */
  unseen: string[];
}

/** A tool or a feature of the kernel that is not there, and the kinds of resources that need it. */
export interface Lack {
  kinds: readonly Kind[];
  /** Which resources of these kinds need it. @default all */
  isNeededBy?: (resource: Declared) => boolean;
  text: string;
}

export interface StandingPlace {
  /** Whose the namespace is; undefined for what linuxnet did not make, and for the host. */
  owner: Owner | undefined;
  links: StandingLink[];
  routes: (RouteEntry & { table: string; family: Family })[];
  listeners: Listener[];
  /** All rules by family; undefined if they could not be read. */
  rules: Record<Family, Rules> | undefined;
  /** The rules that give packets another source, each with its chain; undefined if they could not be read. */
  sourceNat: NatRule[] | undefined;
  /** Whether it forwards packets of each family. */
  forwards: Record<Family, boolean>;
}

/** A rule of table nat, in iptables-save's words after `-A CHAIN`. */
export interface NatRule {
  family: Family;
  chain: string;
  rule: string;
}

export type StandingLink = Link & { owner: Owner | undefined };
