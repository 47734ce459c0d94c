import { LinuxnetError } from "../errors";
import type { StandingRule } from "../iptables/described";
import { parseMatch } from "../iptables/match";
import { matchOf } from "../iptables/spelling";
import type { Told } from "./ids";
import type { MasqueradeInputs } from "./masquerade";

const ANSWERS = "RELATED,ESTABLISHED";

/**
 * The masquerade that rules describe, and those of them that are nothing else; undefined where none masquerades its source.
 * Beside the rules that linuxnet writes, `-s 10.0.0.0/24 -o eth0 -j MASQUERADE` is known, and accepts without the source
 * between two interfaces. Throws LinuxnetError where a masquerade differs from what inputs can say.
 */
export function masqueradeOf(
  { source, outInterface: out }: MasqueradeInputs,
  rules: readonly StandingRule[],
): { inputs: Told; rules: StandingRule[] } | undefined {
  const translations = rules.filter(
    ({ chain, target }) => chain === "POSTROUTING" && /^(MASQUERADE|SNAT)\b/.test(target),
  );
  const spellings = [{ source, notDestination: source, out }, ...(out === undefined ? [] : [{ source, out }])].map(
    matchOf,
  );
  const known = translations.filter(({ match }) => spellings.includes(match));
  const [first] = known;
  if (!first) return undefined;
  const different = known.find(({ target }) => target !== first.target);
  if (different)
    throw new LinuxnetError(`there are two: -A POSTROUTING ${first.rule}, -A POSTROUTING ${different.rule}`);
  const [, toSource] = /^SNAT --to-source (\S+)$/.exec(first.target) ?? [];
  if (toSource === undefined && first.target !== "MASQUERADE") {
    throw new LinuxnetError(`no property can say: -A POSTROUTING ${first.rule}`);
  }
  const isShared = translations.some(({ rule }) => !isOf(rule, source) && mayLeaveBy(rule, out));
  const accepts = acceptsOf({ source, out, isShared }, rules);
  return {
    inputs: { toSource, forward: accepts !== undefined, inInterface: accepts?.inInterface },
    rules: [...known, ...(accepts?.rules ?? [])],
  };
}

/** Whether a rule is about the same packets, in another way than `masqueradeOf` knows. */
export function isAboutMasquerade({ source }: MasqueradeInputs, { chain, target, rule }: StandingRule): boolean {
  return chain === "POSTROUTING" && /^(MASQUERADE|SNAT)\b/.test(target) && isOf(rule, source);
}

function mayLeaveBy(rule: string, device: string | undefined): boolean {
  const { out } = parseMatch(rule).conditions;
  return out === undefined || out.not || out.value === device;
}

function isOf(rule: string, network: string): boolean {
  const { source } = parseMatch(rule).conditions;
  return source?.value === network && !source.not;
}

/**
 * The accepts of both ways between a source and what lies behind its router; undefined unless both pass, and where they
 * may be others' as well: then they stay as they are.
 */
function acceptsOf(
  { source, out, isShared }: { source: string; out: string | undefined; isShared: boolean },
  rules: readonly StandingRule[],
): { inInterface: string | undefined; rules: StandingRule[] } | undefined {
  const accepts = rules.filter(({ chain, target }) => chain === "FORWARD" && target === "ACCEPT");
  const names = new Set([undefined, ...accepts.map(({ rule }) => parseMatch(rule).conditions.in?.value)]);
  const general = matchOf({ state: ANSWERS });
  const hasGeneral = accepts.some(({ match }) => match === general);
  const found = [...names].flatMap((inInterface) => {
    const [there, back] = waysOf(source, out, inInterface).map((all) =>
      accepts.filter(({ match }) => all.includes(match)),
    ) as [StandingRule[], StandingRule[]];
    const passes = there.length > 0 && (back.length > 0 || hasGeneral);
    return passes ? [{ inInterface, rules: [...there, ...back] }] : [];
  });
  const named = found.filter((it) => it.rules.some(({ rule }) => isOf(rule, source)));
  // What does not name its source may be for others that leave by the same interface.
  const own = named.length > 0 || isShared ? named : found;
  return own.length === 1 ? own[0] : undefined;
}

/** The ways to spell the accept there, and the one back. */
function waysOf(source: string, out: string | undefined, inInterface: string | undefined): [string[], string[]] {
  const elsewhere = out === undefined;
  const between = out !== undefined && inInterface !== undefined;
  const there = { in: inInterface, out };
  const back = { in: out, out: inInterface, state: ANSWERS };
  return [
    [{ source, ...(elsewhere ? { notDestination: source } : {}), ...there }, ...(between ? [there] : [])].map(matchOf),
    [{ destination: source, ...(elsewhere ? { notSource: source } : {}), ...back }, ...(between ? [back] : [])].map(
      matchOf,
    ),
  ];
}
