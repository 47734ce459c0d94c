import { isDeepStrictEqual } from "node:util";
import { LinuxnetError } from "../errors";
import type { Family } from "../inputs/addresses";
import { type Chain, hookRule, isHook, ownerOfChain } from "../iptables/chains";
import { portsText, rule } from "../iptables/rule";
import { spellingOf } from "../iptables/spelling";
import { type Owner, UNMARKED } from "../owner";
import type { FirewallRuleInputs } from "./firewall-rule";
import type { Told } from "./ids";
import type { Found, View } from "./spec";

/** What a refused packet's sender is told: what iptables writes where REJECT alone is given. */
const REJECT: Record<Family, string> = {
  4: "REJECT --reject-with icmp-port-unreachable",
  6: "REJECT --reject-with icmp6-port-unreachable",
};

/** The rule as iptables-save prints it. */
export function ruleText(inputs: FirewallRuleInputs, family: Family): string {
  return textOf(inputs, inputs.target === "REJECT" ? REJECT[family] : inputs.target);
}

/** The rule as a person types it: the same for both families. */
export function ruleWords(inputs: FirewallRuleInputs): string {
  return textOf(inputs, inputs.target);
}

function textOf(inputs: FirewallRuleInputs, target: string): string {
  const { source, destination, inInterface, outInterface, protocol, sourcePort, destinationPort, states } = inputs;
  return rule({
    ...{ source, destination, in: inInterface, out: outInterface, target },
    protocol: protocol === "icmpv6" ? ICMPV6 : protocol,
    sourcePort: sourcePort === undefined ? undefined : portsText(sourcePort),
    destinationPort: destinationPort === undefined ? undefined : portsText(destinationPort),
    state: states?.join(","),
  });
}

/** How iptables-save calls it. */
const ICMPV6 = "ipv6-icmp";

const INPUT_OF: Record<string, keyof FirewallRuleInputs> = {
  ...{ "-s": "source", "-d": "destination", "-i": "inInterface", "-o": "outInterface", "-p": "protocol" },
  ...{ "--sport": "sourcePort", "--dport": "destinationPort", "--ctstate": "states", "-j": "target" },
};

/** The reverse of `ruleWords`; undefined for a rule that says more than inputs can. */
export function inputsOfRule(text: string): Told | undefined {
  const words = text.split(" ");
  const told: Told = {};
  for (let at = 0; at < words.length; at += 2) {
    const [option = "", value] = words.slice(at, at + 2);
    if (option === "-m") continue;
    const name = INPUT_OF[option];
    if (name === undefined || value === undefined || name in told) return undefined;
    told[name] = valueOf(name, value);
  }
  return told;
}

function valueOf(name: keyof FirewallRuleInputs, text: string): unknown {
  if (name === "states") return text.split(",");
  if (name === "protocol" && text === ICMPV6) return "icmpv6";
  if (!name.endsWith("Port")) return text;
  return /^\d+$/.test(text) ? Number(text) : text.replace(":", "-");
}

/** A rule that stands in chains of linuxnet, whoever's. Throws LinuxnetError where somebody has put it into the built-in chain. */
export async function findFirewallRule(
  key: FirewallRuleInputs,
  { families, chainOf }: { families: Family[]; chainOf: (inputs: FirewallRuleInputs, family: Family) => Chain },
  view: View,
): Promise<Found<FirewallRuleInputs> | undefined> {
  const found = new Map<Owner, Family[]>();
  let isByHand = false;
  for (const family of families) {
    const chains = (await view.tables(key.namespace, family)).get("filter") ?? new Map<string, string[]>();
    for (const [name, rules] of chains) {
      const owner = ownerOfChain(name) ?? UNMARKED;
      const wanted = chainOf({ ...key, owner }, family);
      const isIt = name === wanted.name && isDeepStrictEqual(rules, wanted.rules);
      const isHooked = chains.get(key.chain)?.includes(hookRule(owner, name));
      if (isIt && isHooked) found.set(owner, [...(found.get(owner) ?? []), family]);
    }
    const { match, target } = spellingOf(ruleText(key, family));
    isByHand ||= (chains.get(key.chain) ?? [])
      .filter((it) => !isHook(it))
      .map(spellingOf)
      .some((it) => it.match === match && it.target === target);
  }
  const [first, second] = found.has(key.owner) ? [key.owner] : found.keys();
  if (first === undefined) {
    if (isByHand) throw new LinuxnetError(`it is no rule of linuxnet, which would move it; ${ADVICE}`);
    return undefined;
  }
  if (second !== undefined) throw new LinuxnetError(`there are several of it (owners ${first}, ${second})`);
  const [family, other] = found.get(first) ?? [];
  return { mark: first, inputs: other === undefined && families.length > 1 ? { family } : {} };
}

const ADVICE = "declare it, and delete the one that stands";
