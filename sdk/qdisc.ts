import type * as pulumi from "@pulumi/pulumi";
import { deviceName, placed } from "./placement";
import type { Device, NamespaceRef } from "./placement";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

export interface QdiscArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace of the interface. @default that of `device`, else the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** The interface by which the packets leave. */
  device: pulumi.Input<Device>;
  /** The most that leaves in a second, in bits: `"10mbit"`, `"800kbit"`. @default as much as the interface can */
  rate?: pulumi.Input<string | undefined>;
  /** What may leave at once, with a rate alone: `"32kb"`. @default what the rate lets out in 4 ms, at least 32kb */
  burst?: pulumi.Input<string | undefined>;
  /** How long a packet waits at most before it is dropped, with a rate alone. @default "50ms" with a rate alone */
  latency?: pulumi.Input<string | undefined>;
  /** How much later each packet leaves: `"20ms"`. @default none */
  delay?: pulumi.Input<string | undefined>;
  /** By how much the delay varies, either way. @default none */
  jitter?: pulumi.Input<string | undefined>;
  /** The share of packets that is lost: `"1%"`. @default none */
  loss?: pulumi.Input<string | undefined>;
}

/**
 * What becomes of the packets that leave by an interface: how fast, how late and how many, `tc qdisc … root`.
 *
 * A rate alone is a token bucket filter (tc-tbf(8)); with a delay or a loss it is a network emulator (tc-netem(8)), for
 * which the kernel needs the module sch_netem. What comes in by the interface is shaped at the other end of the cable. With
 * the resource the kernel's own queueing discipline comes back.
 *
 * Namespace and device replace it, the rest changes in place; packets that wait in it are lost where its kind changes.
 *
 * @example
 * new linuxnet.Qdisc("slow", { device: veth, rate: "10mbit" });
 */
export class Qdisc extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly device: pulumi.Output<string>;
  declare readonly rate: pulumi.Output<string | undefined>;
  declare readonly burst: pulumi.Output<string | undefined>;
  declare readonly latency: pulumi.Output<string | undefined>;
  declare readonly delay: pulumi.Output<string | undefined>;
  declare readonly jitter: pulumi.Output<string | undefined>;
  declare readonly loss: pulumi.Output<string | undefined>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/DEVICE`, or `DEVICE` on the host. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Qdisc {
    return new Qdisc(name, {} as QdiscArgs, { ...opts, id });
  }

  constructor(name: string, args: QdiscArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Qdisc", name, { args, opts }, "device");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.device);
    const host = hostOf(`linuxnet.Qdisc ${name}`, args.host, { namespace: args.namespace, device: args.device });
    const { rate, burst, latency, delay, jitter, loss } = args;
    super(
      "Qdisc",
      name,
      {
        ...args,
        host,
        namespace,
        device: deviceName(args.device, namespace),
        rate,
        burst,
        latency,
        delay,
        jitter,
        loss,
      },
      ["namespace", "rate", "delay", "jitter", "loss"],
      opts,
    );
  }
}
