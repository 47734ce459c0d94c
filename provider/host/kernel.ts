import { CommandError, type Reason, Refusal } from "../errors";
import { PROTOCOL } from "../iproute2/routes";
import type { Step } from "../resources/spec";
import { farewellOf } from "./farewell";
import type { Firewall } from "./firewall";
import type { Host } from "./host";
import { needReach } from "./reach";
import { type Run, runsAt } from "./runs";
import { FailureInSequence, runSequence } from "./sequence";
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

/** One that is no run of ip. */
type OtherStep = Exclude<Step, { tool: "ip" | "netns" }>;

/** Does steps in their order. Lines of ip that follow each other are one run of it, and runs in one namespace one program. */
export async function runSteps(host: Host, firewall: Firewall, steps: readonly Step[]): Promise<void> {
  for (let next = 0; next < steps.length;) {
    const runs = runsAt(steps, next);
    const [first] = runs;
    const rules = rulesAt(steps, next);
    if (rules.length > 1) {
      await applyAll(firewall, rules);
      next += rules.length;
    } else if (first === undefined) {
      const step = steps[next] as OtherStep;
      await runStep(host, firewall, step).catch(asFailure(step, next));
      next++;
    } else if (first.namespace === undefined) {
      const lines = first.steps.flatMap((step) => (step.tool === "ip" ? [step.words] : []));
      await firewall.ip(lines).catch(asFailure(first.steps[0], next));
      next += lines.length;
    } else {
      next += await runPrograms(host, firewall, runs, next);
    }
  }
}

type RulesStep = Extract<Step, { tool: "iptables" }>;

/** The chains of one namespace that follow each other. */
function rulesAt(steps: readonly Step[], from: number): RulesStep[] {
  const isOne = (step: Step): step is RulesStep => step.tool === "iptables";
  const rest = steps.slice(from);
  const end = rest.findIndex((it) => !isOne(it) || it.namespace !== (rest[0] as RulesStep).namespace);
  return rest.slice(0, end < 0 ? rest.length : end).filter(isOne);
}

/** At once, which is one run of iptables-restore. Where one fails, others may be done. */
async function applyAll(firewall: Firewall, all: readonly RulesStep[]): Promise<void> {
  const results = await Promise.allSettled(all.map((step) => firewall.apply(step.namespace, step)));
  const failed = results.find((it) => it.status === "rejected");
  if (failed === undefined) return;
  const error: unknown = failed.reason;
  throw error instanceof CommandError || error instanceof Refusal ? new StepFailure(error, undefined) : error;
}

/** @returns how many steps are done. */
async function runPrograms(host: Host, firewall: Firewall, runs: readonly Run[], before: number): Promise<number> {
  const stepsOf = (some: readonly Run[]): number => some.reduce((sum, { steps }) => sum + steps.length, 0);
  try {
    await runSequence(
      host,
      runs.map(({ command }) => command),
    );
    return stepsOf(runs);
  } catch (error) {
    if (!(error instanceof FailureInSequence)) throw error;
    const { index, cause } = error;
    if (index === undefined) throw new StepFailure(cause, undefined);
    const {
      steps: [step],
    } = runs[index] as Run;
    const done = stepsOf(runs.slice(0, index));
    if (step.tool !== "sysctl") return asFailure(step, before + done)(cause);
    // What cannot be written is an error only where it has another value.
    await runStep(host, firewall, step).catch(asFailure(step, before + done));
    return done + 1;
  }
}

function asFailure(step: Step, before: number): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof CommandError || error instanceof Refusal)) throw error;
    throw new StepFailure(error, doneOf(step, error, before));
  };
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

async function runStep(host: Host, firewall: Firewall, step: OtherStep): Promise<void> {
  switch (step.tool) {
    case "ip rule":
      await runRule(host, step);
      break;
    case "bridge":
    case "tc":
      await host.run({ argv: inside(step.namespace, [step.tool, ...step.words]) });
      break;
    case "netns delete":
      (await farewellOf(host, step.name)).forEach((notice) => firewall.tell(notice));
      await firewall.ip([["netns", "delete", step.name]]);
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
      break;
    case "probe":
      await needReach(host, step);
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
