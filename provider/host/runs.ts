import { batchText } from "../iproute2/batch";
import { hasSwitch } from "../iptables/switches";
import { inside } from "../namespaces";
import type { Step } from "../resources/spec";
import type { Command } from "./host";
import { writeCommand } from "./sysctls";

type IpStep = Extract<Step, { tool: "ip" }>;

/** Steps that are one run of a program, and where it runs. */
export interface Run {
  steps: readonly [Step, ...Step[]];
  namespace: string | undefined;
  command: Command;
}

/** The runs in one namespace that follow each other, or one on the host. */
export function runsAt(steps: readonly Step[], from: number): Run[] {
  const runs: Run[] = [];
  for (let next = from; next < steps.length;) {
    const run = runAt(steps, next);
    if (run === undefined || (runs[0] !== undefined && run.namespace !== runs[0].namespace)) break;
    runs.push(run);
    if (run.namespace === undefined) break;
    next += run.steps.length;
  }
  return runs;
}

function runAt(steps: readonly Step[], from: number): Run | undefined {
  const step = steps[from] as Step;
  switch (step.tool) {
    case "ip": {
      const batch = batchAt(steps, from) as [IpStep, ...IpStep[]];
      const command = batchCommand(batch);
      return { steps: batch, namespace: step.namespace, command };
    }
    case "netns":
      return { steps: [step], namespace: step.name, command: birthCommand(step) };
    case "sysctl":
      if (step.namespace === undefined || hasSwitch(step.values)) return undefined;
      return { steps: [step], namespace: step.namespace, command: writeCommand(step.namespace, step.values) };
    default:
      return undefined;
  }
}

function batchAt(steps: readonly Step[], from: number): IpStep[] {
  const batch: IpStep[] = [];
  for (const step of steps.slice(from)) {
    if (step.tool !== "ip" || step.namespace !== (batch[0] ?? step).namespace) break;
    batch.push(step);
  }
  return batch;
}

function batchCommand(batch: readonly [IpStep, ...IpStep[]]): Command {
  const argv = inside(batch[0].namespace, ["ip", "-batch", "-"]);
  return { argv, stdin: batchText(batch.map((step) => step.words)) };
}

/**
 * unshare becomes ip, in the new namespace and with unshare's process id: so the name appears on a namespace that carries
 * its tag already.
 */
function birthCommand({ name, tag }: Extract<Step, { tool: "netns" }>): Command {
  return {
    argv: ["unshare", "--net", "--", "ip", "-batch", "-"],
    stdin: (pid) =>
      batchText([
        ["link", "set", "dev", "lo", "alias", tag],
        ["link", "set", "dev", "lo", "up"],
        ["netns", "attach", name, pid],
      ]),
  };
}
