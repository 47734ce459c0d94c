import { LinuxnetError } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { viewOf } from "../../provider/host/view";
import { allDrift } from "../../provider/collection-outcomes";
import type { Hosted } from "../../provider/hosted";
import type { HostInputs } from "../../provider/inputs/connection";
import { remoteMachineOf } from "../../provider/machines";
import { onHost } from "../../provider/on-host";
import { lifecycleOf, type Verbs } from "../../provider/lifecycle-of";
import type { Drifted } from "../../provider/diff";
import type { Owned, ResourceSpec, View } from "../../provider/resources/spec";
import { backendsOf } from "../backends";
import { changesOf, unknownOf } from "../plan/changes";
import { kindOf } from "../../provider/types";
import { specOf } from "../../provider/resources";
import { nameOf, own } from "../recorded";
import type { ExportedResource } from "../stack-export";
import { inGroups } from "../../provider/host/in-groups";

/** What a resource of a state is in the kernel. */
export interface ResourceStatus {
  urn: string;
  name: string;
  /** `VethPair`. */
  kind: string;
  /** The object: `bridge br0 on the host`. */
  what: string;
  /** `foreign` is what stands in its place and is somebody else's, `unreadable` what nothing can be told of. */
  status: "stands" | "drifted" | "gone" | "foreign" | "unreadable";
  /** How it differs, whose it is, or why it cannot be told: one text each. */
  differences: string[];
}

/** Resources that are read at the same time. */
const AT_ONCE = 16;

/** Reads each resource of a state as a refresh does; those that are not linuxnet's are left out. */
export function statusesOf(resources: readonly ExportedResource[], host: Host): Promise<ResourceStatus[]> {
  const backendOf = backendsOf(resources);
  const views = new Map(([undefined, "nft", "legacy"] as const).map((backend) => [backend, viewOf(host, backend)]));
  const firewall = firewallOf(host);
  const ours = resources.flatMap((resource) => {
    const spec = specOf(resource.type);
    return spec === undefined ? [] : [{ resource, spec }];
  });
  return inGroups(ours, AT_ONCE, async ({ resource: { urn, type, outputs, provider }, spec }) => {
    const view = views.get(backendOf(provider)) as View;
    const { drift: _drift, host: target, ...state } = own(outputs) as Owned & Drifted & Hosted;
    if (target !== undefined) return onOther(target, { urn, type, state, spec });
    const lifecycle = lifecycleOf(spec, host, firewall, view);
    const identity = { urn, name: nameOf(urn), kind: kindOf(type), what: spec.describe(state) };
    return { ...identity, ...(await statusOf(spec, lifecycle, view, state)) };
  });
}

/** A resource on another machine, as that tells it. */
async function onOther(
  target: HostInputs,
  { urn, type, state, spec }: { urn: string; type: string; state: Owned; spec: ResourceSpec },
): Promise<ResourceStatus> {
  const there = onHost(spec, target.name);
  const { host } = remoteMachineOf(target);
  const view = viewOf(host);
  const lifecycle = lifecycleOf(there, host, firewallOf(host), view);
  const identity = { urn, name: nameOf(urn), kind: kindOf(type), what: there.describe(state) };
  return { ...identity, ...(await statusOf(there, lifecycle, view, state)) };
}

type Status = Pick<ResourceStatus, "status" | "differences">;

async function statusOf(spec: ResourceSpec, lifecycle: Verbs<Owned, Owned>, view: View, state: Owned): Promise<Status> {
  const secret = unknownOf(state);
  if (secret.length > 0) return { status: "unreadable", differences: secret };
  try {
    const reading = await lifecycle.read(state);
    if (reading === undefined) return await absence(spec, view, state);
    if (reading.unseen !== undefined) return { status: "unreadable", differences: [reading.unseen] };
    const { drift: _drift, ...standing } = reading.state;
    const changes = changesOf(spec.inputsOf(state), spec.inputsOf(standing), []).map(
      ({ property, old, new: is }) => `${property} is ${text(is)}, expected ${text(old)}`,
    );
    const differences = [...changes, ...allDrift(spec, reading.state)];
    return { status: differences.length > 0 ? "drifted" : "stands", differences };
  } catch (error) {
    if (!(error instanceof LinuxnetError)) throw error;
    return { status: "unreadable", differences: [error.message.split("\n", 1)[0] as string] };
  }
}

async function absence(spec: ResourceSpec, view: View, state: Owned): Promise<Status> {
  const found = await spec.observe(state, view);
  if (found === undefined) return { status: "gone", differences: [] };
  const whose =
    found.owner === undefined ? "linuxnet did not make" : `linuxnet made for another resource (${found.owner})`;
  return { status: "foreign", differences: [`there is ${found.what} that ${whose}`] };
}

function text(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}
