import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import type { Host } from "../../provider/host/host";
import type { ResourceSpec } from "../../provider/resources/spec";
import { graphOf } from "../graph/model";
import { kindOf } from "../../provider/types";
import { specOf } from "../../provider/resources";
import { nameOf } from "../recorded";
import { backendsOf } from "../backends";
import { withoutSecrets } from "./changes";
import type { Finding, Op, Plan, PlannedStep, Summary } from "./model";
import { Planner } from "./planner";
import type { Diagnostic, Preview } from "./preview";
import { type Context, NOTHING, type References, told } from "./told";

const OPS: readonly string[] = [
  ...(["create", "update", "delete-replaced", "create-replacement", "delete", "same"] satisfies Op[]),
];

/** What the steps of a preview would do to a host, from what stands there now. Kinds that are not linuxnet's are left out. */
export async function planOf(preview: Preview, references: References, host: Host): Promise<Plan> {
  const ours = preview.steps.filter(({ op, type }) => OPS.includes(op) && specOf(type));
  const context = contextOf(ours, preview, references);
  const recorded = preview.steps.map((step) => ({ ...step, inputs: (step.new ?? step.old)?.inputs }));
  const planner = new Planner(host, backendsOf(recorded, preview.config["linuxnet:iptables"]));
  const steps: PlannedStep[] = [];
  const unseen = new Set<string>();
  const placed = new Set<Diagnostic>();
  for (const step of ours) {
    const isFirst = !steps.some(({ urn }) => urn === step.urn);
    const said = isFirst ? preview.diagnostics.filter(({ urn }) => urn === step.urn) : [];
    said.forEach((diagnostic) => placed.add(diagnostic));
    if (step.op === "same" && said.length === 0) continue;
    const spec = specOf(step.type) as ResourceSpec;
    const { commands, unknown, ...outcome } = await planner.take(step, spec);
    outcome.unseen.forEach((command) => unseen.add(command));
    steps.push({
      ...{ op: step.op as Op, urn: step.urn, name: nameOf(step.urn), kind: kindOf(step.type) },
      findings: [...said.flatMap(findingOf), ...outcome.findings],
      ...(isFirst ? told(step, spec, context) : NOTHING),
      ...{ commands, unknown },
    });
  }
  const findings = preview.diagnostics.filter((it) => !placed.has(it)).flatMap(findingOf);
  return { steps, summary: summaryOf(steps), findings, unseen: [...unseen] };
}

function contextOf(ours: readonly StepEventMetadata[], { gone }: Preview, references: References): Context {
  const standing = new Map(ours.flatMap(({ urn, old }) => (old ? [[urn, old]] : [])));
  return {
    graph: graphOf([...standing.values()].map(withoutSecrets)),
    references,
    creations: new Map(ours.filter(({ op }) => op === "create-replacement").map((step) => [step.urn, step])),
    gone,
  };
}

function findingOf({ severity, message }: Diagnostic): Finding[] {
  return severity === "warning" || severity === "error" ? [{ severity, message }] : [];
}

function summaryOf(steps: readonly PlannedStep[]): Summary {
  const count = (counted: Op): number => steps.filter(({ op }) => op === counted).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("create-replacement"),
    delete: count("delete"),
  };
}
