import { familyOf } from "../../provider/inputs/addresses";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding, later, pairs } from "../finding";
import { type Declared, withKnown } from "../program";
import type { Topology } from "../topology";

/**
 * Two forwards of one port. One that names an address and one that means any are no mistake: the first decides over the
 * second.
 */
export function samePort({ program }: Topology): Finding[] {
  const known = ["namespace", "hostAddress", "hostPort", "protocol", "targetAddress"] as const;
  const groups = Map.groupBy(withKnown(program, "portForward", ...known), ({ inputs }) =>
    JSON.stringify([inputs.namespace, inputs.protocol, inputs.hostAddress, familyOf(inputs.targetAddress)]),
  );
  return [...groups.values()].flatMap((forwards) =>
    pairs(forwards)
      .filter(([a, b]) => shared(a, b) !== undefined)
      .map(([a, b]) => told(a, b)),
  );
}

function told(a: Declared<"portForward">, b: Declared<"portForward">): Finding {
  const about = later(a, b);
  const { namespace, protocol, hostAddress } = about.inputs;
  const on = hostAddress ?? "every address";
  return finding(
    about,
    `port ${shared(a, b)}/${protocol} of ${on} ${placeText(namespace)} is forwarded twice: to ${target(a)} and to ${target(b)}`,
    "Only the rule that stands first is ever reached. Choose another hostPort, or another hostAddress, for one of them.",
  );
}

function target({ inputs: { targetAddress, targetPort } }: Declared<"portForward">): string {
  return targetAddress.includes(":") ? `[${targetAddress}]:${targetPort}` : `${targetAddress}:${targetPort}`;
}

/** The ports that both forward. */
function shared(a: Declared<"portForward">, b: Declared<"portForward">): string | undefined {
  const [first, second] = [portsOf(a.inputs.hostPort), portsOf(b.inputs.hostPort)];
  const [from, to] = [Math.max(first.from, second.from), Math.min(first.to, second.to)];
  if (from > to) return undefined;
  return from === to ? String(from) : `${from}-${to}`;
}

/** A port or a range of them. */
export function portsOf(ports: number | string): { from: number; to: number } {
  const [from = 0, to = from] = String(ports).split("-").map(Number);
  return { from, to };
}
