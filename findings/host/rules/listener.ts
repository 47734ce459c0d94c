import { familyOf } from "../../../provider/inputs/addresses";
import { firstPort, lastPort } from "../../../provider/inputs/values";
import type { Listener } from "../../../provider/iproute2/sockets";
import { placeText } from "../../../provider/namespaces";
import { type Finding, finding } from "../../finding";
import { type Declared, type InputsOf, withKnown } from "../../program";
import type { Topology } from "../../topology";

/** A port that is forwarded and on which somebody listens already: from then on nobody reaches them. */
export function listener({ program, standing }: Topology): Finding[] {
  const known = ["namespace", "hostAddress", "hostPort", "protocol", "targetAddress"] as const;
  return withKnown(program, "portForward", ...known).flatMap((forward) => {
    const listeners = standing?.places.get(forward.inputs.namespace)?.listeners ?? [];
    const found = listeners.find((it) => isTakenFrom(it, forward.inputs));
    return found ? [told(forward, found)] : [];
  });
}

function isTakenFrom(
  { protocol, port, address, families }: Listener,
  { hostAddress, hostPort, protocol: forwarded, targetAddress }: InputsOf["portForward"],
): boolean {
  return (
    protocol === forwarded &&
    port >= firstPort(hostPort) &&
    port <= lastPort(hostPort) &&
    families.includes(familyOf(targetAddress)) &&
    // Rules cannot forward from ::1, so what listens there keeps it.
    address !== "::1" &&
    (hostAddress === undefined || address === undefined || address === hostAddress)
  );
}

function told(forward: Declared<"portForward">, { protocol, port, address }: Listener): Finding {
  const { namespace } = forward.inputs;
  return finding(
    forward,
    `port ${port}/${protocol} ${placeText(namespace)} is in use: something listens on ${address ?? "every address"} already`,
    "Whatever listens there gets no more connections. Stop it, or choose another hostPort.",
  );
}
