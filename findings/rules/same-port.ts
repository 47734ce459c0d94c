import { familyOf } from "../../provider/inputs/addresses";
import { firstPort, lastPort } from "../../provider/inputs/values";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding, later } from "../finding";
import { groupBy } from "../../provider/group-by";
import { type Declared, withKnown } from "../program";
import type { Topology } from "../topology";

/**
 * Two forwards of one port. One that names an address and one that means any are no mistake: the first decides over the
 * second.
 */
export function samePort({ program }: Topology): Finding[] {
  const known = ["namespace", "hostAddress", "hostPort", "protocol", "targetAddress"] as const;
  const groups = groupBy(withKnown(program, "portForward", ...known), ({ inputs }) =>
    JSON.stringify([inputs.namespace, inputs.protocol, inputs.hostAddress, familyOf(inputs.targetAddress)]),
  );
  return [...groups.values()].flatMap((forwards) => overlapping(forwards).map(([a, b]) => told(a, b)));
}

/** The pairs that share a port: with the ranges in their order, those that begin before another has ended. */
function overlapping(forwards: Declared<"portForward">[]): [Declared<"portForward">, Declared<"portForward">][] {
  const ranges = forwards
    .map((forward) => ({ forward, from: firstPort(forward.inputs.hostPort), to: lastPort(forward.inputs.hostPort) }))
    .sort((a, b) => a.from - b.from || a.forward.index - b.forward.index);
  return ranges.flatMap(({ forward, to }, index) => {
    const next = ranges.slice(index + 1);
    const end = next.findIndex(({ from }) => from > to);
    return next
      .slice(0, end < 0 ? next.length : end)
      .map((other): [typeof forward, typeof forward] => [forward, other.forward]);
  });
}

function told(first: Declared<"portForward">, second: Declared<"portForward">): Finding {
  const about = later(first, second);
  const earlier = about === first ? second : first;
  const { namespace, protocol, hostAddress } = about.inputs;
  const on = hostAddress ?? "every address";
  return finding(
    about,
    `port ${shared(first, second)}/${protocol} of ${on} ${placeText(namespace)} is forwarded twice: to ${target(earlier)} and to ${target(about)}`,
    "Only the rule that stands first is ever reached. Choose another hostPort, or another hostAddress, for one of them.",
  );
}

function target({ inputs: { targetAddress, targetPort } }: Declared<"portForward">): string {
  return targetAddress.includes(":") ? `[${targetAddress}]:${targetPort}` : `${targetAddress}:${targetPort}`;
}

/** The ports that both forward, of which there is one at least. */
function shared(a: Declared<"portForward">, b: Declared<"portForward">): string {
  const from = Math.max(firstPort(a.inputs.hostPort), firstPort(b.inputs.hostPort));
  const to = Math.min(lastPort(a.inputs.hostPort), lastPort(b.inputs.hostPort));
  return from === to ? String(from) : `${from}-${to}`;
}
