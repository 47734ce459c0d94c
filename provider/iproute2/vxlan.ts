/** A VXLAN interface as `ip -j -d` tells it. */
export interface VxlanData {
  /** The VXLAN network identifier, which ip calls id. */
  vni: number;
  /** The address from which it sends; undefined where the kernel chooses it for each packet. */
  local: string | undefined;
  port: number;
  /** The interface by which it sends, where it has one of its own. */
  device: string | undefined;
  learning: boolean;
}

/** What ip tells of one, by ip's words. */
export type ToldVxlan = Record<string, unknown>;

export function vxlanData(told: ToldVxlan): VxlanData {
  return {
    vni: Number(told.id),
    local: (told.local ?? told.local6) as string | undefined,
    port: Number(told.port),
    device: told.link as string | undefined,
    learning: told.learning === true,
  };
}

/** What a new one has (vxlan_dev_configure in drivers/net/vxlan/vxlan_core.c); of what it has not, ip says false. */
const FRESH: Record<string, unknown> = { ttl: 0, df: "unset", ageing: 300, udp_csum: true };

/** A host that it is given at birth is in its forwarding database. */
const SAID = ["id", "local", "local6", "remote", "remote6", "link", "port", "learning"];

/** What it is beyond `VxlanData`: `ttl 7`. */
export function vxlanBeyond({ port_range: range, ...told }: ToldVxlan): string[] {
  const { low = 0, high = 0 } = (range ?? {}) as { low?: number; high?: number };
  const others = Object.entries(told).filter(
    ([word, value]) => !SAID.includes(word) && value !== (word in FRESH ? FRESH[word] : false),
  );
  return [
    ...(low === 0 && high === 0 ? [] : [`srcport ${low} ${high}`]),
    ...others.map(([word, value]) => `${word} ${String(value)}`),
  ];
}
