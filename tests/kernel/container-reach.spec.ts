import assert from "node:assert/strict";
import { type Place, sh } from "../support/command";
import { type Forwarding, FORWARDINGS, LABS_OWN, setForwarding } from "../support/forwarding";
import { byHand, it } from "../support/kernel";
import { make } from "../support/made";
import { ask, asking, serve, stopServers } from "../support/traffic";

/** Who asks, and where the server lives: in the container that they ask, or another. */
const ASKERS = ["host", "localhost", "wan", "same", "other", "itself"] as const;
type Asker = (typeof ASKERS)[number];

/** The addresses of the host for the world, and those of a network's gateway. */
const HOST = { 4: "192.168.64.5", 6: "fd64::5" } as const;

interface Cell {
  what: string;
  protocol: "tcp" | "udp";
  family: 4 | 6;
  /** The address that is asked: the host's, or the container's own. */
  of: "host" | "container";
  port: number;
  /** Where the target is. */
  network: "web" | "shut" | "apart";
  /** Who gets an answer; `localhost` asks 127.0.0.1 or ::1, and only where the host is asked. */
  open: readonly Asker[];
  /** Who of them gets none where bridges hand frames to iptables. */
  unlessBridged?: readonly Asker[];
}

const ALL: readonly Asker[] = ["host", "localhost", "wan", "same", "other", "itself"];
const NOT_LOCALHOST = ALL.filter((it) => it !== "localhost");
/**
 * With br_netfilter a new destination behind the same bridge is reached by the bridge alone, from port to port
 * (br_nf_pre_routing_finish), which isolated ports do not let through.
 */
const NO_WAY_BACK: readonly Asker[] = ["same", "itself"];
/** Whoever is in the network, and the host, which is its gateway. */
const NEAR: readonly Asker[] = ["host", "same", "itself"];

/** docker-rules: what Docker 28 answers, in the words of its rules. */
const CELLS: readonly Cell[] = (["tcp", "udp"] as const).flatMap((protocol) =>
  ([4, 6] as const).flatMap((family): Cell[] => {
    const it = { protocol, family };
    // Rules cannot forward from ::1.
    const published = family === 4 ? ALL : NOT_LOCALHOST;
    return [
      { ...it, what: "published, by the host's address", of: "host", port: 8080, network: "web", open: published },
      { ...it, what: "published, by its own address", of: "container", port: 80, network: "web", open: NEAR },
      { ...it, what: "unpublished, by its own address", of: "container", port: 81, network: "web", open: NEAR },
      { ...it, what: "unpublished, by the host's address", of: "host", port: 81, network: "web", open: [] },
      ...(family === 6
        ? []
        : ([
            { ...it, what: "published on localhost", of: "host", port: 8081, network: "web", open: ["localhost"] },
          ] as const)),
      { ...it, what: "in an internal network", of: "container", port: 80, network: "shut", open: NEAR },
      {
        ...it,
        what: "isolated, published",
        of: "host",
        port: 9080,
        network: "apart",
        open: published,
        unlessBridged: NO_WAY_BACK,
      },
      {
        ...it,
        what: "isolated, by its own address",
        of: "container",
        port: 80,
        network: "apart",
        open: ["host", "itself"],
      },
    ];
  }),
);

const NETWORKS = {
  web: { subnet: "10.5.0.0/24", subnet6: "fd05::/64" },
  shut: { subnet: "10.6.0.0/24", subnet6: "fd06::/64", internal: true },
  apart: { subnet: "10.7.0.0/24", subnet6: "fd07::/64", isolated: true },
  far: { subnet: "10.8.0.0/24", subnet6: "fd08::/64" },
} as const;

const target = { 4: (network: string) => addressOf(network, 2, 4), 6: (network: string) => addressOf(network, 2, 6) };

function addressOf(network: string, host: number, family: 4 | 6): string {
  const number = { web: 5, shut: 6, apart: 7, far: 8 }[network];
  return family === 4 ? `10.${number}.0.${host}` : `fd0${number}::${host}`;
}

async function container(
  name: string,
  network: keyof typeof NETWORKS,
  host: number,
  publish?: string[],
): Promise<void> {
  await make("container", {
    name,
    networks: [
      {
        network: attached(network),
        address: addressOf(network, host, 4),
        address6: addressOf(network, host, 6),
      },
    ],
    ...(publish ? { publish } : {}),
  });
}

function attached(name: keyof typeof NETWORKS): object {
  return {
    name,
    bridge: `br-${name}`,
    gateway: addressOf(name, 1, 4),
    gateway6: addressOf(name, 1, 6),
    ...NETWORKS[name],
  };
}

/** Three targets, a neighbour of each, and a stranger; the outside would reach all of them if it were let. */
async function world(): Promise<void> {
  for (const [name, values] of Object.entries(NETWORKS)) await make("containerNetwork", { name, ...values });
  await container("t-web", "web", 2, ["8080:80", "8080:80/udp", "127.0.0.1:8081:80", "127.0.0.1:8081:80/udp"]);
  await container("t-shut", "shut", 2);
  await container("t-apart", "apart", 2, ["9080:80", "9080:80/udp"]);
  for (const network of ["web", "shut", "apart"] as const) {
    await container(`n-${network}`, network, 3);
    const udp = [80, 81].flatMap((port): [string, number][] => [
      [target[4](network), port],
      [target[6](network), port],
    ]);
    await serve(`t-${network}`, [80, 81], udp);
    byHand(
      `ip route add ${NETWORKS[network].subnet} via ${HOST[4]}`,
      "wan",
      `ip route del ${NETWORKS[network].subnet}`,
    );
    byHand(
      `ip route add ${NETWORKS[network].subnet6} via ${HOST[6]}`,
      "wan",
      `ip route del ${NETWORKS[network].subnet6}`,
    );
  }
  await container("stranger", "far", 2);
}

function askerOf(asker: Asker, network: string): Place {
  const places = { wan: "wan", same: `n-${network}`, other: "stranger", itself: `t-${network}` } as const;
  return asker === "host" || asker === "localhost" ? undefined : places[asker];
}

function isExpected({ open, unlessBridged = [] }: Cell, asker: Asker, { bridgedFrames }: Forwarding): boolean {
  return open.includes(asker) && !(bridgedFrames === "1" && unlessBridged.includes(asker));
}

async function isOpen({ of, port, protocol, family, network }: Cell, asker: Asker): Promise<boolean> {
  const local = family === 4 ? "127.0.0.1" : "::1";
  const address = of === "container" ? target[family](network) : asker === "localhost" ? local : HOST[family];
  return (await asking(askerOf(asker, network), address, port, protocol)) !== undefined;
}

/** The cells that are not as expected, with who asks. */
async function wrongCells(forwarding: Forwarding): Promise<string[]> {
  const wrong: string[] = [];
  for (const cell of CELLS) {
    const askers = ASKERS.filter((asker) => asker !== "localhost" || cell.of === "host");
    const open = await Promise.all(askers.map((asker) => isOpen(cell, asker)));
    const those = askers.filter((asker, index) => open[index] !== isExpected(cell, asker, forwarding));
    wrong.push(...those.map((asker) => `${cell.what}, ${cell.protocol}, IPv${cell.family}: ${asker}`));
  }
  return wrong;
}

async function under<T>(forwarding: Forwarding, act: () => Promise<T>): Promise<T> {
  setForwarding(forwarding, [undefined]);
  return act().finally(() => setForwarding(LABS_OWN, [undefined]));
}

describe("who reaches a container", function () {
  afterEach(stopServers);

  it("is who docker-rules say, whatever FORWARD's policy is and whether bridges hand frames to it", async () => {
    byHand("ip address add fd64::5/64 dev enp0s1 nodad", undefined, "ip address del fd64::5/64 dev enp0s1");
    byHand("ip address add fd64::1/64 dev eth0 nodad", "wan", "ip address del fd64::1/64 dev eth0");
    await world();
    for (const forwarding of FORWARDINGS) {
      const wrong = await under(forwarding, () => wrongCells(forwarding));
      assert.deepEqual(wrong, [], JSON.stringify(forwarding));
    }
    assert.match(sh("ip netns exec n-web ping -c1 -W1 8.8.8.8"), /1 received/);
    assert.equal(ask("n-shut", "8.8.8.8", 80), undefined);
  });
});
