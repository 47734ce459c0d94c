import type { kinds } from "../../provider/resources";
import { kindServedBy } from "../../provider/types";
import { argumentsOf } from "./arguments";
import { commentText, literal, Reference, stringLiteral } from "./literal";
import type { Declared, Export } from "./model";
import { identifierOf, Names } from "./names";
import { Targets } from "./references";

/** Kinds in the order in which a program declares them, where nothing else tells it. */
const ORDER: readonly (keyof typeof kinds)[] = [
  ...(["namespace", "bridge", "vethPair", "vxlan", "containerNetwork", "container", "containerSet", "sysctl"] as const),
  ...(["route", "rule", "qdisc", "masquerade", "portForward", "firewallRule", "service"] as const),
];

/** A network as a program in TypeScript, with `heading` above it and what it does not say below. */
export function programText(
  { resources, left: ofAll, leftOfProgram = [] }: Export,
  heading: readonly string[],
): string {
  const statements = statementsOf(resources);
  const left = [...ofAll, ...leftOfProgram];
  return [
    comments(heading),
    'import * as linuxnet from "pulumi-linuxnet";\n',
    ...(statements.length === 0 ? [] : [statements.join("")]),
    ...(left.length === 0 ? [] : [comments(["Not said by this program:", ...left.map((line) => `- ${line}`)])]),
  ].join("\n");
}

interface Statement {
  resource: Declared;
  text: string;
}

/** Each resource after those to which it refers. */
function statementsOf(resources: readonly Declared[]): string[] {
  const targets = new Targets(resources);
  const names = new Names();
  const variables = new Map(resources.map((it) => [it, names.unique(identifierOf(it.name), "_")]));
  const begun = new Set<Declared>();
  const done = new Set<Declared>();
  const used = new Set<Declared>();
  const statements: Statement[] = [];
  const declare = (resource: Declared): void => {
    if (begun.has(resource)) return;
    begun.add(resource);
    const args = targets.referring(argumentsOf(resource), ({ resource: other, path }) => {
      declare(other);
      // Two that name each other cannot both come first: one of them keeps the name.
      if (!done.has(other)) return undefined;
      used.add(other);
      return `${variables.get(other)}${path}`;
    });
    const { needs } = resource;
    if (needs) declare(needs);
    if (needs) used.add(needs);
    const dependsOn = needs && new Reference(variables.get(needs) as string);
    statements.push({ resource, text: callText(resource, args, dependsOn) });
    done.add(resource);
  };
  resources.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)).forEach(declare);
  return statements.map(({ resource, text }) => {
    const variable = used.has(resource) ? `const ${variables.get(resource)} = ` : "";
    return `${variable}${text}\n`;
  });
}

function callText({ kind, name, id, inputs }: Declared, args: object, dependsOn: Reference | undefined): string {
  const adopt = id !== undefined && "adopt" in inputs ? { adopt: true } : {};
  const given = { ...args, ...adopt };
  const isEmpty = Object.keys(given).length === 0 && id === undefined;
  const options = id === undefined ? "" : `, ${literal({ import: id, dependsOn })}`;
  const begin = `new linuxnet.${kindServedBy(kind)}(${stringLiteral(name)}`;
  if (isEmpty) return `${begin});`;
  return `${begin}, ${literal(given, begin.length + options.length + ", );".length)}${options});`;
}

function comments(lines: readonly string[]): string {
  return lines.map((line) => `// ${commentText(line)}\n`).join("");
}
