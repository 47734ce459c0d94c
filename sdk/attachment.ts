import * as pulumi from "@pulumi/pulumi";
import { type Segment, Turn } from "./allotment";
import type { ContainerArgs } from "./container";
import type { ContainerNetwork } from "./container-network";
import { hostNameOf } from "./host";

/** A network: the resource that makes it. */
export type NetworkRef = ContainerNetwork;

/** A network that a container is in. */
export interface ContainerAttachmentArgs {
  network: pulumi.Input<NetworkRef>;
  /** Its IPv4 address there. @default the one that it had, else one that the names tell, or the next free one */
  address?: pulumi.Input<string | undefined>;
  /** Its IPv6 address there, in a network that has IPv6. @default likewise */
  address6?: pulumi.Input<string | undefined>;
  /** The MAC address of its interface there. @default one that is derived from the resource */
  mac?: pulumi.Input<string | undefined>;
  /** Other names by which those in the network find it, as Docker's --network-alias. */
  aliases?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}

/** What a container has in a network. */
export interface ContainerAttachment {
  network: AttachedNetwork;
  address: string;
  address6?: string;
  mac?: string;
  aliases?: string[];
}

/** A network, as far as its containers need to know it: the outputs of a ContainerNetwork. */
export interface AttachedNetwork {
  name: string;
  /** The namespace that its bridge is in. */
  namespace?: string;
  bridge: string;
  subnet: string;
  subnet6?: string;
  gateway: string;
  gateway6?: string;
  internal?: boolean;
  isolated?: boolean;
  mtu?: number;
}

/** What a container has in each of its networks; undefined where it is in none. Called where the program declares it. */
export function attachmentsOf(
  resource: string,
  container: pulumi.Output<string>,
  { network, networks, address, address6, mac, aliases }: ContainerArgs,
): pulumi.Output<ContainerAttachment[] | undefined> {
  const turn = new Turn(container);
  const given: pulumi.Output<unknown> =
    networks === undefined
      ? pulumi
          .output(network as pulumi.Input<ContainerNetwork | string | undefined>)
          .apply((it) =>
            typeof it === "object" ? pulumi.output([{ network: it, address, address6, mac, aliases }]) : undefined,
          )
      : pulumi.output(networks as unknown);
  const asked = given as pulumi.Output<Asked[] | undefined>;
  const all = asked.apply((them) =>
    them?.map((it, index) => {
      const network = networkOf(it, index, resource);
      return { it, network: attachedOf(network), segments: segmentsOf(network) };
    }),
  );
  const segments = all.apply((them = []) => pulumi.all(them.flatMap((it) => it.segments)));
  turn.isIn(segments);
  const attachments = all.apply((them) => them && pulumi.all(them.map((its) => attached(turn, its)))) as pulumi.Output<
    ContainerAttachment[] | undefined
  >;
  turn.endsWith(attachments);
  return attachments;
}

/** Programs in JavaScript are not typed. */
function networkOf({ network }: Partial<Asked>, index: number, resource: string): ContainerNetwork {
  if (network !== undefined) return network;
  throw new Error(`linuxnet.Container ${resource}: networks[${index}].network: expected a ContainerNetwork`);
}

/** The segments of a network: that of IPv4, and that of IPv6 if it has one. */
export function segmentsOf(network: ContainerNetwork): [pulumi.Output<Segment>, pulumi.Output<Segment | undefined>] {
  const all = pulumi.all([hostNameOf(network.machine), attachedOf(network)]);
  return [
    all.apply(([host, { name, namespace, bridge, subnet, gateway }]) => ({
      ...{ name, host, namespace, bridge, subnet, gateway },
    })),
    all.apply(([host, { name, namespace, bridge, subnet6: subnet, gateway6: gateway }]) =>
      subnet === undefined || gateway === undefined ? undefined : { name, host, namespace, bridge, subnet, gateway },
    ),
  ];
}

/** What the containers of a network are told of it. */
export function attachedOf({ name, namespace, bridge, ...it }: ContainerNetwork): pulumi.Output<AttachedNetwork> {
  const { subnet, subnet6, gateway, gateway6, internal, isolated, mtu } = it;
  return pulumi
    .all([
      pulumi.all([name, namespace, bridge, mtu]),
      pulumi.all([subnet, subnet6, gateway, gateway6]),
      internal,
      isolated,
    ])
    .apply(([[name, namespace, bridge, mtu], [subnet, subnet6, gateway, gateway6], internal, isolated]) => ({
      ...{ name, namespace, bridge, subnet, subnet6, gateway, gateway6, internal, isolated, mtu },
    }));
}

function attached(turn: Turn, { it: asked, network, segments }: Placed): pulumi.Output<ContainerAttachment> {
  const [segment, segment6] = segments;
  const { address, address6, mac, aliases } = asked;
  const addressIn = (it: pulumi.Output<Segment | undefined>, own: string | undefined) => {
    if (own === undefined) return turn.allot(it);
    turn.take(it, own);
    return own;
  };
  return pulumi
    .all([network, addressIn(segment, address), addressIn(segment6, address6)])
    .apply(([network, address, address6]) => ({ network, address, address6, mac, aliases }) as ContainerAttachment);
}

/** What is asked for, and the network where it is to be. */
interface Placed {
  it: Asked;
  network: pulumi.Output<AttachedNetwork>;
  segments: ReturnType<typeof segmentsOf>;
}

/** What is asked for, with its values known. */
interface Asked {
  network: ContainerNetwork;
  address?: string;
  address6?: string;
  mac?: string;
  aliases?: string[];
}
