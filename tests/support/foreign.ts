import { type Place, run, sh } from "./command";

/*
 * What is not linuxnet's and must stay as it is: a cable, bridges, routes, and rules in every built-in chain.
 */

/** All built-in chains, by table. */
const CHAINS: Record<string, string[]> = {
  raw: ["PREROUTING", "OUTPUT"],
  mangle: ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
  nat: ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
  filter: ["INPUT", "FORWARD", "OUTPUT"],
};

const NETWORKS = {
  iptables: ["203.0.113.0/24", "198.51.100.7"],
  ip6tables: ["2001:db8:113::/48", "2001:db8:51::7"],
} as const;

type Tool = keyof typeof NETWORKS;

/** Makes all of it, but for rules that may need packets to be forwarded. */
export function makeForeign(place: Place): void {
  editTables(place, (tool) => [":CANARY - [0:0]", `-A CANARY -d ${NETWORKS[tool][1]} -j RETURN`]);
  editTables(place, jumps("-A", false));
  for (const [network] of Object.values(NETWORKS)) sh(`ip route add blackhole ${network}`, place);
  sh("ip link add canary0 type veth peer name canary1", place);
  sh("ip link set canary0 up alias foreign", place);
  sh("ip link add canary2 type bridge", place);
}

export function removeForeign(place: Place): void {
  for (const name of ["canary0", "canary2"]) sh(`ip link del ${name}`, place);
  for (const [network] of Object.values(NETWORKS)) sh(`ip route del blackhole ${network}`, place);
  editTables(place, jumps("-D", false));
  editTables(place, () => ["-F CANARY", "-X CANARY"]);
}

/** Adds or deletes rules that may need packets to be forwarded: while they stand, switches stay on. */
export function foreignForwarding(verb: "-A" | "-D", places: readonly Place[]): void {
  for (const place of places) editTables(place, jumps(verb, true));
}

function jumps(verb: "-A" | "-D", areForwarding: boolean): (tool: Tool, table: string) => string[] {
  return (tool, table) =>
    (CHAINS[table] ?? [])
      .filter((builtIn) => (table === "nat" || builtIn === "FORWARD") === areForwarding)
      .map((builtIn) => `${verb} ${builtIn} -d ${NETWORKS[tool][0]} -j CANARY`);
}

function editTables(place: Place, linesOf: (tool: Tool, table: string) => string[]): void {
  for (const tool of ["iptables", "ip6tables"] as const) {
    const tables = Object.keys(CHAINS).map((table) => [`*${table}`, ...linesOf(tool, table), "COMMIT", ""]);
    run([`${tool}-restore`, "-w", "--noflush"], place, tables.flatMap((lines) => lines.join("\n")).join(""));
  }
}
