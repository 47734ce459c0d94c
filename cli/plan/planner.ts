import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { LinuxnetError } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { PlannedHost } from "../../provider/host/planned-host";
import { type Backend, settings } from "../../provider/host/settings";
import { viewOf } from "../../provider/host/view";
import type { Hosted } from "../../provider/hosted";
import { lifecycleOf, type Verbs } from "../../provider/lifecycle-of";
import type { Owned, ResourceSpec, View } from "../../provider/resources/spec";
import { own } from "../recorded";
import { unknownOf } from "./changes";
import type { Finding, PlannedStep } from "./model";
import { typed } from "./typed";

/** What comes of a step: its commands or why they are not known, and what it would fail of. */
export type Outcome = Pick<PlannedStep, "commands" | "unknown" | "findings"> & {
  /** Commands that were not permitted to read. */
  unseen: string[];
};

/** Takes the engine's steps as the provider would, one after the other, on a host that nothing changes. */
export class Planner {
  private readonly host: PlannedHost;
  private readonly firewall;
  private readonly view: View;

  /** @param backendOf the backend of iptables that a provider sets, by its reference. */
  constructor(
    host: Host,
    private readonly backendOf: (provider: string) => Backend | undefined,
  ) {
    this.host = new PlannedHost(host);
    this.firewall = firewallOf(this.host);
    // Who has an address is found by asking for it, which leaves its trace.
    this.view = { ...viewOf(this.host), holders: () => Promise.resolve(new Map<string, string>()) };
  }

  async take(step: StepEventMetadata, spec: ResourceSpec): Promise<Outcome> {
    const nothing = { commands: [], unknown: [], findings: [], unseen: [] };
    const unknown = [...unknownIn(step), ...elsewhere(step)];
    if (unknown.length > 0) return { ...nothing, unknown };
    settings.iptables = this.backendOf(step.provider);
    const lifecycle = lifecycleOf(spec, this.host, this.firewall, this.view);
    const findings: Finding[] = [];
    try {
      await run(lifecycle, step);
    } catch (error) {
      if (!(error instanceof LinuxnetError)) throw error;
      findings.push({ severity: "error", message: error.message });
    }
    const { commands, unseen } = this.host.take();
    // What is new most likely meets nothing. What to change or remove is not known unseen.
    const isKnown = unseen.length === 0 || step.op.startsWith("create");
    return isKnown
      ? { ...nothing, commands: commands.flatMap(typed), findings, unseen }
      : { ...nothing, unknown: unseen.map((command) => `not permitted: ${command}`), unseen };
  }
}

/** What is not known of the properties that a step takes. */
export function unknownIn({ op, old, new: next }: StepEventMetadata): string[] {
  const state = op.startsWith("create") ? {} : own(old?.outputs);
  const inputs = op.startsWith("delete") ? {} : own(next?.inputs);
  return [...new Set([...unknownOf(state), ...unknownOf(inputs)])];
}

/** Of what is on another host, no command is known here. */
function elsewhere({ old, new: next }: StepEventMetadata): string[] {
  const hosts = [own(old?.outputs), own(next?.inputs)].flatMap((it) => (it as Hosted).host?.name ?? []);
  return [...new Set(hosts)].map((host) => `it is on host ${host}, and a plan looks at this machine alone`);
}

async function run(lifecycle: Verbs<Owned, Owned>, { op, old, new: next }: StepEventMetadata): Promise<void> {
  switch (op) {
    case "create":
    case "create-replacement":
      await lifecycle.create(own(next?.inputs));
      break;
    case "update":
      await lifecycle.update(old?.id ?? "", own(old?.outputs), own(next?.inputs));
      break;
    case "delete":
    case "delete-replaced":
      if (!old?.retainOnDelete) await lifecycle.delete(own(old?.outputs));
  }
}
