import * as pulumi from "@pulumi/pulumi";
import { type AttachedNetwork, attachedOf, type NetworkRef, segmentsOf } from "./attachment";
import { type Segment, Turn } from "./allotment";
import type { ContainerNetwork } from "./container-network";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

/** One container of a set. */
export interface ContainerSetContainerArgs {
  /** Its IPv4 address. @default see ContainerAttachmentArgs */
  address?: pulumi.Input<string | undefined>;
  /** Its IPv6 address, in a network that has IPv6. @default see ContainerAttachmentArgs */
  address6?: pulumi.Input<string | undefined>;
  /** The MAC address of its interface. @default one that is derived from the resource and the key */
  mac?: pulumi.Input<string | undefined>;
  /** Other names by which those in the network find it, as Docker's --network-alias. */
  aliases?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** A name of its own, beside that of its namespace. @default that of its namespace */
  hostname?: pulumi.Input<string | undefined>;
  /** Ports of its own that the host has, too, as Docker writes them: see ContainerArgs. */
  publish?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Kernel parameters of its namespace: `{ "net.ipv4.ip_forward": "1" }`. */
  sysctls?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
}

export interface ContainerSetArgs {
  /** The machine that it is on. @default that of its network */
  host?: pulumi.Input<Host | undefined>;
  /** The set's name, with which the names of its namespaces begin. @default the resource's name */
  name?: pulumi.Input<string>;
  /** The network that all of them are in. */
  network: pulumi.Input<NetworkRef>;
  /** The containers by their keys: the namespace of `p1` in the set `pods` is `pods-p1`. */
  containers: pulumi.Input<{ [key: string]: pulumi.Input<ContainerSetContainerArgs> }>;
  /** Addresses of others by name, for all of them: see ContainerArgs. */
  hosts?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
  /** The name servers of all of them, three at most. @default the host's */
  dns?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The domains in which their name servers are asked for a name without a dot. */
  dnsSearch?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Options of resolv.conf(5): `ndots:2`. */
  dnsOptions?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}

/** A container of a set as it stands. */
export interface ContainerSetContainer {
  /** Its network namespace. */
  namespace: string;
  address: string;
  address6?: string;
  mac: string;
  aliases?: string[];
  hostname?: string;
  publish?: string[];
  sysctls?: { [key: string]: string };
}

/**
 * Many containers of one network in one resource, each as a Container is: one costs Pulumi as much as a thousand. They are
 * compared, changed and repaired one by one: one that fails keeps no other one from being made.
 *
 * Name replaces it, the rest changes in place, while those that do not change go on.
 *
 * @example
 * const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/16" });
 * const pods = new linuxnet.ContainerSet("pods", { network: web, containers: { p1: { publish: ["9001:80"] }, p2: {} } });
 * export const address = pods.containers.p1.address;
 */
export class ContainerSet extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly network: pulumi.Output<AttachedNetwork>;
  declare readonly containers: pulumi.Output<{ [key: string]: ContainerSetContainer }>;
  declare readonly hosts: pulumi.Output<{ [name: string]: string } | undefined>;
  declare readonly dns: pulumi.Output<string[] | undefined>;
  declare readonly dnsSearch: pulumi.Output<string[] | undefined>;
  declare readonly dnsOptions: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: ContainerSetArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("ContainerSet", name, { args, opts }, "network", "containers");
    const own = pulumi.output(args.name ?? name);
    const host = hostOf(`linuxnet.ContainerSet ${name}`, args.host, { network: args.network });
    const { hosts, dns, dnsSearch, dnsOptions } = args;
    const given: pulumi.Output<unknown> = pulumi.output(args.network as unknown);
    const network = given.apply((it) => attachedOf(it as ContainerNetwork));
    const segments = given.apply((it) => pulumi.all(segmentsOf(it as ContainerNetwork)));
    super(
      "ContainerSet",
      name,
      {
        ...{ ...args, host, name: own, network, containers: withAddresses(own, segments, args.containers) },
        ...{ hosts, dns, dnsSearch, dnsOptions },
      },
      ["hosts", "dns", "dnsSearch", "dnsOptions"],
      opts,
    );
  }
}

type Asked = { [key: string]: pulumi.Unwrap<ContainerSetContainerArgs> };

/** With an address of each family that the network has, for each. Called where the program declares them. */
function withAddresses(
  set: pulumi.Output<string>,
  segments: pulumi.Output<[Segment, Segment | undefined]>,
  containers: ContainerSetArgs["containers"],
): pulumi.Output<Asked> {
  const turn = new Turn(set);
  const asked = pulumi.output(containers) as pulumi.Output<Asked>;
  turn.isIn(segments);
  const allotted = (property: "address" | "address6", segment: pulumi.Output<Segment | undefined>) => {
    const given = pulumi
      .all([set, asked])
      .apply(([own, all]) =>
        Object.fromEntries(Object.entries(all).map(([key, it]) => [`${own}-${key}`, it[property]])),
      );
    return turn.allotAll(segment, given);
  };
  const [v4, v6] = [segments.apply(([it]) => it), segments.apply(([, it]) => it)];
  const addresses = [allotted("address", v4), allotted("address6", v6)] as const;
  const all = pulumi.all([set, asked, ...addresses]).apply(([own, them, addresses, addresses6]) =>
    Object.fromEntries(
      Object.entries(them).map(([key, it]) => {
        const name = `${own}-${key}`;
        return [key, { ...it, address: addresses[name] ?? it.address, address6: addresses6[name] ?? it.address6 }];
      }),
    ),
  );
  turn.endsWith(all);
  return all;
}
