import { CommandError } from "../errors";
import { batchText } from "../iproute2/batch";
import type { Step } from "../resources/spec";
import type { Firewall } from "./firewall";
import type { Host } from "./host";
import { inside } from "./namespaces";
import { writeSysctls } from "./sysctls";

/** A step that failed, and what was done before it. */
export class StepFailure extends Error {
  constructor(
    readonly error: CommandError,
    /** How many steps were done; undefined where the tool does not tell. */
    readonly done: number | undefined,
  ) {
    super(error.message);
  }
}

type IpStep = Extract<Step, { tool: "ip" }>;

/** Does steps in their order. Lines of ip for one namespace that follow each other are one run of ip. */
export async function runSteps(host: Host, firewall: Firewall, steps: readonly Step[]): Promise<void> {
  for (let next = 0; next < steps.length;) {
    const run = batchAt(steps, next);
    try {
      await (run.length > 0 ? runBatch(host, run) : runStep(host, firewall, steps[next] as Step));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new StepFailure(error, run.length > 0 ? doneOf(error, next) : next);
    }
    next += Math.max(run.length, 1);
  }
}

function batchAt(steps: readonly Step[], from: number): IpStep[] {
  const run: IpStep[] = [];
  for (const step of steps.slice(from)) {
    if (step.tool !== "ip" || step.namespace !== (run[0] ?? step).namespace) break;
    run.push(step);
  }
  return run;
}

async function runBatch(host: Host, batch: readonly IpStep[]): Promise<void> {
  const argv = inside(batch[0]?.namespace, ["ip", "-batch", "-"]);
  await host.run({ argv, stdin: batchText(batch.map((step) => step.words)) });
}

/** ip stops at the first line that fails and names it, but for a line that it cannot parse: then it names none. */
function doneOf(error: CommandError, before: number): number | undefined {
  return error.line === undefined ? undefined : before + error.line - 1;
}

async function runStep(host: Host, firewall: Firewall, step: Step): Promise<void> {
  switch (step.tool) {
    case "netns":
      // unshare becomes ip, in the new namespace and with unshare's process id: so the name appears on a namespace
      // that carries its tag already.
      await host.run({
        argv: ["unshare", "--net", "--", "ip", "-batch", "-"],
        stdin: (pid) =>
          batchText([
            ["link", "set", "dev", "lo", "alias", step.tag],
            ["link", "set", "dev", "lo", "up"],
            ["netns", "attach", step.name, String(pid)],
          ]),
      });
      break;
    case "sysctl":
      await writeSysctls(host, step.namespace, step.values);
      break;
    case "iptables":
      await firewall.apply(step.namespace, { owner: step.owner, chains: step.chains });
      break;
    case "ip":
      await runBatch(host, [step]);
  }
}
