import * as pulumi from "@pulumi/pulumi";
import { allot, type Segment, take } from "./allotment";
import type { ContainerArgs } from "./container";
import type { ContainerNetwork } from "./container-network";

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
}

/** What a container has in a network. */
export interface ContainerAttachment {
  network: AttachedNetwork;
  address: string;
  address6?: string;
  mac?: string;
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

/** What a container has in each of its networks; undefined where it is in none. */
export function attachmentsOf(
  container: pulumi.Output<string>,
  { network, networks, address, address6, mac }: ContainerArgs,
): pulumi.Output<ContainerAttachment[] | undefined> | undefined {
  if (networks !== undefined) return pulumi.all(networks.map((it) => attachmentOf(container, pulumi.output(it))));
  return pulumi.output(network as pulumi.Input<ContainerNetwork | string | undefined>).apply((it) => {
    if (it === undefined || typeof it === "string") return pulumi.output(undefined);
    return pulumi.all([attachmentOf(container, { network: it, address, address6, mac })]);
  });
}

function attachmentOf(
  container: pulumi.Output<string>,
  args: pulumi.Input<ContainerAttachmentArgs>,
): pulumi.Output<ContainerAttachment> {
  const given = pulumi.output(args) as unknown as pulumi.Output<Asked>;
  const network = given.apply(({ network: { name, namespace, bridge, ...it } }) => {
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
  });
  const segment = network.apply(({ name, namespace, bridge, subnet, gateway }): Segment => {
    return { name, namespace, bridge, subnet, gateway };
  });
  const segment6 = network.apply(
    ({ name, namespace, bridge, subnet6: subnet, gateway6: gateway }): Segment | undefined =>
      subnet === undefined || gateway === undefined ? undefined : { name, namespace, bridge, subnet, gateway },
  );
  const addressIn = (it: pulumi.Output<Segment | undefined>, own: pulumi.Output<string | undefined>) =>
    own.apply((text) => {
      if (text === undefined) return allot(container, it);
      take(container, it, text);
      return pulumi.output<string | undefined>(text);
    });
  return pulumi
    .all([
      network,
      addressIn(
        segment,
        given.apply(({ address }) => address),
      ),
      addressIn(
        segment6,
        given.apply(({ address6 }) => address6),
      ),
      given.apply(({ mac }) => mac),
    ])
    .apply(([network, address, address6, mac]) => ({ network, address, address6, mac }) as ContainerAttachment);
}

/** What is asked for, with its values known. */
interface Asked {
  network: ContainerNetwork;
  address?: string;
  address6?: string;
  mac?: string;
}
