import assert from "node:assert/strict";
import { restoreText } from "../../provider/iptables/restore";
import { lifecycleOf, type Verbs } from "../../provider/lifecycle-of";
import { kinds } from "../../provider/resources";
import type { SingleKind } from "../../provider/resources/objects";
import type { Owned, ResourceSpec, Step, View } from "../../provider/resources/spec";

export type Kind = SingleKind;
/** Those that are composed of several objects, too. */
export type AnyKind = keyof typeof kinds;
export type Inputs = Record<string, unknown>;

export const OWNER = "0123456789abcdef";
export const OTHER = "fedcba9876543210";

export function specOf(kind: AnyKind): ResourceSpec<Owned, Owned> {
  const specs: Record<AnyKind, unknown> = kinds;
  return specs[kind] as ResourceSpec<Owned, Owned>;
}

/** The lifecycle of a kind without a host: check and diff run no command. */
export function pureLifecycle(kind: AnyKind): Verbs<Owned, Owned> {
  const never = (): never => assert.fail("a command was run");
  const view = {
    ...{ link: never, links: never, linksWithAlias: never, otherEnd: never, namespaces: never, namespaceFile: never },
    ...{ routes: never, policyRules: never, tables: never, rules: never, sysctls: never, netnsFiles: never },
    ...{
      changedSysctls: never,
      service: never,
      rootQdisc: never,
      vlans: never,
      fdb: never,
      holders: never,
      reach: never,
    },
  };
  return lifecycleOf(
    specOf(kind),
    { run: never },
    { apply: never, ip: never, set: never, forget: never, name: never, tell: never },
    view,
  );
}

/** What a program's inputs become. */
export function checked(kind: AnyKind, inputs: Inputs): Owned {
  const { inputs: canonical, failures } = pureLifecycle(kind).check({ owner: OWNER, ...inputs });
  assert.deepEqual(failures, []);
  return canonical as Owned;
}

/** The reasons for which a program's inputs are refused. */
export function reasons(kind: AnyKind, inputs: Inputs): string[] {
  return pureLifecycle(kind)
    .check({ owner: OWNER, ...inputs })
    .failures.map(({ reason }) => reason);
}

/** The state that a program's inputs ask for. */
export function stateOf(kind: AnyKind, inputs: Inputs): Owned {
  return specOf(kind).complete(checked(kind, inputs));
}

function inside(namespace: string | undefined, words: readonly string[]): string {
  return [...(namespace === undefined ? [] : [`nsenter --net=/run/netns/${namespace} --`]), ...words].join(" ");
}

/** Steps as a person would type them; the chains of an owner as what fills them where nothing stands. */
export function planText(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    switch (step.tool) {
      case "ip":
        return [inside(step.namespace, ["ip", ...step.words])];
      case "ip rule":
        return [inside(step.namespace, ["ip", `-${step.family}`, "rule", ...step.words])];
      case "bridge":
      case "tc":
        return [inside(step.namespace, [step.tool, ...step.words])];
      case "netns":
        return [`ip netns add ${step.name} with alias ${step.tag}`];
      case "netns delete":
        return [`ip netns delete ${step.name}`];
      case "sysctl":
        return Object.entries(step.values).map(([key, value]) => inside(step.namespace, ["sysctl", `${key}=${value}`]));
      case "names":
        return [
          `files without ${step.owner}`,
          ...step.lines.flatMap(({ paths, text }) => paths.map((path) => `${path} with ${text}`)),
        ];
      case "conntrack":
        return [inside(step.namespace, ["conntrack", JSON.stringify(step.flows)])];
      case "service":
        return [
          `service ${step.name} ${step.restart} ${step.restartDelay} s, log ${step.logFile}`,
          ...step.program
            .trimEnd()
            .split("\n")
            .map((line) => `  ${line}`),
        ];
      case "service stop":
        return [`service stop ${step.owner}`];
      case "probe":
        return [inside(step.namespace, [step.protocol, step.address, String(step.port ?? ""), step.expect])];
      case "iptables":
        return step.chains.length === 0
          ? [inside(step.namespace, ["iptables", "without", step.owner])]
          : ([4, 6] as const).flatMap((family) => {
              const chains = step.chains.filter((chain) => chain.family === family);
              const text = restoreText([{ owner: step.owner, chains }], new Map());
              const program = inside(step.namespace, [`ip${family === 6 ? "6" : ""}tables-restore`]);
              return text === ""
                ? []
                : [
                    program,
                    ...text
                      .trimEnd()
                      .split("\n")
                      .map((line) => `  ${line}`),
                  ];
            });
    }
  });
}

export function createPlan(kind: Kind, inputs: Inputs): string[] {
  return planText(specOf(kind).create(stateOf(kind, inputs)));
}

/** Of what stands a kind of one object knows the state; some look at more, as `view` tells it. */
export async function updatePlan(kind: Kind, from: Inputs, to: Inputs, view: Partial<View> = {}): Promise<string[]> {
  const standing = stateOf(kind, from);
  const wanted = specOf(kind).complete(checked(kind, to), standing);
  return planText(await specOf(kind).update(standing, wanted, view as View));
}

export function removePlan(kind: Kind, inputs: Inputs): string[] {
  return planText(specOf(kind).remove(stateOf(kind, inputs)));
}
