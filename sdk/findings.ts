import * as pulumi from "@pulumi/pulumi";
import { findingsOf } from "../findings";
import type { Finding } from "../findings/finding";
import { meansOn } from "../findings/host/means";
import { readStanding } from "../findings/host/read";
import type { Standing } from "../findings/host/standing";
import { byMachine, type OnMachine } from "../findings/machines";
import { programOf, type Sent } from "../findings/program";
import { CommandError } from "../provider/errors";
import type { Backend } from "../provider/host/settings";
import type { Origin } from "../provider/resources/spec";
import { UNKNOWN } from "../provider/inputs/check";
import { atEnd, currentStack, endWithErrors } from "./program-end";

/** A resource that a program has declared, with what it sends to the provider. */
interface Declared {
  resource: pulumi.Resource;
  kind: Sent["kind"];
  name: string;
  inputs: pulumi.Inputs;
  hasAliases: boolean;
  /** Whether what is found wrong with it is an error. */
  strict: pulumi.Output<boolean>;
  /** The backend of iptables that its provider sets. */
  iptables: pulumi.Output<Backend | undefined>;
}

/** The resources that programs have declared so far, by their stacks: one process may run several programs. */
const programs = new WeakMap<object, Declared[]>();

/** Takes a resource into account when its program, at its end, is looked at as a whole. */
export function addDeclared(declared: Declared): void {
  // Without an engine there is nobody to tell: somebody tests their program.
  if (pulumi.runtime.getEngine() === undefined) return;
  const stack = currentStack();
  const known = programs.get(stack);
  if (known) {
    known.push(declared);
    return;
  }
  const all = [declared];
  programs.set(stack, all);
  let told = 0;
  atEnd(async () => {
    if (all.length === told) return;
    told = all.length;
    await tell(all);
  });
}

/** What the running program has declared so far, less what it only claims. */
export function declaredBefore(): pulumi.Resource[] {
  const all = programs.get(currentStack()) ?? [];
  return all.filter(({ kind }) => kind !== "reachable").map(({ resource }) => resource);
}

/**
 * Finds what is wrong with a program as a whole and tells it on the resources: as warnings, or where their settings are
 * strict as errors, which end a `pulumi up` after its preview.
 */
async function tell(all: readonly Declared[]): Promise<void> {
  const machines = byMachine(await Promise.all(all.map(sent)));
  const backend = await backendOf(all);
  const looks = await Promise.all(machines.map((machine) => lookAt(machine, backend)));
  let hasErrors = false;
  for (const { index, text } of looks.flatMap(({ findings }) => findings).sort((a, b) => a.index - b.index)) {
    const { resource, strict } = all[index] as Declared;
    const isStrict = await valueOf(strict);
    await (isStrict === true ? pulumi.log.error : pulumi.log.warn)(text, resource);
    hasErrors ||= isStrict === true;
  }
  if (hasErrors) endWithErrors();
  const unseen = looks.flatMap((it) => it.unseen);
  if (pulumi.runtime.isDryRun() && unseen.length > 0) {
    await pulumi.log.warn(["linuxnet could not see:", ...unseen].join("\n- "));
  }
}

/** What is wrong with the part of a program that is on one machine, by its places in the program. */
async function lookAt(
  { host, sent, indexes }: OnMachine,
  backend: Backend | undefined,
): Promise<{ findings: { index: number; text: string }[]; unseen: string[] }> {
  const program = programOf(sent);
  const isPreview = pulumi.runtime.isDryRun();
  const placed = (findings: readonly Finding[]): { index: number; text: string }[] =>
    findings.map(({ resource, text }) => ({ index: indexes[resource.index] as number, text }));
  const look = async (entersOwn: boolean): Promise<{ standing: Standing; findings: Finding[] }> => {
    const reader = { ...(await meansOn(host)), isPreview, entersOwn, backend };
    const standing = await readStanding(reader, program);
    return { standing, findings: findingsOf(program, standing, isPreview) };
  };
  try {
    // After an update, what stands in the program's own namespaces can only take back what is found without it.
    const first = await look(isPreview);
    const { standing, findings } = isPreview || first.findings.length === 0 ? first : await look(true);
    const unseen = standing.unseen.map((it) => (host === undefined ? it : `host ${host.name}: ${it}`));
    return { findings: placed(findings), unseen };
  } catch (error) {
    if (!(error instanceof CommandError) || host === undefined) throw error;
    return { findings: placed(findingsOf(program, undefined, isPreview)), unseen: [error.stderr] };
  }
}

/** The backend of iptables that the first provider sets which sets one, where it is known. */
async function backendOf(all: readonly Declared[]): Promise<Backend | undefined> {
  const backends = await Promise.all(all.map(({ iptables }) => valueOf(iptables)));
  return backends.find((it) => it === "nft" || it === "legacy");
}

/** What is secret is not looked at: a finding would tell it. */
async function sent({ resource, kind, name, inputs, hasAliases }: Declared): Promise<Sent> {
  const entries = Object.entries(inputs).map(async ([key, input]): Promise<[string, unknown]> => {
    const output = pulumi.output(input) as unknown as Inner;
    return [key, (await output.isSecret) ? pulumi.unknown : await output.promise(true)];
  });
  const imported = await valueOf((resource as unknown as { imported: pulumi.Output<unknown> }).imported);
  return {
    ...{ kind, name, inputs: withText(Object.fromEntries(await Promise.all(entries))) as Sent["inputs"], hasAliases },
    ...(isOrigin(imported) ? { imported } : {}),
  };
}

/** Whether the state of a resource says that it was imported, and is known. */
function isOrigin(imported: unknown): imported is Origin {
  return typeof imported === "object" && imported !== null && "mark" in imported;
}

/** The value of an output, or that it is unknown. */
function valueOf(output: pulumi.Output<unknown>): Promise<unknown> {
  return (output as unknown as Inner).promise(true);
}

/** What an output knows of itself. */
interface Inner {
  promise(withUnknowns: boolean): Promise<unknown>;
  isSecret: Promise<boolean>;
}

/** As the provider gets it: without what is undefined, and with a text in the place of values which are not known yet. */
function withText(value: unknown): unknown {
  if (pulumi.isUnknown(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(withText);
  if (typeof value !== "object" || value === null) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, withText(inner)]));
}
