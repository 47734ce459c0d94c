import * as pulumi from "@pulumi/pulumi";
import { inNetwork } from "../provider/inputs/addresses";
import { type ContainerAttachment, type ContainerAttachmentArgs, attachmentsOf } from "./attachment";
import type { ContainerNetwork } from "./container-network";
import { isAbsent } from "./given";
import { type Host, hostOf } from "./host";
import { LinuxnetResource } from "./resource";

/** Docker's modes without a network: a namespace with lo alone, or no namespace of its own. */
export type ContainerMode = "none" | "host";

/** The network that a container is in, or a mode without one. */
export type NetworkOrMode = ContainerNetwork | ContainerMode;

export interface ContainerArgs {
  /** The machine that it is on. @default that of its networks */
  host?: pulumi.Input<Host | undefined>;
  /** The container's name, which is that of its namespace. @default the resource's name */
  name?: pulumi.Input<string>;
  /** Docker's three modes: the network that it is in, `"none"` for a namespace with lo alone, `"host"` for no namespace of its own. */
  network?: pulumi.Input<NetworkOrMode>;
  /** Its IPv4 address in `network`. @default see ContainerAttachmentArgs */
  address?: pulumi.Input<string | undefined>;
  /** Its IPv6 address in `network`. @default see ContainerAttachmentArgs */
  address6?: pulumi.Input<string | undefined>;
  /** The MAC address of its interface in `network`. @default one that is derived from the resource */
  mac?: pulumi.Input<string | undefined>;
  /** Other names of its own in `network`, as Docker's --network-alias. */
  aliases?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The networks that it is in, in the place of `network`: its interface in the first is eth0. The first that is not internal gives the default route, for IPv6 the first of those that has IPv6. */
  networks?: pulumi.Input<ContainerAttachmentArgs>[];
  /** Ports of its own that the host has, too, as Docker writes them: `8080:80`, `127.0.0.1:8080:80`, `[fd00::5]:8080:80`, `53:53/udp`, `8000-8010:8000-8010`. */
  publish?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Kernel parameters of its namespace: `{ "net.ipv4.ip_forward": "1" }`. */
  sysctls?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
  /** A name of its own, beside `name`. The containers of a network find each other by both, and by their aliases there. @default `name` */
  hostname?: pulumi.Input<string | undefined>;
  /** Addresses of others by name, as Docker's --add-host: `{ db: "10.9.0.1" }`. `host-gateway` is the host, by the address of its gateway. */
  hosts?: pulumi.Input<{ [name: string]: pulumi.Input<string> } | undefined>;
  /** Its name servers, three at most. @default the host's */
  dns?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The domains in which its name servers are asked for a name without a dot. */
  dnsSearch?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Options of resolv.conf(5): `ndots:2`. */
  dnsOptions?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}

/**
 * What Docker sets up of a container's network, in one of its three modes: an interface in each of its networks, an address,
 * a default route, published ports, and nothing else open; no namespace of its own; or one with lo alone. What `ip netns exec`
 * and `linuxnet exec` run in it has an /etc/hosts of its own, in which all those stand that are in its networks.
 *
 * Name replaces it, the rest changes in place: networks, addresses, ports and names, while it goes on.
 *
 * @example
 * const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
 * new linuxnet.Container("c1", { network: web, publish: ["8080:80"] });
 */
export class Container extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  /** The mode, where it has no network. */
  declare readonly network: pulumi.Output<ContainerMode | undefined>;
  declare readonly networks: pulumi.Output<ContainerAttachment[] | undefined>;
  declare readonly publish: pulumi.Output<string[] | undefined>;
  declare readonly sysctls: pulumi.Output<{ [key: string]: string } | undefined>;
  declare readonly hostname: pulumi.Output<string | undefined>;
  declare readonly hosts: pulumi.Output<{ [name: string]: string } | undefined>;
  declare readonly dns: pulumi.Output<string[] | undefined>;
  declare readonly dnsSearch: pulumi.Output<string[] | undefined>;
  declare readonly dnsOptions: pulumi.Output<string[] | undefined>;
  /** Its network namespace; undefined in the mode `"host"`. */
  readonly namespace: pulumi.Output<string | undefined>;
  /** Its IPv4 address in its first network. */
  readonly address: pulumi.Output<string | undefined>;
  /** Its IPv6 address in its first network. */
  readonly address6: pulumi.Output<string | undefined>;
  /** The MAC address of its interface in its first network. */
  readonly mac: pulumi.Output<string | undefined>;
  /** Its addresses in its first network, with their prefix lengths: what it stands for where an address is asked for. */
  readonly addresses: pulumi.Output<string[] | undefined>;

  /** What a Container made, of whichever program: it is read, and never changed. The id is the name of its namespace. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Container {
    return new Container(name, {}, { ...opts, id });
  }

  constructor(name: string, args: ContainerArgs, opts?: pulumi.CustomResourceOptions) {
    const own = pulumi.output(args.name ?? name);
    const { network, networks, publish, sysctls, hostname, hosts, dns, dnsSearch, dnsOptions } = args;
    if (opts?.id === undefined && (network === undefined) === (networks === undefined)) {
      const got = network === undefined ? "neither" : "both";
      throw new Error(`linuxnet.Container ${name}: expected network or networks, got ${got}`);
    }
    const given = (["address", "address6", "mac", "aliases"] as const).find((property) => !isAbsent(args[property]));
    if (networks !== undefined && given !== undefined) {
      throw new Error(`linuxnet.Container ${name}: ${given}: expected in networks, where there are several`);
    }
    const modeOf = (it: unknown): ContainerMode | undefined => {
      if (typeof it !== "string") return undefined;
      if (given !== undefined)
        throw new Error(`linuxnet.Container ${name}: ${given}: expected none with network "${it}"`);
      return it as ContainerMode;
    };
    const mode = modeOf(network) ?? pulumi.output(network as pulumi.Input<object | string | undefined>).apply(modeOf);
    const host = hostOf(`linuxnet.Container ${name}`, args.host, { network, ...tellersOf(networks) });
    super(
      "Container",
      name,
      {
        ...{ ...args, host, name: own, network: mode, publish, sysctls, mac: undefined, aliases: undefined },
        ...{ networks: attachmentsOf(name, own, args), address: undefined, address6: undefined },
        ...{ hostname, hosts, dns, dnsSearch, dnsOptions },
      },
      ["network", "networks", "publish", "sysctls", "hostname", "hosts", "dns", "dnsSearch", "dnsOptions"],
      opts,
    );
    const first = this.networks.apply((all) => all?.[0]);
    this.namespace = pulumi.all([this.name, this.network]).apply(([own, mode]) => (mode === "host" ? undefined : own));
    this.address = first.apply((it) => it?.address);
    this.address6 = first.apply((it) => it?.address6);
    const { mac } = this as unknown as { mac: pulumi.Output<string | undefined> };
    this.mac = first.apply((it) => (it === undefined ? pulumi.output(undefined) : mac));
    this.addresses = first.apply((it) => it && addressesOf(it));
  }
}

/** What tells the machine that its networks are on. */
function tellersOf(networks: ContainerArgs["networks"] = []): Record<string, unknown> {
  const networkOf = (it: pulumi.Input<ContainerAttachmentArgs>): unknown =>
    pulumi.Output.isInstance(it) || it instanceof Promise
      ? pulumi.output(it).apply((its) => (its as { network?: unknown }).network)
      : it.network;
  return Object.fromEntries(networks.map((it, index) => [`networks[${index}].network`, networkOf(it)]));
}

function addressesOf({ network: { subnet, subnet6 }, address, address6 }: ContainerAttachment): string[] {
  const own = inNetwork(address, subnet);
  return address6 === undefined || subnet6 === undefined ? [own] : [own, inNetwork(address6, subnet6)];
}
