import { contains } from "../inputs/addresses";
import { parsePolicyRules, type PolicyRule } from "../iproute2/policy-rules";
import type { Protocol } from "./packet";
import type { Question } from "./routing";

/** A rule of policy routing, with what the kind `Rule` has no word for. */
export interface Policy extends PolicyRule {
  /** Whether it is for all that it does not select. */
  isNot: boolean;
  /** The priority of the rule with which it goes on. */
  goto: number | undefined;
  protocols: Protocol[] | undefined;
  sourcePorts: Ports | undefined;
  destinationPorts: Ports | undefined;
  /** In ip's words, what of it is not known here. */
  unknown: string[];
}

/** The first and the last. */
type Ports = [number, number];

const PROTOCOLS: Record<string, Protocol[]> = { 1: ["icmp"], 6: ["tcp"], 17: ["udp"], 58: ["icmp"] };
const UNDERSTOOD = /^(not|nop|goto|ipproto|[sd]port(_start|_end)?)$/;

/** Reads the answer of `ip -N -j -d rule show`. */
export function parsePolicies(json: string): Policy[] {
  return parsePolicyRules(json).map((rule) => {
    const more = new Map(
      rule.beyond.map((text): [string, string] => {
        const [key = "", value = ""] = text.split(" ", 2);
        return [key, value];
      }),
    );
    const number = (key: string): number | undefined => (more.has(key) ? Number(more.get(key)) : undefined);
    const ports = (key: string): Ports | undefined => {
      const [first, last] = [number(key) ?? number(`${key}_start`), number(key) ?? number(`${key}_end`)];
      return first === undefined || last === undefined ? undefined : [first, last];
    };
    const protocol = more.get("ipproto")?.replace("ipproto-", "");
    return {
      ...rule,
      type: more.has("goto") ? "goto" : more.has("nop") ? "nop" : rule.type,
      isNot: more.has("not"),
      goto: number("goto"),
      protocols: protocol === undefined ? undefined : (PROTOCOLS[protocol] ?? []),
      sourcePorts: ports("sport"),
      destinationPorts: ports("dport"),
      unknown: rule.beyond.filter((text) => !UNDERSTOOD.test(text.split(" ", 1)[0] ?? "")),
    };
  });
}

/** Whether a rule is for a packet (fib_rule_match in the kernel's net/core/fib_rules.c); undefined where that cannot be told. */
export function isFor(rule: Policy, asked: Question): boolean | undefined {
  const isSelected = selects(rule, asked);
  if (isSelected && rule.unknown.length > 0) return undefined;
  return isSelected !== rule.isNot;
}

function selects(rule: Policy, asked: Question): boolean {
  const { from, to, inInterface, outInterface, fwmark, protocols, sourcePorts, destinationPorts } = rule;
  if (from !== undefined && !(asked.source !== undefined && contains(from, asked.source))) return false;
  if (to !== undefined && !contains(to, asked.destination)) return false;
  if (inInterface !== undefined && (asked.from ?? "lo") !== inInterface) return false;
  if (outInterface !== undefined) return false;
  if (protocols !== undefined && !(asked.protocol !== undefined && protocols.includes(asked.protocol))) return false;
  if (!covers(sourcePorts, asked.sourcePort) || !covers(destinationPorts, asked.destinationPort)) return false;
  if (fwmark === undefined) return true;
  const [mark = "0", mask = "0xffffffff"] = fwmark.split("/");
  return (asked.mark & Number(mask)) >>> 0 === (Number(mark) & Number(mask)) >>> 0;
}

function covers(ports: Ports | undefined, port = 0): boolean {
  return ports === undefined || (ports[0] <= port && port <= ports[1]);
}
