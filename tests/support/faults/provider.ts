/*
 * A provider's process, as the engine has one: does the jobs that it reads, one a line, and tells when a command that
 * changes the kernel begins and ends.
 */
import { writeSync } from "node:fs";
import { stdin } from "node:process";
import { createInterface } from "node:readline";
import { PartialFailure } from "../../../provider/errors";
import { firewallOf } from "../../../provider/host/firewall";
import type { Host } from "../../../provider/host/host";
import { exclusively } from "../../../provider/host/host-lock";
import { localHost } from "../../../provider/host/local-host";
import { isRead } from "../../../provider/host/reads";
import { viewOf } from "../../../provider/host/view";
import { lifecycleOf } from "../../../provider/lifecycle-of";
import { placeOf } from "../../../provider/namespaces";
import { kinds } from "../../../provider/resources";
import type { Owned, ResourceSpec } from "../../../provider/resources/spec";
import type { Event, Job } from "./provider-process";

/** At once, so that all that was told before a kill is heard. */
function tell(event: Event): void {
  writeSync(1, `${JSON.stringify(event)}\n`);
}

const host: Host = {
  async run(command) {
    if (isRead(placeOf(command.argv).words)) return localHost.run(command);
    tell({ event: "begin" });
    try {
      return await localHost.run(command);
    } finally {
      tell({ event: "end" });
    }
  },
};
const [firewall, view] = [firewallOf(host), viewOf(host)];

async function act({ kind, verb, id, state, inputs }: Job): Promise<Owned | undefined> {
  const spec = kinds[kind] as unknown as ResourceSpec<Owned, Owned>;
  const lifecycle = lifecycleOf(spec, host, firewall, view, exclusively);
  if (verb === "create") return (await lifecycle.create(inputs as Owned)).state;
  if (verb === "update") return lifecycle.update(id, state as Owned, inputs as Owned);
  await lifecycle.delete(state as Owned);
  return undefined;
}

async function main(): Promise<void> {
  await localHost.run({ argv: ["ip", "-V"] });
  tell({ event: "ready" });
  for await (const line of createInterface({ input: stdin })) {
    for (const job of JSON.parse(line) as Job[]) {
      try {
        tell({ event: "done", state: (await act(job)) ?? null });
      } catch (error) {
        const state = error instanceof PartialFailure ? (error.state as Owned) : null;
        tell({ event: "failed", message: (error as Error).message, state });
        break;
      }
    }
    tell({ event: "over" });
  }
}

void main();
