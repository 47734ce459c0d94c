import * as pulumi from "@pulumi/pulumi";
import { isAbsent, isPromised } from "./given";

export interface HostArgs {
  /** Where OpenSSH finds it: an address, or a name that DNS or ssh_config(5) knows. */
  address: pulumi.Input<string>;
  /** The user to log in as, who is root or may become it by `sudo`. @default what ssh_config(5) says, else one's own name */
  user?: pulumi.Input<string | undefined>;
  /** The port of its sshd. @default 22, or what ssh_config(5) says */
  port?: pulumi.Input<number | undefined>;
  /** The file of a private key. The key itself never gets into the state. @default what ssh_config(5) says, and those of the agent */
  identityFile?: pulumi.Input<string | undefined>;
  /** Hosts to go through, see ProxyJump in ssh_config(5). */
  proxyJump?: pulumi.Input<string | undefined>;
  /** Become root by `sudo -n`, which must not ask for a password. @default false */
  sudo?: pulumi.Input<boolean | undefined>;
  /** The file of the keys by which it is known, see sshd(8). @default what ssh_config(5) says: ~/.ssh/known_hosts */
  knownHosts?: pulumi.Input<string | undefined>;
  /**
   * What becomes of its resources while it cannot be reached: what is asked for fails (`fail`); a refresh or an update leaves
   * their state as it is, and says so (`keep`); that, and what is to be removed is forgotten, as of a host that is gone for
   * good (`forget`). @default "fail"
   */
  whenUnreachable?: pulumi.Input<"fail" | "keep" | "forget" | undefined>;
}

/** A machine other than the program's own, with its name, as resources keep it. */
export interface HostConnection {
  /** What it is known by. */
  name: string;
  /** Where OpenSSH finds it. */
  address: string;
  /** The user to log in as. */
  user?: string;
  /** The port of its sshd. */
  port?: number;
  /** The file of a private key. */
  identityFile?: string;
  /** Hosts to go through, see ProxyJump in ssh_config(5). */
  proxyJump?: string;
  /** Whether that user becomes root by `sudo -n`. */
  sudo?: boolean;
  /** The file of the keys by which it is known. */
  knownHosts?: string;
  /** What becomes of its resources while it cannot be reached. */
  whenUnreachable?: "fail" | "keep" | "forget";
}

/**
 * A machine other than the program's own, on which OpenSSH's client, with its configuration, runs what makes networks. It
 * needs iproute2, iptables, util-linux, procps and sshd, and a login as root, or as somebody whom sudo asks for no password.
 * Its key must be known.
 *
 * It is what its name says: another name is another machine, which replaces all that is on it. All else is the way to it, and
 * changes nothing there. It is no resource: nothing is made of it.
 *
 * @example
 * const b = new linuxnet.Host("b", { address: "192.0.2.7", user: "admin", sudo: true });
 * new linuxnet.Bridge("br0", { host: b, addresses: ["10.0.0.1/24"] });
 */
export class Host implements HostArgs {
  readonly address: pulumi.Input<string>;
  readonly user?: pulumi.Input<string | undefined>;
  readonly port?: pulumi.Input<number | undefined>;
  readonly identityFile?: pulumi.Input<string | undefined>;
  readonly proxyJump?: pulumi.Input<string | undefined>;
  readonly sudo?: pulumi.Input<boolean | undefined>;
  readonly knownHosts?: pulumi.Input<string | undefined>;
  readonly whenUnreachable?: pulumi.Input<"fail" | "keep" | "forget" | undefined>;

  /** @param name what it is known by, of letters, digits, `_`, `.` and `-`. */
  constructor(
    readonly name: string,
    args: HostArgs,
  ) {
    if (isAbsent((args as HostArgs | undefined)?.address))
      throw new Error(`linuxnet.Host ${name}: the argument address is missing`);
    Object.assign(this, args);
    this.address = args.address;
  }
}

/** The machine of an object, as it is sent to the provider; nothing on the program's own. */
export type HostInput = HostObject | pulumi.OutputInstance<HostObject | undefined> | undefined;

type HostObject = Pick<Host, keyof HostArgs | "name">;

/** What may tell the machine of an object by the name of the argument. Literals tell nothing. */
export type Tellers = Record<string, unknown>;

/** What a teller tells: a machine, or the program's own; undefined for nothing. */
type Told = { on: HostObject | undefined } | undefined;

/**
 * The machine of an object: the one that is named, or that of what it refers to by its place; else of what it refers to
 * otherwise. One that is given as it is stays so, so that at preview only its unknown parts are unknown.
 * @throws Error where an object would be on two.
 */
export function hostOf(
  object: string,
  host: pulumi.Input<Host | undefined>,
  places: Tellers,
  others: Tellers = {},
): HostInput {
  const [first, ...rest] = [toldByHost(host), ...Object.values(places).map(toldBy)];
  const all = [first, ...rest, ...Object.values(others).map(toldBy)];
  const names = ["host", ...Object.keys(places)];
  if (!all.some((it) => pulumi.Output.isInstance(it))) return decided(object, names, all as Told[]);
  return pulumi.all(all).apply((them) => decided(object, names, them as Told[]));
}

function decided(object: string, names: readonly string[], all: readonly Told[]): HostObject | undefined {
  const placing = all.slice(0, names.length);
  const first = placing.findIndex((it) => it !== undefined);
  const other = placing.findIndex((it) => it !== undefined && it.on?.name !== placing[first]?.on?.name);
  if (other < 0) return (placing[first] ?? all.find((it) => it !== undefined))?.on;
  const texts = [first, other].map((index) => `${names[index]} on ${machineText(placing[index]?.on)}`);
  throw new Error(`${object}: expected all of it on one machine, got ${texts.join(", ")}`);
}

function machineText(host: HostObject | undefined): string {
  return host === undefined ? "the program's own" : `host ${host.name}`;
}

function toldByHost(host: unknown): Told | pulumi.Output<Told> {
  if (isAbsent(host)) return undefined;
  if (!isPromised(host)) return { on: host as HostObject };
  return pulumi.output(host).apply((it) => (isAbsent(it) ? undefined : { on: it as HostObject }));
}

/** What a reference to a resource tells, or to an end of a pair. */
function toldBy(reference: unknown): Told | pulumi.Output<Told> {
  if (typeof reference !== "object" || reference === null) return undefined;
  if (isPromised(reference)) return pulumi.output(reference).apply(toldBy) as pulumi.Output<Told>;
  if (!("machine" in reference)) return undefined;
  const machine = reference.machine as HostInput;
  return isOutput(machine) ? machine.apply((on) => ({ on })) : { on: machine };
}

/** What machine it is, as far as a program gives it. */
export function hostNameOf(host: HostInput): pulumi.Output<string | undefined> {
  return isOutput(host) ? host.apply((it) => it?.name) : pulumi.output(host?.name);
}

/** What tells one namespace of one machine from all others. */
export function placeOn(
  host: HostInput,
  namespace: pulumi.Output<string | undefined>,
): pulumi.Output<string | undefined> {
  return pulumi
    .all([hostNameOf(host), namespace])
    .apply(([name, its]) => (name === undefined ? its : `${name}:${its ?? ""}`));
}

function isOutput(host: HostInput): host is pulumi.OutputInstance<HostObject | undefined> {
  return pulumi.Output.isInstance(host);
}
