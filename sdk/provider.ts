import * as pulumi from "@pulumi/pulumi";
import type { Backend } from "../provider/host/settings";

export interface ProviderArgs {
  /**
   * The namespace of each resource that names none; a pair's `peer` that names none lives on the host. Nothing else can mean
   * the host then: what lives there takes another provider, without it. @default the host's own network
   */
  namespace?: pulumi.Input<string | undefined>;
  /** Make errors of what a preview finds wrong with the program, or of the host, in the place of warnings. Heeded by programs in TypeScript and JavaScript alone. @default false */
  strict?: pulumi.Input<boolean>;
  /** The backend of iptables that holds the rules. @default the one that `iptables` is */
  iptables?: pulumi.Input<"nft" | "legacy" | undefined>;
  /** How long a change waits for its turn while others change this machine's network, or hold the lock of iptables, in seconds. @default as long as it takes for its turn, 15 for iptables */
  lockTimeout?: pulumi.Input<number | undefined>;
  /** Refuse every change: an `up` or a `destroy` that has anything to do fails. @default false */
  readOnly?: pulumi.Input<boolean>;
}

/**
 * The provider as a plugin, `pulumi-resource-linuxnet`, with settings of its own. Resources that name it as their
 * `provider`, or have a parent that does, are served by it whatever `linuxnet:mode` is.
 *
 * What names no provider has the settings of the stack, such as `pulumi config set linuxnet:namespace lab`. Of these
 * dynamic mode heeds `namespace` and `strict`, and refuses the plugin's other ones.
 *
 * @example
 * const lab = new linuxnet.Provider("lab", { namespace: "lab" });
 * new linuxnet.Bridge("br0", {}, { provider: lab });
 */
export class Provider extends pulumi.ProviderResource {
  /** @internal */
  readonly namespace: pulumi.Input<string | undefined>;
  /** @internal */
  readonly strict: pulumi.Input<boolean | undefined>;
  /** @internal */
  readonly iptables: pulumi.Input<Backend | undefined>;

  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    super("linuxnet", name, { ...args }, opts);
    this.namespace = args.namespace;
    this.strict = args.strict;
    this.iptables = args.iptables;
  }
}
