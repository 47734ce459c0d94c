import * as pulumi from "@pulumi/pulumi";
import { networkOf } from "../provider/inputs/addresses";
import { addressOf, familyOf, firstAddress } from "./address";
import { deviceName, placed, resolve } from "./placement";
import type { AddressRef, Device, NamespaceRef } from "./placement";
import { afterCarriers } from "./program";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf, placeOn } from "./host";

export interface PortForwardArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace that publishes the port. @default that of `outInterface`, else the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** The address that the port is published on. @default every address of the namespace, localhost too */
  hostAddress?: pulumi.Input<string | undefined>;
  /** The published port, or a range of them: `8080`, `"8000-8010"`. */
  hostPort: pulumi.Input<number | string>;
  /** The protocol of the published port. @default "tcp" */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp">;
  /** Who serves: an address, or the resource that carries it. */
  targetAddress: pulumi.Input<AddressRef>;
  /** The target's own network, whose hosts are masqueraded so that the answers come back this way. @default that of a target which is a resource */
  targetNetwork?: pulumi.Input<string | undefined>;
  /** The interface behind which the target lives: says the same as `targetNetwork` does. */
  outInterface?: pulumi.Input<Device | undefined>;
  /** The port of the target; for a range, its first. @default hostPort */
  targetPort?: pulumi.Input<number>;
}

/**
 * Publishes a port, as `docker run -p` does: connections to it, from outside and from the host itself, reach the target.
 * Nothing else does: the target's own port stays closed to who calls it directly while FORWARD's policy is DROP.
 *
 * Namespace replaces it, the rest changes in place.
 *
 * @example
 * new linuxnet.PortForward("web", { hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: veth0.peer });
 */
export class PortForward extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly hostAddress: pulumi.Output<string | undefined>;
  declare readonly hostPort: pulumi.Output<number | string>;
  declare readonly protocol: pulumi.Output<"tcp" | "udp" | "sctp">;
  declare readonly targetAddress: pulumi.Output<string>;
  declare readonly targetNetwork: pulumi.Output<string | undefined>;
  declare readonly outInterface: pulumi.Output<string | undefined>;
  declare readonly targetPort: pulumi.Output<number>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/ADDRESS:PORT/PROTOCOL`, without `NAMESPACE/` on the host and without the address for any. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): PortForward {
    return new PortForward(name, {} as PortForwardArgs, { ...opts, id });
  }

  constructor(name: string, args: PortForwardArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("PortForward", name, { args, opts }, "hostPort", "targetAddress");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.outInterface);
    const host = hostOf(
      `linuxnet.PortForward ${name}`,
      args.host,
      { namespace: args.namespace, outInterface: args.outInterface },
      { targetAddress: args.targetAddress },
    );
    const family = pulumi.output(args.hostAddress).apply(familyOf);
    const network = pulumi
      .all([args.targetNetwork, resolve(args.targetAddress), family])
      .apply(([given, target, wanted]) => {
        if (given !== undefined || target === undefined || "literal" in target) return given;
        const address = firstAddress(target.addresses, wanted);
        return address === undefined ? undefined : networkOf(address);
      });
    const { hostAddress, protocol, targetPort } = args;
    super(
      "PortForward",
      name,
      {
        ...args,
        host,
        hostPort: args.hostPort,
        ...{ namespace, hostAddress, protocol, targetPort },
        targetAddress: afterCarriers(addressOf(args.targetAddress, family), placeOn(host, namespace)),
        targetNetwork: network,
        outInterface: deviceName(args.outInterface, namespace),
      },
      ["namespace", "hostAddress", "targetNetwork", "outInterface"],
      opts,
    );
  }
}
