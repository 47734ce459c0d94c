import type { VxlanInputs } from "./vxlan";

type Tunnel = Pick<VxlanInputs, "vni" | "port" | "local" | "remotes" | "entries">;

/** The hosts to which a VXLAN interface is told to send. What is not known before an update, or secret, may be anything. */
export function remotesOf({ remotes, entries }: Pick<Tunnel, "remotes" | "entries">): string[] {
  const known = Array.isArray(entries) ? entries.map((it) => it?.remote) : [];
  const all = [...(Array.isArray(remotes) ? remotes : []), ...known];
  return [...new Set(all.filter((it) => typeof it === "string"))];
}

/** Those of some VXLAN interfaces that are ends of one network, of which one sends to the other. */
export function tunnelsBetween<End>(all: readonly { end: End; tunnel: Tunnel }[]): [End, End][] {
  return all.flatMap(({ end, tunnel: own }, index) =>
    all
      .slice(index + 1)
      .filter(({ tunnel: it }) => it.vni === own.vni && it.port === own.port && it.local !== own.local)
      .filter(({ tunnel: it }) => remotesOf(own).includes(it.local) || remotesOf(it).includes(own.local))
      .map((other): [End, End] => [end, other.end]),
  );
}
