import type { Asked, Explanation } from "../../provider/packets/explain";
import type { Networks } from "../../provider/packets/network";
import { endText } from "../../provider/packets/packet";
import { type Fix, type Reason, typed } from "../../provider/packets/reasons";
import type { Step } from "../../provider/packets/walk";
import { tapName } from "../capture/taps";
import { nameOf } from "../place-name";
import type { Proof } from "./capture";

/** What scripts read. */
export interface Json {
  arrives: boolean;
  reason: Reason | null;
  /** Where it ends: `host` or the name of a namespace. */
  hop: string;
  rule: string | null;
  fix: string[];
  /** What a real packet did. */
  capture?: {
    agrees: boolean;
    outcome: string;
    sights: { interface: string; source: string; destination: string; seen: boolean }[];
  };
}

export function jsonOf({ arrives, stop, at }: Explanation, proof?: Proof): Json {
  const known = {
    ...{ arrives, reason: stop?.reason ?? null, hop: nameOf(at), rule: stop?.rule ?? null },
    fix: (stop?.fix ?? []).map(typed),
  };
  if (proof === undefined) return known;
  const sights = proof.sights.map(({ source, destination, isSeen, ...tap }) => ({
    ...{ interface: tapName(tap), source, destination, seen: isSeen },
  }));
  return { ...known, capture: { agrees: proof.agrees, outcome: proof.outcome, sights } };
}

export function textOf(networks: Networks, asked: Asked, explanation: Explanation, proof?: Proof): string {
  const { stop, forth, back, at, isOutside, undecided } = explanation;
  const what = { icmp: "ping", tcp: "TCP", udp: "UDP" }[asked.protocol];
  const unread = networks.all.flatMap(({ place, unread: chain }) =>
    chain !== undefined && [...forth, ...back].some((it) => it.place === place)
      ? [`not looked at, ${nameOf(place)}: ${chain}, which iptables does not show`]
      : [],
  );
  const doubts = [...undecided.map((rule) => `it cannot be told what this rule does with it: ${rule}`), ...unread];
  return [
    `${what} from ${nameOf(asked.from)} to ${endText(asked.to, asked.port)}`,
    ...sectionOf("there", forth),
    ...sectionOf("back", back),
    "",
    ...(stop
      ? [`It does not arrive (${stop.reason}), ${nameOf(at)}: ${stop.text}.`, ...fixesOf(stop.fix)]
      : [
          isOutside
            ? "It leaves this machine, and an answer finds its way back."
            : "It arrives, and the answer comes back.",
        ]),
    ...(proof ? proofLines(proof) : []),
    ...doubts.map((it) => `Note: ${it}.`),
  ].join("\n");
}

function fixesOf(fix: readonly Fix[]): string[] {
  return fix.length === 0
    ? []
    : [fix.length === 1 ? "What helps:" : "What helps, one of:", ...fix.map((it) => `  ${typed(it)}`)];
}

function sectionOf(title: string, steps: readonly Step[]): string[] {
  const width = Math.max(...steps.map(({ place }) => nameOf(place).length));
  return steps.length === 0
    ? []
    : ["", `${title}:`, ...steps.map((it) => `  ${nameOf(it.place).padEnd(width)}  ${it.text}`)];
}

function proofLines({ outcome, sights, agrees }: Proof): string[] {
  const width = Math.max(0, ...sights.map((it) => tapName(it).length));
  const told = sights.map((it) => {
    const what = `${it.source} > ${it.destination}`;
    return `  ${tapName(it).padEnd(width)}  ${it.isSeen ? "seen" : "NOT SEEN"}: ${what}`;
  });
  const verdict = agrees ? "as explained" : "not as explained";
  return ["", "A real packet, where it is to be seen:", ...told, `It is ${outcome}: ${verdict}.`];
}
