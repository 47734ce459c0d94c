import { firewallOf } from "../../../provider/host/firewall";
import { runSteps, StepFailure } from "../../../provider/host/kernel";
import { localHost } from "../../../provider/host/local-host";
import type { Owned, Step } from "../../../provider/resources/spec";
import { COMPOSED } from "../changes";
import { type AnyKind, type Inputs, specOf } from "../plan";

/** One generated resource: what a program gives, and the state that it asks for. */
export interface Sample {
  kind: AnyKind;
  given: Inputs;
  wanted: Owned;
}

export type Refusals = Map<Sample, Error>;

interface Line {
  sample: Sample;
  step: Step;
}

const firewall = firewallOf(localHost);

/** The most namespaces that are made side by side. */
const SIDE_BY_SIDE = 8;

/**
 * Makes many resources by the steps of their kinds, in few runs of the tools, and answers those that were refused. Each
 * one's steps keep their order.
 */
export async function makeAtOnce(samples: readonly Sample[]): Promise<Refusals> {
  const refused: Refusals = new Map();
  const all = samples.map((sample) =>
    specOf(sample.kind)
      .create(sample.wanted)
      .map((step): Line => ({ sample, step })),
  );
  const isComposed = (own: readonly Line[]): boolean =>
    own.some(({ sample }) => COMPOSED.some((it) => it === sample.kind));
  const lines = all.filter((own) => !isComposed(own));
  const ofIp = lines.map((own) => own.filter(({ step }) => step.tool === "ip"));
  for (const phase of phasesOf(ofIp)) await runLines(phase, refused);
  const rest = lines.map((own) => own.filter(({ step }) => step.tool !== "ip"));
  const rules = rest.flat().filter(({ step, sample }) => step.tool === "iptables" && !refused.has(sample));
  await Promise.all(rules.map((line) => runLines([line], refused)));
  for (const line of rest.flat().filter(({ step }) => ["ip rule", "tc", "bridge"].includes(step.tool)))
    await runLines([line], refused);
  const namespaces = rest.filter((own) => own.some(({ step }) => step.tool === "netns"));
  // What is composed of several objects needs each of them for the next one.
  const whole = [...namespaces, ...all.filter(isComposed)];
  for (let next = 0; next < whole.length; next += SIDE_BY_SIDE) {
    await Promise.all(whole.slice(next, next + SIDE_BY_SIDE).map((own) => runLines(own, refused)));
  }
  return refused;
}

/** Lines for one namespace that can be one run of ip: a resource's lines for another one come in a later phase. */
function phasesOf(resources: readonly Line[][]): Line[][] {
  const phases = new Map<string, Line[]>();
  for (const lines of resources) {
    let turn = 0;
    lines.forEach(({ sample, step }, index) => {
      const before = lines[index - 1];
      if (before && placeOf(before.step) !== placeOf(step)) turn++;
      const key = `${turn} ${placeOf(step)}`;
      phases.set(key, [...(phases.get(key) ?? []), { sample, step }]);
    });
  }
  return [...phases].sort(([a], [b]) => parseInt(a) - parseInt(b)).map(([, lines]) => lines);
}

function placeOf(step: Step): string {
  return "namespace" in step ? (step.namespace ?? "") : "";
}

/** Runs lines; after one that is refused goes on with the other resources'. */
async function runLines(lines: readonly Line[], refused: Refusals): Promise<void> {
  for (let left = [...lines]; left.length > 0;) {
    try {
      return await runSteps(
        localHost,
        firewall,
        left.map(({ step }) => step),
      );
    } catch (error) {
      const done = error instanceof StepFailure ? (error.done ?? 0) : 0;
      const { sample } = left[done] as Line;
      refused.set(sample, error as Error);
      left = left.slice(done).filter((line) => line.sample !== sample);
    }
  }
}
