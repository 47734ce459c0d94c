import assert from "node:assert/strict";
import { during, type Flow, lineServer } from "../support/flow";
import { it } from "../support/kernel";
import { type Inputs, type Made, make } from "../support/made";
import { printed, type Running } from "../support/process";

const WEB = { name: "web", subnet: "10.5.0.0/24", subnet6: "fd05::/64" };
const BACK = { name: "back", subnet: "10.6.0.0/24" };

/** What a container is told of a network. */
function attached({ uplink: _, ...network }: Inputs): Inputs {
  const [subnet, subnet6] = [network.subnet, network.subnet6] as [string, string | undefined];
  return {
    ...{ bridge: `br-${String(network.name)}`, gateway: subnet.replace("0/24", "1") },
    ...(subnet6 === undefined ? {} : { gateway6: subnet6.replace("/64", "1") }),
    ...network,
  };
}

function inWeb(host: number, network: Inputs = WEB): Inputs {
  const own6 = network.subnet6 === undefined ? {} : { address6: `fd05::${host}` };
  return { network: attached(network), address: `10.5.0.${host}`, ...own6 };
}

const inBack = (host: number): Inputs => ({ network: attached(BACK), address: `10.6.0.${host}` });

const C1 = { name: "c1", networks: [inWeb(2)], publish: ["8080:80"] };

const FLOWS = {
  "from outside": { from: "wan", to: "192.168.64.5", by: "connection", port: 8080 },
  "from outside, anew": { from: "wan", to: "192.168.64.5", by: "connections", port: 8080 },
  "from another network": { from: "c3", to: "192.168.64.5", by: "connection", port: 8080 },
  "from the same network": { from: "c2", to: "10.5.0.2", by: "connection", port: 80 },
  "from the same network by IPv6": { from: "c2", to: "fd05::2", by: "connection", port: 80 },
  "to the internet": { from: "c1", to: "8.8.8.8", by: "ping" },
} satisfies Record<string, Flow>;
type Name = keyof typeof FLOWS;
const ALL = Object.keys(FLOWS) as Name[];

/** What changes of the network, and so of what the container is told of it, and of the container. */
interface Row {
  name: string;
  web?: Inputs;
  c1?: Inputs;
  /** The flows that it is about, and that may end. */
  about?: Name[];
}

const ROWS: Row[] = [
  { name: "mtu", web: { mtu: 1400 } },
  // Behind the old one the host hides who comes from another network.
  { name: "gateway", web: { gateway: "10.5.0.9" }, about: ["from another network"] },
  {
    ...{ name: "isolated", web: { isolated: true } },
    about: ["from the same network", "from the same network by IPv6"],
  },
  {
    ...{ name: "internal", web: { internal: true }, c1: { publish: undefined } },
    about: ["from outside", "from outside, anew", "from another network", "to the internet"],
  },
  { name: "uplink", web: { uplink: "enp0s1" } },
  { name: "subnet6", web: { subnet6: undefined }, about: ["from the same network by IPv6"] },
  { name: "publish, more", c1: { publish: ["8080:80", "8081:80", "127.0.0.1:8082:80", "9000-9002:9000-9002/udp"] } },
  // What is connected already stays so, as with Docker.
  { name: "publish, another", c1: { publish: ["8081:80"] }, about: ["from outside, anew"] },
  { name: "networks, more", c1: { networks: [inWeb(2), inBack(2)] } },
  { name: "sysctls", c1: { sysctls: { "net.ipv4.ip_default_ttl": "32" } } },
  {
    ...{ name: "address6", c1: { networks: [{ ...inWeb(2), address6: "fd05::77" }] } },
    about: ["from the same network by IPv6"],
  },
  {
    ...{ name: "address", c1: { networks: [{ ...inWeb(2), address: "10.5.0.77" }] } },
    about: ["from outside", "from outside, anew", "from another network", "from the same network"],
  },
];

/** More than it takes TCP to send the lost first packet of a connection again, on a busy machine. */
const LONGEST_GAP_MS = 2000;

/** The inputs of the container in a changed row: it is told of the network what it is told of it there. */
function toldIn({ web, c1 }: Row): Inputs {
  const network = { ...WEB, ...web };
  const isTold = JSON.stringify(attached(network)) !== JSON.stringify(attached(WEB));
  return { ...(isTold ? { networks: [inWeb(2, network)] } : {}), ...c1 };
}

/** The values that inputs had where others have changed them. */
function backOf(given: Inputs, changed: Inputs): Inputs {
  return Object.fromEntries(Object.keys(changed).map((key) => [key, given[key]]));
}

async function change(made: Made, inputs: Inputs): Promise<void> {
  if (Object.keys(inputs).length > 0) await made.change(inputs);
}

const aboutOf = ({ about = [] }: Row): string => about.join();

/** Rows that are about the same flows are made one after the other while the others flow. */
const GROUPS = [...new Set(ROWS.map(aboutOf))].map((about) => ROWS.filter((row) => aboutOf(row) === about));

describe("what changes in place of a container and its network", function () {
  this.timeout(300_000);
  let server: Running | undefined;

  afterEach(async () => {
    server?.kill("SIGKILL");
    await server;
  });

  it("leaves the connections alone that it is not about, there and back", async () => {
    const web = await make("containerNetwork", WEB);
    const c1 = await make("container", C1);
    await make("containerNetwork", BACK);
    await make("container", { name: "c2", networks: [inWeb(3)] });
    await make("container", { name: "c3", networks: [inBack(3)] });
    server = lineServer("c1", 80);
    await printed(server, "listening");

    const wrong: string[] = [];
    for (const rows of GROUPS) {
      const names = ALL.filter((it) => !rows[0]?.about?.includes(it));
      const seen = await during(FLOWS, { before: names, after: names }, async () => {
        for (const row of rows) {
          const [network, own] = [row.web ?? {}, toldIn(row)];
          await change(web, network);
          await change(c1, own);
          await change(web, backOf(WEB, network));
          await change(c1, backOf(C1, own));
        }
      });
      for (const name of names) {
        const { goesOn, lost, gap } = seen.get(name) ?? assert.fail();
        if (goesOn && lost === 0 && gap < LONGEST_GAP_MS) continue;
        const change = rows.map((row) => row.name).join(", ");
        wrong.push(`${change}: ${name}: ${goesOn ? "" : "ended, "}${lost} lost, ${gap} ms without an answer`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
