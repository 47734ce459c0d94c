import type { Checkable } from "../check";
import type { Refuse } from "../inputs/check";
import type { Family } from "../inputs/addresses";
import type { FdbEntry } from "../iproute2/fdb";
import type { Link } from "../iproute2/links";
import type { PolicyRule } from "../iproute2/policy-rules";
import type { Qdisc } from "../iproute2/qdiscs";
import type { PortVlan } from "../iproute2/vlans";
import type { RouteEntry } from "../iproute2/routes";
import type { Rules, Tables } from "../iptables/chains";
import type { NetnsFiles } from "../netns-files/lines";
import type { Owner } from "../owner";
import type { Claim } from "./claim";
import type { Told } from "./ids";
import type { Collection } from "./collection";
import type { Part } from "./part";
import type { Step, Probe, Outcome, ServiceRecord } from "./step";

export { ipStep } from "./step";
export type { Step, Probe, Outcome, ServiceWords, ServiceRecord } from "./step";

/** What every resource has. */
export interface Owned {
  /**
   * Whose it is: 16 hexadecimal digits, of which the first six tell the stack. The kernel keeps them in link aliases, chain
   * names and rule comments. @default one made of project, stack, kind, name and the types of the parents
   */
  owner: Owner;
}

/** What the state keeps of an object that was imported, until its next change: a read changes nothing, so its mark stands. */
export interface Imported {
  imported?: Origin;
}

export interface Origin {
  /** The owner that its mark names, or UNMARKED. */
  mark: Owner;
  /**
   * The rules that describe it: where they stand in built-in chains, `nat POSTROUTING -s 10.0.0.0/24 -j MASQUERADE`; of
   * policy routing, `from 10.0.0.0/24 lookup 100`.
   */
  rules?: string[];
}

/** What lives in a namespace; where none is named, in the host's own network. */
export interface Placed extends Owned {
  namespace?: string;
}

/** What can be read of the kernel. Everything is undefined or empty when the namespace itself is not there. */
export interface View {
  link(namespace: string | undefined, name: string): Promise<Link | undefined>;
  /** All links, lo among them. */
  links(namespace: string | undefined): Promise<Link[]>;
  /** The links that have this alias, whatever their names. */
  linksWithAlias(namespace: string | undefined, alias: string): Promise<Link[]>;
  /** The names under /run/netns. */
  namespaces(): Promise<string[]>;
  /** Where a veth's other end lies; undefined for a namespace without a name, or one that has gone. */
  otherEnd(namespace: string | undefined, link: Link): Promise<LinkName | undefined>;
  /** What lies under the name of a namespace that cannot be entered. */
  namespaceFile(name: string): Promise<NamespaceFile>;
  routes(namespace: string | undefined, family: Family, table: string): Promise<RouteEntry[]>;
  /** The VLANs of a port, or of a bridge itself. */
  vlans(namespace: string | undefined, device: string): Promise<PortVlan[]>;
  /** The static entries of a VXLAN interface's forwarding database. */
  fdb(namespace: string | undefined, device: string): Promise<FdbEntry[]>;
  /** The queueing discipline that somebody has put at the root of a link. */
  rootQdisc(namespace: string | undefined, device: string): Promise<Qdisc | undefined>;
  policyRules(namespace: string | undefined, family: Family): Promise<PolicyRule[]>;
  tables(namespace: string | undefined, family: Family): Promise<Tables>;
  /** The tables, and those of the backend that `iptables` does not use. */
  rules(namespace: string | undefined, family: Family): Promise<Rules>;
  sysctls(namespace: string | undefined, keys: readonly string[]): Promise<Record<string, string>>;
  /** Who has addresses by now on the segment of an interface: the MACs of those that answer. */
  holders(
    namespace: string | undefined,
    device: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** What the files under /etc/netns hold into which linuxnet writes. */
  netnsFiles(): Promise<NetnsFiles>;
  /** The parameters of a namespace that a new one does not have with the same values; none of a single interface. */
  changedSysctls(namespace: string): Promise<Record<string, string>>;
  service(owner: Owner): Promise<ServiceRecord | undefined>;
  /** Sends a packet, or opens a connection. Undefined where only a plan is made. */
  reach(probe: Probe): Promise<Outcome | undefined>;
}

/** Where a link lies, and its name there. */
export interface LinkName {
  namespace?: string;
  name: string;
}

/** Nothing, an empty file on which no namespace is mounted, or only in another mount namespace, or some other file. */
export type NamespaceFile = "none" | "unmounted" | "mounted elsewhere" | "not empty";

/** What stands in the place of a resource. */
export interface Observation<State> {
  /** Whose it is; undefined for what linuxnet did not make. */
  owner: Owner | undefined;
  /** What it is, for the message that refuses to touch it: `a bridge`. */
  what: string;
  /** Its properties as they are; undefined if it cannot be changed into the resource that is wanted. */
  state?: State;
  /** What gives it back its own name, where somebody has given it another. */
  renaming?: Step[];
  /** What of somebody else has taken its name, while a part of it stands. */
  instead?: { owner: Owner | undefined; what: string };
  /** What removes it, where that is not what `remove` says: of a resource of which only a part stands. */
  remains?: Step[];
  /** Differences that are no property of the resource, such as a rule that somebody flushed. Of a part, first what stands or lacks. */
  drift: string[];
}

/** What stands at an id, whoever made it, in the words of a program. */
export interface Found<State> extends Origin {
  /** The inputs beside those that the id tells. */
  inputs: Told;
  /** What of it is no input, for `complete`. */
  standing?: State;
}

/** A check of inputs against each other. */
export interface CrossCheck<Inputs> {
  /** The paths of all inputs that it looks at. It runs where none of them was refused, nor is or holds an unknown value. */
  needs: readonly string[];
  check(inputs: Inputs, refuse: Refuse): void;
}

/** All that linuxnet knows of one kind. Pure: no clock, no process, no Pulumi. */
export interface ResourceSpec<Inputs extends Owned = Owned, State extends Inputs = Inputs> extends Checkable<Inputs> {
  /** How messages call one of its objects: `veth pair veth0 in namespace ns0`. */
  describe(inputs: Inputs): string;
  /** The kernel's own key, which is also what `pulumi import` takes: `lab/br0`. */
  id(inputs: Inputs): string;
  /** The reverse of `id`: the values of inputs that it tells, yet to be checked. Refuses an id of another form. */
  fromId(id: string, refuse: Refuse): Told | undefined;
  /** Paths of the inputs that nothing can change in place: `peer.name`. */
  replaceOn: readonly string[];
  /** Paths of more inputs, of which nothing can change in place what these two have. Sees unknown values. */
  replacedBetween?(standing: State, wanted: State): string[];
  /** Paths of the inputs that name other objects. When one is unknown, it is being replaced, and this goes with it. */
  references: readonly string[];
  /** The whole state that inputs ask for, given the one that stands. */
  complete(inputs: Inputs, standing?: State): State;
  /** The inputs that a state confirms: the reverse of `complete`. */
  inputsOf(state: State): Inputs;
  create(wanted: State): Step[];
  /** Throws LinuxnetError where somebody else has what no command would refuse to give a second time. */
  refuseTaken?(wanted: State, standing: State | undefined, view: View): Promise<void>;
  /**
   * The steps from what stands to what is wanted: what is new comes before what is taken away. A kind that is composed of
   * others looks at what stands of each. Throws LinuxnetError for what is somebody else's.
   */
  update(standing: State & Imported, wanted: State, view: View): Step[] | Promise<Step[]>;
  /** What of one that stands as it is wanted is lost to these steps, and done again after them. */
  again?(wanted: State, steps: readonly Step[]): Step[];
  /** What takes away again that which a change that failed has made beside what was there before. */
  takeBack?(before: State, wanted: State, view: View): Promise<Step[]>;
  remove(state: State & Imported): Step[];
  /** What takes away the rest of a resource of which nothing can be seen any more, as after a removal that was cut off. */
  afterwards?(state: State): Step[];
  /** What takes away all that bears the mark of an owner who is no more, though nothing of it was seen. */
  disown?(state: State): Step[];
  /**
   * What stands at the key that some inputs have, undefined if nothing does. Throws LinuxnetError where properties of this
   * kind cannot say what stands there.
   */
  find(key: Inputs, view: View): Promise<Found<State> | undefined>;
  /** The inputs, with that in the words of an imported state which says the same. */
  likened?(inputs: Inputs, standing: State): Inputs;
  /** What stands in the place of `wanted`, undefined if nothing does. */
  observe(wanted: State & Imported, view: View): Promise<Observation<State> | undefined>;
  /** What no two resources of a program may have, of that which the program has left to the check. Sees unknown values, and nothing wrong. */
  claims?(inputs: Inputs, given: Record<string, unknown>): Claim[];
  /** The objects of other kinds that it is composed of. */
  parts?(state: State): Part[];
  /** Of what holds many. Each of them is known, made, changed and repaired by itself. */
  collection?: Collection<Inputs, State, Owned>;
  /** Whether it may differ by what else an update has done: each one looks at it anew. */
  looksAnew?: boolean;
  /** Whether it is nothing but rules of iptables. */
  isRules?: boolean;
  /** Whether the kernel removes other resources' objects together with one of these. */
  hasDependents?: boolean;
  /** Whether an object with our owner's mark is what `wanted` left behind, where the mark alone cannot tell. */
  isLeftover?(found: State, wanted: State): boolean;
}
