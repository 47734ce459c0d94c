import { CommandError, type Reason, Refusal } from "../errors";
import { batchText } from "../iproute2/batch";
import { PROTOCOL } from "../iproute2/routes";
import type { Step } from "../resources/spec";
import { farewellOf } from "./farewell";
import type { Firewall } from "./firewall";
import type { Host } from "./host";
import { startService, stopService } from "./services";
import { inside } from "../namespaces";
import { viewOf } from "./view";

/** A step that failed, and what was done before it. */
export class StepFailure extends Error {
  constructor(
    readonly error: CommandError | Refusal,
    /** How many steps were done; undefined where the tool does not tell. */
    readonly done: number | undefined,
  ) {
    super(error.message);
  }

  get reason(): Reason | undefined {
    return this.error instanceof CommandError ? this.error.reason : undefined;
  }
}

type IpStep = Extract<Step, { tool: "ip" }>;

/** Does steps in their order. Lines of ip for one namespace that follow each other are one run of ip. */
export async function runSteps(host: Host, firewall: Firewall, steps: readonly Step[]): Promise<void> {
  for (let next = 0; next < steps.length;) {
    const step = steps[next] as Step;
    const batch = batchAt(steps, next);
    try {
      await (step.tool === "ip" ? runBatch(host, batch) : runStep(host, firewall, step));
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof Refusal)) throw error;
      throw new StepFailure(error, doneOf(step, error, next));
    }
    next += Math.max(batch.length, 1);
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

async function runBatch(host: Host, batch: readonly IpStep[]): Promise<void> {
  const argv = inside(batch[0]?.namespace, ["ip", "-batch", "-"]);
  await host.run({ argv, stdin: batchText(batch.map((step) => step.words)) });
}

/**
 * ip stops at the first line that fails and names it, but for a line that it cannot parse: then it names none. A
 * namespace gets its name last. Chains and parameters take several runs.
 */
function doneOf({ tool }: Step, error: CommandError | Refusal, before: number): number | undefined {
  if (error instanceof Refusal) return before;
  const { line, reason } = error;
  if (tool === "netns" || tool === "netns delete") return before;
  // What was there before was not made.
  if (tool === "ip rule" || tool === "tc") return reason === "exists" ? before : undefined;
  return tool === "ip" && line !== undefined ? before + line - 1 : undefined;
}

async function runStep(host: Host, firewall: Firewall, step: Exclude<Step, IpStep>): Promise<void> {
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
            ["netns", "attach", step.name, pid],
          ]),
      });
      break;
    case "ip rule":
      await runRule(host, step);
      break;
    case "bridge":
    case "tc":
      await host.run({ argv: inside(step.namespace, [step.tool, ...step.words]) });
      break;
    case "netns delete":
      (await farewellOf(host, step.name)).forEach((notice) => firewall.tell(notice));
      await host.run({ argv: ["ip", "-batch", "-"], stdin: batchText([["netns", "delete", step.name]]) });
      break;
    case "sysctl":
      await firewall.set(step.namespace, step.values);
      break;
    case "names":
      await firewall.name(step);
      break;
    case "conntrack":
      await firewall.forget(step.namespace, step.flows);
      break;
    case "service":
      await startService(host, step);
      break;
    case "service stop":
      await stopService(host, step.owner);
      break;
    case "iptables":
      await firewall.apply(step.namespace, step);
  }
}

async function runRule(host: Host, step: Extract<Step, { tool: "ip rule" }>): Promise<void> {
  const { namespace, family, words, alone } = step;
  const argv = inside(namespace, ["ip", `-${family}`, "rule", ...words]);
  if (alone !== undefined) {
    const standing = await viewOf(host).policyRules(namespace, family);
    const isTaken = standing.some(({ priority, protocol }) => priority === alone && protocol === PROTOCOL);
    if (isTaken) throw new CommandError("exists", argv.join(" "), `not run: linuxnet has a rule of priority ${alone}`);
  }
  await host.run({ argv });
}
