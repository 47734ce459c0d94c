import { LinuxnetError } from "../errors";
import { firstPort, lastPort } from "../inputs/values";
import type { StandingRule } from "../iptables/described";
import { parseMatch } from "../iptables/match";
import { portsText } from "../iptables/rule";
import { matchOf } from "../iptables/spelling";
import type { Told } from "./ids";
import type { PortForwardInputs } from "./port-forward";

/**
 * The port forward that rules describe, and those of them that are nothing else; undefined where none translates its port.
 * Beside the rules that linuxnet writes, DNAT in PREROUTING and OUTPUT alone is known, and accepts and masquerades of the
 * target's port without `ctstate DNAT`. Throws LinuxnetError where a forward differs from what inputs can say.
 */
export function portForwardOf(
  key: PortForwardInputs,
  rules: readonly StandingRule[],
): { inputs: Told; rules: StandingRule[] } | undefined {
  const { hostPort, protocol } = key;
  const asked = spellingsOf(key);
  const translations = rules.filter(({ target }) => target.startsWith("DNAT "));
  const known = translations.filter(({ match }) => asked.includes(match));
  const [first] = known;
  if (!first) return undefined;
  for (const chain of ["PREROUTING", "OUTPUT"]) {
    if (known.some((it) => it.chain === chain && it.target === first.target)) continue;
    throw new LinuxnetError(
      `it forwards in ${first.chain} and not in ${chain} as well: -A ${first.chain} ${first.rule}`,
    );
  }
  const different = known.find(({ target }) => target !== first.target);
  if (different)
    throw new LinuxnetError(`there are two: -A ${first.chain} ${first.rule}, -A ${different.chain} ${different.rule}`);
  const { address, port } = targetOf(first.target, hostPort) ?? {};
  if (address === undefined || port === undefined)
    throw new LinuxnetError(`no property can say: -A ${first.chain} ${first.rule}`);
  const last = port + lastPort(hostPort) - firstPort(hostPort);
  const to = { destination: address, protocol, destinationPort: last === port ? String(port) : `${port}:${last}` };
  const { targetNetwork, rules: sources } = newSourcesOf(to, rules);
  const { outInterface, rules: accepts } = acceptsOf(to, rules);
  return {
    inputs: { targetAddress: address, targetPort: port, targetNetwork, outInterface },
    rules: [...known, ...sources, ...accepts],
  };
}

/** What the first packet of a connection asks for. */
function spellingsOf({ hostAddress, hostPort, protocol }: PortForwardInputs): string[] {
  const port = { protocol, destinationPort: portsText(hostPort) };
  if (hostAddress !== undefined) return [matchOf({ ...port, destination: hostAddress })];
  const local = { ...port, destinationType: "LOCAL" } as const;
  return [matchOf(local), matchOf({ ...local, notDestination: "::1" })];
}

/** Whether a rule is about the same packets, in another way than `portForwardOf` knows. */
export function isAboutPortForward(
  { hostAddress, hostPort, protocol }: PortForwardInputs,
  { target, rule }: StandingRule,
): boolean {
  if (!/^(DNAT|REDIRECT)\b/.test(target)) return false;
  const { protocol: its, destinationPort, destination } = parseMatch(rule).conditions;
  const address = destination?.not ? undefined : destination?.value.split("/", 1)[0];
  return (
    its?.value === protocol &&
    destinationPort?.value === portsText(hostPort) &&
    (address ?? hostAddress) === hostAddress
  );
}

/** `10.0.0.2:80`, for a range `10.0.0.2:9000-9010/8000`; without a port each keeps its own. */
export function targetOf(target: string, hostPort: number | string): { address: string; port: number } | undefined {
  const pattern = /^DNAT --to-destination (?:\[([^\]]+)\]|([\d.]+)|([0-9a-f:]+))(?::(\d+)(?:-(\d+)\/(\d+))?)?$/;
  const [, bracketed, v4, v6, port, last, base] = pattern.exec(target) ?? [];
  const address = bracketed ?? v4 ?? v6;
  const first = firstPort(hostPort);
  if (address === undefined) return undefined;
  if (port === undefined) return { address, port: first };
  const keepsDistance = Number(base) === first && Number(last) - Number(port) === lastPort(hostPort) - first;
  const isSaid = typeof hostPort === "number" ? last === undefined : keepsDistance;
  return isSaid ? { address, port: Number(port) } : undefined;
}

interface Target {
  destination: string;
  protocol: string;
  destinationPort: string;
}

/** A state of a connection that a rule may ask for. */
const ANY_STATE = [{}, { state: "DNAT" }];

/** The masquerades of those who would be answered past the translation. */
function newSourcesOf(to: Target, rules: readonly StandingRule[]): { targetNetwork?: string; rules: StandingRule[] } {
  const all = rules.filter(({ chain, target }) => chain === "POSTROUTING" && target === "MASQUERADE");
  const found = all.flatMap((it) => {
    const source = parseMatch(it.rule).conditions.source?.value;
    const who = source === undefined ? ({ sourceType: "LOCAL" } as const) : { source };
    return ANY_STATE.some((state) => it.match === matchOf({ ...to, ...who, ...state })) ? [{ it, source }] : [];
  });
  const own = [`${to.destination}/32`, `${to.destination}/128`, undefined];
  const network = found.find(({ source }) => !own.includes(source))?.source;
  return { ...(network === undefined ? {} : { targetNetwork: network }), rules: found.map(({ it }) => it) };
}

/** The accepts of what goes to the target's port, and of its answers. */
function acceptsOf(to: Target, rules: readonly StandingRule[]): { outInterface?: string; rules: StandingRule[] } {
  const { destination, protocol, destinationPort } = to;
  const back = { source: destination, protocol, sourcePort: destinationPort };
  const all = rules.filter(({ chain, target }) => chain === "FORWARD" && target === "ACCEPT");
  const found = all.flatMap((it) => {
    const { in: from, out } = parseMatch(it.rule).conditions;
    const there = [...ANY_STATE, { state: "NEW" }, { state: "NEW,RELATED,ESTABLISHED" }];
    const answers = [{}, { state: "ESTABLISHED" }, { state: "RELATED,ESTABLISHED" }];
    if (there.some((state) => it.match === matchOf({ ...to, out: out?.value, ...state })))
      return [{ it, device: out?.value }];
    return answers.some((state) => it.match === matchOf({ ...back, in: from?.value, ...state }))
      ? [{ it, device: from?.value }]
      : [];
  });
  const device = found.find((it) => it.device !== undefined)?.device;
  return { ...(device === undefined ? {} : { outInterface: device }), rules: found.map(({ it }) => it) };
}
