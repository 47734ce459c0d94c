import type { Family } from "../../provider/inputs/addresses";
import { namespaceOfPath } from "../../provider/namespaces";
import { macOf, type Owner } from "../../provider/owner";
import { PROTOCOL } from "../../provider/iproute2/routes";
import type { Step } from "../../provider/resources/spec";

/** The words that run a program in a namespace, as a person types them. */
export function at(namespace: string | undefined, argv: readonly string[]): string[] {
  return namespace === undefined ? [...argv] : ["ip", "netns", "exec", namespace, ...argv];
}

/** A rule in a chain, as iptables-save writes it. */
export interface PlacedRule {
  namespace: string | undefined;
  family: Family;
  table: string;
  chain: string;
  rule: string;
}

export function ruleCommand({ namespace, family, table, chain, rule }: PlacedRule): string[] {
  const words = rule.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const tool = family === 4 ? "iptables" : "ip6tables";
  return at(namespace, [tool, ...(table === "filter" ? [] : ["-t", table]), "-A", chain, ...words.map(unquoted)]);
}

/** A word as iptables-save quotes it. */
function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, "$1") : word;
}

/** A step of an owner as a person would type it: without marks, nor what the kernel does by itself. */
export function lineOf(step: Step, owner: Owner): string[][] {
  switch (step.tool) {
    case "netns":
      return [["ip", "netns", "add", step.name], at(step.name, ["ip", "link", "set", "lo", "up"])];
    case "ip": {
      const words = ipWords(step.words, [macOf(owner, "first"), macOf(owner, "peer")]);
      return words.length === 0 ? [] : [at(step.namespace, ["ip", ...words])];
    }
    case "ip rule":
      return [at(step.namespace, ["ip", ...(step.family === 6 ? ["-6"] : []), "rule", ...without(step.words, MARKS)])];
    case "bridge":
    case "tc":
      return [at(step.namespace, [step.tool, ...without(step.words, [["handle", /^4c/]])])];
    case "sysctl":
      return Object.entries(step.values)
        .filter(([key]) => !ANNOUNCING.test(key))
        .map(([key, value]) => at(step.namespace, ["sysctl", "-w", `${key}=${value}`]));
    default:
      return [];
  }
}

/** Two words, the second of which is as told. */
type Pair = readonly [word: string, value: RegExp];

/** What tells linuxnet's routes and rules from others. */
const MARKS: readonly Pair[] = [
  ["proto", new RegExp(`^${PROTOCOL}$`)],
  ["protocol", new RegExp(`^${PROTOCOL}$`)],
];

/** What makes neighbours see a change at once. */
const ANNOUNCING = /\.(arp_notify|ndisc_notify|promote_secondaries)$/;

/** Words of ip(8); none where nothing is left to do. */
function ipWords(words: readonly string[], macs: readonly string[]): string[] {
  const [object, verb] = words;
  switch (`${object} ${verb}`) {
    case "link add":
      return addWords(words);
    case "link set":
      return setWords(words, macs);
    case "addr replace":
      return ["addr", "add", ...words.slice(2)];
    case "route add":
      return routeWords(words);
    default:
      return [...words];
  }
}

function addWords(words: readonly string[]): string[] {
  const plain = without(words, [
    ["address", /./],
    ["mtu", /./],
    ["stp_state", /^0$/],
  ]);
  return plain
    .map((word, index) => (plain[index - 1] === "netns" ? (namespaceOfPath(word) ?? word) : word))
    .filter((word, index) => !(word === "name" && index === 2));
}

function setWords(words: readonly string[], macs: readonly string[]): string[] {
  const [, , , name = "", ...rest] = words;
  const changed = without(rest, [
    ["alias", /^linuxnet:/],
    ["mtu", /^1500$/],
    ["stp_state", /^0$/],
    ["hairpin", /^off$/],
    ["isolated", /^off$/],
    ["address", new RegExp(`^(${macs.join("|")})$`)],
  ]);
  const isNothing = changed.length === 0 || (changed.length === 2 && changed[0] === "type");
  return isNothing ? [] : ["link", "set", "dev", name, ...changed];
}

function routeWords(words: readonly string[]): string[] {
  const [, , , to = ""] = words;
  const metric = to.includes(":") ? /^1024$/ : /^0$/;
  const kept = without(words, [["metric", metric], ["table", /^main$/], ...MARKS]);
  return kept.flatMap((word, index) => {
    if (index === 2 && word === "unicast") return [];
    return index === 3 && word === "0.0.0.0/0" ? ["default"] : [word];
  });
}

/** Without some pairs of words. */
function without(words: readonly string[], pairs: readonly Pair[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const [word = "", next] = words.slice(index, index + 2);
    if (next !== undefined && pairs.some(([first, value]) => first === word && value.test(next))) index++;
    else kept.push(word);
  }
  return kept;
}
