import * as pulumi from "@pulumi/pulumi";
import { endpointText } from "../provider/inputs/endpoint";
import { addressOf } from "./address";
import { declaredBefore } from "./findings";
import { type AddressRef, type NamespaceRef, placed } from "./placement";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

/** How packets fare. */
export type Reachability = "open" | "refused" | "filtered" | "unreachable";

export interface ReachableArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace in which the packets begin. @default the host's own network */
  from?: pulumi.Input<NamespaceRef | undefined>;
  /** Where they go: an address, which may have a port, `10.0.0.2:80`, or the resource that carries it. */
  to: pulumi.Input<AddressRef>;
  /** The port, where `to` does not name it. */
  port?: pulumi.Input<number | undefined>;
  /** What is sent: a ping, a connection of TCP or a datagram of UDP, which must be answered. @default "tcp" with a port, else "icmp" */
  protocol?: pulumi.Input<"tcp" | "udp" | "icmp" | undefined>;
  /**
   * What is to become of it: an answer comes (`open`); somebody says that nothing listens (`refused`) or that there is no
   * way (`unreachable`); or nobody says anything (`filtered`). @default "open"
   */
  expect?: pulumi.Input<Reachability | undefined>;
  /** How long it may take until it is so, in seconds. @default 5 */
  timeout?: pulumi.Input<number | undefined>;
}

/**
 * A claim of a program about its network: that packets arrive, or do not. Real ones are sent when it is made, in each `up`
 * after that, and in each preview and refresh once it stands. Where they fare otherwise `up` fails, and tells where and why
 * they end. It comes after all that the program has declared before it. Nothing of it stands in the kernel.
 *
 * All of it changes in place.
 *
 * @example
 * new linuxnet.Reachable("web", { to: "192.168.64.5:8080" });
 * new linuxnet.Reachable("no-ssh", { from: "c1", to: "10.0.0.1:22", expect: "filtered" });
 */
export class Reachable extends LinuxnetResource {
  declare readonly from: pulumi.Output<string | undefined>;
  /** With the port, if there is one. */
  declare readonly to: pulumi.Output<string>;
  declare readonly protocol: pulumi.Output<"tcp" | "udp" | "icmp">;
  declare readonly expect: pulumi.Output<Reachability>;
  declare readonly timeout: pulumi.Output<number>;

  constructor(name: string, args: ReachableArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Reachable", name, { args, opts }, "to");
    const from = placed(undefined, args.from);
    const to = pulumi
      .all([addressOf(args.to, undefined), args.port])
      .apply(([address, port]) => (typeof address === "string" ? endpointText({ address, port }) : address));
    const { protocol, expect, timeout } = args;
    const before = declaredBefore();
    const given = pulumi.output(opts?.dependsOn ?? []) as pulumi.Output<pulumi.Resource | pulumi.Resource[]>;
    const dependsOn = given.apply((its) => [...before, ...(Array.isArray(its) ? its : [its])]);
    const host = hostOf(`linuxnet.Reachable ${name}`, args.host, { from: args.from }, { to: args.to });
    super("Reachable", name, { host, from, to, protocol, expect, timeout }, ["from"], { ...opts, dependsOn });
  }
}
