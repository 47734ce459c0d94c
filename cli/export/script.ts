import { kinds } from "../../provider/resources";
import type { Part } from "../../provider/resources/part";
import { forwardsOf, publishedPorts, type PublishedPortsInputs } from "../../provider/resources/published-ports";
import type { Imported, Owned, ResourceSpec, Step } from "../../provider/resources/spec";
import type { SysctlInputs } from "../../provider/resources/sysctl";
import { hasSwitch } from "../../provider/iptables/switches";
import { shellText } from "../plan/typed";
import { commentText } from "./literal";
import type { Declared, Export } from "./model";
import { Rules } from "./script-rules";
import { at, lineOf } from "./script-words";

type Spec = ResourceSpec<Owned, Owned>;

/** Kinds in the order in which a person makes them: what others need comes first, and rules come last. */
const ORDER: readonly (keyof typeof kinds)[] = [
  ...(["namespace", "bridge", "containerNetwork", "vethPair", "vxlan", "container", "containerSet", "sysctl"] as const),
  ...(["route", "rule", "qdisc", "firewallRule", "portForward", "masquerade", "service"] as const),
];

/** A network as a script of sh(1) that makes the same one by hand, without a mark of linuxnet. */
export function scriptText({ resources, left, script }: Export): string {
  const rules = new Rules(script?.firewalls);
  const unsaid = [...left];
  const made = (some: readonly Declared[]): string[] =>
    some.flatMap((resource) => {
      const commands = commandsOf(resource, rules, unsaid);
      return commands.length === 0 ? [] : [comment(headingOf(resource)), ...commands.map(words), ""];
    });
  const ordered = resources.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const isLater = ({ kind }: Declared): boolean => ORDER.indexOf(kind) >= ORDER.indexOf("route");
  const ofLinks = script?.links.map(words) ?? [];
  const lines = [
    ...made(ordered.filter((it) => !isLater(it))),
    ...(ofLinks.length === 0 ? [] : [comment("what else interfaces and neighbours are"), ...ofLinks, ""]),
    ...made(ordered.filter(isLater)),
  ];
  const last = rules.commands.map(words);
  return [
    "#!/bin/sh",
    "set -e",
    "",
    ...lines,
    ...(last.length === 0 ? [] : [comment("what is forwarded, translated and let through"), ...last, ""]),
    ...(unsaid.length === 0
      ? []
      : [comment("Not made by this script:"), ...unsaid.map((it) => comment(`- ${it}`)), ""]),
  ].join("\n");
}

function headingOf({ kind, inputs }: Declared): string {
  return (kinds[kind] as unknown as Spec).describe(inputs);
}

function commandsOf({ kind, inputs, imported }: Declared, rules: Rules, unsaid: string[]): string[][] {
  const spec = kinds[kind] as unknown as Spec;
  if (kind === "service") {
    unsaid.push(`${spec.describe(inputs)}: a program is not a part of a network`);
    return [];
  }
  const state = { ...spec.complete(inputs), ...(imported ? { imported } : {}) };
  const all = made(spec, state, rules, unsaid);
  const texts = all.map((argv) => argv.join("\0"));
  return all.filter((_argv, index) => texts.indexOf(texts[index] as string) === index);
}

/** The commands that make an object, and those of which it is composed; its rules are kept for the end. */
function made(spec: Spec, state: Owned & Imported, rules: Rules, unsaid: string[]): string[][] {
  const parts = spec.parts?.(state);
  if (parts) return parts.flatMap((it) => madePart(it, rules, unsaid));
  if (spec === (kinds.sysctl as unknown as Spec) && !hasSwitch(parameterOf(state))) {
    const [[key, value] = []] = Object.entries(parameterOf(state));
    return [at((state as SysctlInputs).namespace, ["sysctl", "-w", `${key}=${value}`])];
  }
  return spec.create(state).flatMap((step) => madeStep(step, state, rules, unsaid));
}

function parameterOf(state: Owned): Record<string, string> {
  const { key, value } = state as SysctlInputs;
  return { [key]: value };
}

function madePart({ spec, state }: Part, rules: Rules, unsaid: string[]): string[][] {
  if (spec !== publishedPorts) return made(spec as Spec, state as Owned, rules, unsaid);
  const forward = kinds.portForward as unknown as Spec;
  return forwardsOf(state as PublishedPortsInputs).flatMap((it) => made(forward, it, rules, unsaid));
}

function madeStep(step: Step, { owner, imported }: Owned & Imported, rules: Rules, unsaid: string[]): string[][] {
  switch (step.tool) {
    case "iptables":
      rules.add(step.namespace, step.chains, imported?.rules);
      return [];
    case "names":
      unsaid.push("the names by which containers find each other, in /etc/netns");
      return [];
    case "conntrack":
      return [];
    default:
      return lineOf(step, owner);
  }
}

function words(argv: readonly string[]): string {
  return shellText({ argv: [...argv] });
}

function comment(text: string): string {
  return `# ${commentText(text)}`;
}
