import { readFileSync } from "node:fs";
import { LinuxnetError } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { settings } from "../../provider/host/settings";
import { viewOf } from "../../provider/host/view";
import { lifecycleOf } from "../../provider/lifecycle-of";
import { kindNameOf, specOf } from "../../provider/resources";
import type { ServiceInputs } from "../../provider/resources/service";
import type { Owned, ResourceSpec } from "../../provider/resources/spec";
import { BAD_USAGE, Failure } from "../failure";
import { type Foretold, headlineOf } from "./foretold";

/**
 * Makes resources on a host on which none of them stands, as the provider would.
 * @returns why services do not run, a line each.
 * @throws Failure where anything else cannot be made.
 */
export async function makeAll(host: Host, resources: readonly Foretold[]): Promise<string[]> {
  const idle: string[] = [];
  for (const resource of resources) {
    const isService = kindNameOf(resource.type) === "service";
    const obstacle = await obstacleTo(host, isService ? { ...resource, inputs: asInLab(resource.inputs) } : resource);
    if (obstacle === undefined) continue;
    if (!isService)
      throw new Failure(
        `explain: ${obstacle}\nIn the lab of --preview stand the stack and the host's uplink.`,
        BAD_USAGE,
      );
    idle.push(`its port counts as one on which nothing listens: ${obstacle}`);
  }
  return idle;
}

/** Makes a resource, or tells why it cannot. */
async function obstacleTo(host: Host, resource: Foretold): Promise<string | undefined> {
  const { type, inputs, backend, unknown } = resource;
  if (unknown.length > 0) return `${headlineOf(resource)}: ${unknown.join(", ")}`;
  settings.iptables = backend;
  // In a network that is new nobody has an address yet.
  const view = { ...viewOf(host), holders: () => Promise.resolve(new Map<string, string>()) };
  try {
    await lifecycleOf(specOf(type) as ResourceSpec, host, firewallOf(host), view).create(inputs);
    return undefined;
  } catch (error) {
    if (!(error instanceof LinuxnetError)) throw error;
    return `${headlineOf(resource)}: ${error.message}`;
  }
}

/** A service that writes its log beside what else is known of it, and runs as the only user where there is no other. */
function asInLab(inputs: Owned): Owned {
  const { logFile: _elsewhere, user, ...rest } = inputs as ServiceInputs;
  return user === undefined || isAlone() ? rest : ({ ...rest, user } as Owned);
}

/** Whether there is but one user, as in a lab that was made without root. */
function isAlone(): boolean {
  return /^\s*\d+\s+\d+\s+1\s*$/.test(readFileSync("/proc/self/uid_map", "utf8"));
}
