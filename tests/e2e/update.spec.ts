import assert from "node:assert/strict";
import { failures } from "../support/check-claim";
import type { Claim } from "../support/claim";
import { sh } from "../support/command";
import { Stack } from "../support/stack";

/** The parts of a program, each of which a test changes. */
const PARTS = {
  mtu: "1500",
  addresses: `["10.0.0.2/24"]`,
  master: "br0",
  source: `"10.0.0.0/16"`,
  target: "veth0.peer",
  gateway: `"10.0.0.1"`,
  metric: "0",
};

const program = (changes: Partial<typeof PARTS>): string => {
  const { mtu, addresses, master, source, target, gateway, metric } = { ...PARTS, ...changes };
  return `
    const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24", "10.0.0.9/24"] });
    const br1 = new linuxnet.Bridge("br1", { addresses: ["10.0.1.1/24"] });
    const [ns0, ns1] = ["ns0", "ns1"].map((name) => new linuxnet.Namespace(name));
    const veth0 = new linuxnet.VethPair("veth0", {
      master: br0,
      mtu: ${mtu},
      peer: { name: "ceth0", namespace: ns0, mtu: ${mtu}, addresses: ${addresses} },
    });
    const veth1 = new linuxnet.VethPair("veth1", {
      master: ${master},
      peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24", "10.0.1.4/24"] },
    });
    new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: ${gateway}, metric: ${metric} });
    new linuxnet.Masquerade("internet", { source: ${source}, outInterface: "enp0s1", inInterface: br0 });
    new linuxnet.PortForward("web", { hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: ${target} });`;
};

const curl: Claim["run"] = ["curl", "-sSm1", "192.168.64.5:8080"];

/** What is changed, the one step that makes it so, and what then holds. */
const CHANGES: { change: Partial<typeof PARTS>; steps: string[]; claims: Claim[] }[] = [
  {
    change: { mtu: "1400" },
    steps: ["update veth0"],
    claims: [
      {
        what: "a packet of 1400 bytes passes",
        in: "ns0",
        run: ["ping", "-c1", "-W1", "-M", "do", "-s", "1372", "10.0.0.4"],
        prints: "1 received",
      },
      {
        what: "one of 1401 bytes does not",
        in: "ns0",
        run: ["ping", "-c1", "-W1", "-M", "do", "-s", "1373", "10.0.0.4"],
        prints: "message too long, mtu=1400",
      },
    ],
  },
  {
    change: { addresses: `["10.0.0.22/24", "fd00::2/64"]` },
    steps: ["update veth0", "update web"],
    claims: [
      {
        what: "the new address answers",
        in: "wan",
        run: curl,
        prints: "hello 192.168.64.1",
        server: { in: "ns0", address: "10.0.0.22", port: 8080 },
      },
    ],
  },
  {
    change: { master: "br1" },
    steps: ["update veth1"],
    claims: [
      { what: "ns1 is on the other bridge", in: "ns1", run: ["ping", "-c1", "-W1", "10.0.1.1"], prints: "1 received" },
      { what: "and no more on the first", in: "ns1", run: ["ping", "-c1", "-W1", "10.0.0.2"], prints: "0 received" },
    ],
  },
  {
    change: { target: "veth1.peer", source: `"10.0.0.0/24"` },
    steps: ["update internet", "update web"],
    claims: [
      {
        what: "the new target answers",
        in: "ns0",
        run: curl,
        prints: "hello 10.0.0.1",
        server: { in: "ns1", address: "10.0.0.4", port: 8080 },
      },
      { what: "ns0 reaches the internet", in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"], prints: "1 received" },
    ],
  },
  {
    change: { gateway: `"10.0.0.9"`, metric: "50" },
    steps: ["update default0"],
    claims: [
      {
        what: "the route has both",
        in: "ns0",
        run: ["ip", "route", "show", "default"],
        prints: "default via 10.0.0.9 dev ceth0 proto 76 metric 50",
      },
      { what: "ns0 reaches the internet", in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"], prints: "1 received" },
    ],
  },
];

describe("a change that the kernel can make in place", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-update");
    await stack.run("up", stack.program(program({})));
  });

  after(async () => {
    await stack.run("destroy", stack.program(program({})));
    stack.remove();
  });

  for (const { change, steps, claims } of CHANGES) {
    it(`replaces nothing: ${Object.keys(change).join(", ")}`, async () => {
      const numbers = sh("ip -o link");
      const made = await stack.run("up", stack.program(program(change)));
      assert.deepEqual(made.steps.sort(), steps);
      assert.deepEqual(await failures(claims), []);
      assert.deepEqual(namesOf(sh("ip -o link")), namesOf(numbers));
      const back = await stack.run("up", stack.program(program({})));
      assert.deepEqual(back.steps.sort(), steps);
    });
  }
});

/** Every link with its number, which a new one would not have. */
function namesOf(links: string): string[] {
  return links.split("\n").map((line) => line.split(":", 2).join(":"));
}
