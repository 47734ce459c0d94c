import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { at, type Place, sh } from "../command";
import { serve, startServer } from "../traffic";
import { type Answers, answersOf, type Asker, askersOf, type Cell, CELLS } from "./cells";

/*
 * The world in which the questions are asked, whoever makes its networks and containers: a container t-NETWORK in each
 * network that is asked for, a neighbour n-NETWORK of it, a stranger, and the outside, which would reach all of them if it
 * were let.
 */

export interface Network {
  subnet: string;
  subnet6: string;
  internal?: true;
  isolated?: true;
}

export const NETWORKS = {
  web: { subnet: "10.5.0.0/24", subnet6: "fd05::/64" },
  shut: { subnet: "10.6.0.0/24", subnet6: "fd06::/64", internal: true },
  apart: { subnet: "10.7.0.0/24", subnet6: "fd07::/64", isolated: true },
  far: { subnet: "10.8.0.0/24", subnet6: "fd08::/64" },
} as const satisfies Record<string, Network>;

export type NetworkName = keyof typeof NETWORKS;

export interface Container {
  name: string;
  network: NetworkName;
  host: 2 | 3;
  publish: readonly string[];
}

const ASKED = ["web", "shut", "apart"] as const;
const PUBLISH = {
  web: ["8080:80", "8080:80/udp", "127.0.0.1:8081:80", "127.0.0.1:8081:80/udp"],
  /** Which Docker takes, and does not do. */
  shut: ["7080:80", "7080:80/udp"],
  apart: ["9080:80", "9080:80/udp"],
};

/** The same containers, whose ports are those of SCTP. */
export function overSctp(containers: readonly Container[]): Container[] {
  const ofTcp = (it: string): boolean => !it.endsWith("/udp");
  return containers.map((it) => ({ ...it, publish: it.publish.filter(ofTcp).map((port) => `${port}/sctp`) }));
}

export const CONTAINERS: readonly Container[] = [
  ...ASKED.map((network) => ({ name: `t-${network}`, network, host: 2 as const, publish: PUBLISH[network] })),
  ...ASKED.map((network) => ({ name: `n-${network}`, network, host: 3 as const, publish: [] })),
  { name: "stranger", network: "far", host: 2, publish: [] },
];

/** `10.5.0.2`, `fd05::2`. */
export function addressOf(network: NetworkName, host: number, family: 4 | 6): string {
  const { subnet, subnet6 } = NETWORKS[network];
  return family === 4 ? subnet.replace("0/24", String(host)) : subnet6.replace("/64", String(host));
}

const HOST = { 4: "192.168.64.5", 6: "fd64::5" } as const;

/** What is changed by hand, where, and how it is undone. */
export const OUTSIDE: readonly [line: string, place: Place, undo: string][] = [
  ["ip address add fd64::5/64 dev enp0s1 nodad", undefined, "ip address del fd64::5/64 dev enp0s1"],
  ["ip address add fd64::1/64 dev eth0 nodad", "wan", "ip address del fd64::1/64 dev eth0"],
  ...ASKED.flatMap((network): [string, Place, string][] =>
    ([4, 6] as const).map((family) => {
      const subnet = family === 4 ? NETWORKS[network].subnet : NETWORKS[network].subnet6;
      return [`ip route add ${subnet} via ${HOST[family]}`, "wan", `ip route del ${subnet}`];
    }),
  ),
  ...throughLocalhost("wan", HOST[4]),
  ...CONTAINERS.flatMap(({ name, network }) => throughLocalhost(name, addressOf(network, 1, 4))),
];

/** From now on a place takes a neighbour for the way to 127.0.0.1. */
function throughLocalhost(place: string, gateway: string): [string, Place, string][] {
  return [
    ["ip address del 127.0.0.1/8 dev lo", place, "ip address add 127.0.0.1/8 dev lo"],
    ["sysctl -q net.ipv4.conf.all.route_localnet=1", place, "sysctl -q net.ipv4.conf.all.route_localnet=0"],
    [`ip route add 127.0.0.1 via ${gateway}`, place, "ip route del 127.0.0.1"],
  ];
}

/** Starts servers of SCTP in the containers that are asked for, for the time until stopServers. */
export async function serveSctp(): Promise<void> {
  for (const network of ASKED) {
    const addresses = ([4, 6] as const).map((family) => addressOf(network, 2, family));
    const all = [80, 81].flatMap((port) => addresses.map((address) => [address, port]));
    await startServer(`t-${network}`, [...PYTHON, SCTP, "serve"], JSON.stringify(all));
  }
}

/** Starts the servers of the containers that are asked for. */
export async function serveAll(): Promise<void> {
  for (const network of ASKED) {
    const addresses = ([4, 6] as const).map((family) => addressOf(network, 2, family));
    const udp = [80, 81].flatMap((port) => addresses.map((address): [string, number] => [address, port]));
    await serve(`t-${network}`, [80, 81], udp);
  }
}

/** Who gets an answer, cell by cell. */
export async function answers(cells = CELLS): Promise<Answers> {
  // What a container knows of its neighbours it may have learned while more was open.
  for (const { name } of CONTAINERS) sh("ip neigh flush all", name);
  const asked = cells.flatMap((cell) => askersOf(cell).map((asker) => ({ cell, asker, place: placeOf(asker, cell) })));
  const places = [...new Set(asked.map(({ place }) => place))];
  const open = new Set<(typeof asked)[number]>();
  await Promise.all(
    places.map(async (place) => {
      const its = asked.filter((it) => it.place === place);
      const found = await askFrom(
        place,
        its.map(({ cell, asker }) => [addressFor(asker, cell), cell.port, cell.protocol]),
      );
      its.filter((_, index) => found[index]).forEach((it) => open.add(it));
    }),
  );
  const who = (cell: Cell): Asker[] => asked.filter((it) => it.cell === cell && open.has(it)).map(({ asker }) => asker);
  return answersOf(who, cells);
}

function placeOf(asker: Asker, { network }: Cell): Place {
  const places = { wan: "wan", same: `n-${network}`, other: "stranger", itself: `t-${network}` } as const;
  return asker === "host" || asker === "localhost" ? undefined : places[asker];
}

function addressFor(asker: Asker, { to, family, network }: Cell): string {
  if (to === "container") return addressOf(network, 2, family);
  if (to === "loopback" || asker === "localhost") return family === 4 ? "127.0.0.1" : "::1";
  return HOST[family];
}

const ASKER = join(__dirname, "asker.mjs");
/** Without what only this machine's own packages need, it starts sooner. */
const PYTHON = ["python3", "-I", "-S"];
const SCTP = join(__dirname, "sctp.py");

async function askFrom(
  place: Place,
  questions: [address: string, port: number, protocol: string][],
): Promise<boolean[]> {
  const isSctp = questions.some(([, , protocol]) => protocol === "sctp");
  const [program = "", ...words] = at(place, isSctp ? [...PYTHON, SCTP, "ask"] : [process.execPath, ASKER]);
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(questions));
  return JSON.parse(await text(child.stdout)) as boolean[];
}
