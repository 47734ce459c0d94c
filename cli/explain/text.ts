import { baseChainText } from "../../provider/host/foreign-nft";
import type { Asked, Explanation } from "../../provider/packets/explain";
import type { Networks } from "../../provider/packets/network";
import { unreadChains } from "../../provider/packets/nft";
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
  /** What may decide over it, and was not understood: rules of iptables, and chains of nft with where they are. */
  undecided: string[];
  /** What a real packet did. */
  capture?: {
    agrees: boolean;
    outcome: string;
    sights: { interface: string; source: string; destination: string; seen: boolean }[];
  };
}

export function jsonOf(networks: Networks, explanation: Explanation, proof?: Proof): Json {
  const { arrives, stop, at, undecided } = explanation;
  const known = {
    ...{ arrives, reason: stop?.reason ?? null, hop: nameOf(at), rule: stop?.rule ?? null },
    fix: (stop?.fix ?? []).map(typed),
    undecided: [...new Set(undecided), ...unreadOn(networks, explanation)],
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
  const doubts = [
    ...[...new Set(undecided)].map((rule) => `it cannot be told what this rule does with it: ${rule}`),
    ...unreadOn(networks, explanation).map((chain) => `not looked at, for iptables does not show it: ${chain}`),
  ];
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

/** The chains of nft in the networks on its way of which it cannot be told what they do, with where they are. */
function unreadOn(networks: Networks, { forth, back }: Explanation): string[] {
  return networks.all
    .filter(({ place }) => [...forth, ...back].some((it) => it.place === place))
    .flatMap((network) => unreadChains(network).map((it) => `${nameOf(network.place)}: ${baseChainText(it)}`));
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
