/** Something of an interface that no resource says, and the commands that make it; none where a script does not. */
export interface Beyond {
  device: string;
  text: string;
  commands: string[][];
}

/** An interface as `ip -j -d addr show` tells it. */
export interface FullLink {
  ifname?: string;
  flags?: string[];
  txqlen?: number;
  group?: string;
  altnames?: string[];
  linkinfo?: { info_kind?: string; info_data?: Record<string, unknown> };
  addr_info?: { local: string; prefixlen: number; noprefixroute?: boolean; dynamic?: boolean }[];
}

/** As `ip -j neigh show` tells it. */
export interface Neighbour {
  dst: string;
  dev: string;
  lladdr?: string;
}

/** As `bridge -j fdb show` tells it. */
export interface FdbEntry {
  mac: string;
  ifname: string;
  master?: string;
  state?: string;
}

/** What a bridge has that nobody has set, in the words of ip-link(8); times in hundredths of a second. */
const BRIDGE = { forward_delay: 1500, hello_time: 200, max_age: 2000, ageing_time: 30000, priority: 32768 };

const OF_LO = ["127.0.0.1/8", "::1/128"];

export function beyondLink({ ifname = "", flags = [], txqlen, group, altnames = [], ...more }: FullLink): Beyond[] {
  const { linkinfo, addr_info = [] } = more;
  const set = (...words: string[]): Beyond => ({
    device: ifname,
    text: `interface ${ifname}: ${words.join(" ")}`,
    commands: [["ip", "link", "set", "dev", ifname, ...words]],
  });
  const addresses = addr_info.map((it) => ({ ...it, text: `${it.local}/${it.prefixlen}` }));
  if (ifname === "lo") {
    const own = addresses.filter(({ text }) => !OF_LO.includes(text));
    return own.map(({ text }) => ({
      ...{ device: ifname, text: `address ${text} of lo` },
      commands: [["ip", "addr", "add", text, "dev", ifname]],
    }));
  }
  const bridge = linkinfo?.info_kind === "bridge" ? (linkinfo.info_data ?? {}) : {};
  const options = Object.entries(BRIDGE).filter(([key, usual]) => {
    // The spanning tree protocol shortens the ageing for a while.
    return (bridge[key] ?? usual) !== usual && !(key === "ageing_time" && bridge.stp_state === 1);
  });
  return [
    ...options.map(([key]) => set("type", "bridge", key, String(bridge[key]))),
    ...(flags.includes("NOARP") ? [set("arp", "off")] : []),
    ...(txqlen === undefined || txqlen === 1000 ? [] : [set("txqueuelen", String(txqlen))]),
    ...(group === undefined || group === "default" ? [] : [set("group", group)]),
    ...altnames.map((name) => ({
      ...{ device: ifname, text: `interface ${ifname}: altname ${name}` },
      commands: [["ip", "link", "property", "add", "dev", ifname, "altname", name]],
    })),
    ...addresses
      .filter(({ noprefixroute, dynamic }) => noprefixroute && !dynamic)
      .map(({ text }) => ({
        ...{ device: ifname, text: `noprefixroute of address ${text} of ${ifname}, which gets a route`, commands: [] },
      })),
  ];
}

/** Neighbours, and places of MACs in bridges, that somebody has set. */
export function neighboursBeyond(neighbours: readonly Neighbour[], fdb: readonly FdbEntry[]): Beyond[] {
  return [
    ...neighbours.map(({ dst, dev, lladdr = "" }) => ({
      ...{ device: dev, text: `neighbour ${dst} lladdr ${lladdr} dev ${dev}` },
      commands: [["ip", "neigh", "add", dst, "lladdr", lladdr, "dev", dev, "nud", "permanent"]],
    })),
    ...fdb
      .filter(({ state, master }) => state === "static" && master !== undefined)
      .map(({ mac, ifname }) => ({
        ...{ device: ifname, text: `fdb entry ${mac} dev ${ifname}` },
        commands: [["bridge", "fdb", "add", mac, "dev", ifname, "master", "static"]],
      })),
  ];
}

/** What the kernel sets for an interface by itself. */
const KERNELS = ["mtu", "mc_forwarding", "stable_secret", "hop_limit"];

/** Parameters of single interfaces that are not as those of a new one. */
export function parametersBeyond(parameters: Readonly<Record<string, string>>): Beyond[] {
  return Object.entries(parameters).flatMap(([key, value]) => {
    const [, family, name = "", word = ""] = /^net\.(ipv[46])\.conf\.(.+)\.(\w+)$/.exec(key) ?? [];
    const usual = parameters[`net.${family}.conf.default.${word}`];
    // -1 is what the kernel gives an interface that has no use for it.
    if (["", "all", "default", "lo"].includes(name) || usual === undefined || value === usual || value === "-1")
      return [];
    if (KERNELS.includes(word)) return [];
    const device = name.replaceAll("/", ".");
    return [{ device, text: `sysctl ${key} = ${value}`, commands: [["sysctl", "-w", `${key}=${value}`]] }];
  });
}
