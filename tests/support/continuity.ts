import assert from "node:assert/strict";
import { during, type Flow, lineServer, type Seen } from "./flow";
import { setForwarding, LABS_OWN } from "./forwarding";
import { printed, type Running } from "./process";
import { settled } from "./settled";
import { sampled } from "./size";
import { Stack } from "./stack";

/** What a row may change: more words for the arguments of a resource, of which the last ones count. */
const PARTS = {
  ns0: "",
  br0: "",
  /** The first end of ns0's cable, and its other end. */
  veth0: "",
  ceth0: "",
  /** Where ns0's cable ends. */
  home: "ns0",
  default0: "",
  internet: "",
  web: "",
};

type Change = Partial<typeof PARTS>;

/**
 * The article's network, with a second address of everything that has one, and two more bridges: br1 is joined to br0
 * by a cable, br2 is alone.
 */
function network(change: Change): string {
  const { ns0, br0, veth0, ceth0, home, default0, internet, web } = { ...PARTS, ...change };
  return `
    const br0 = new linuxnet.Bridge("br0", {
      addresses: ["10.0.0.5/24", "10.0.0.1/24", "fd00::5/64", "fd00::1/64"], ${br0}
    });
    const [br1, br2] = ["br1", "br2"].map((name) => new linuxnet.Bridge(name));
    new linuxnet.VethPair("up0", { master: br0, peer: { name: "up1", master: br1 } });
    const ns0 = new linuxnet.Namespace("ns0", { ${ns0} });
    const [ns1, ns2] = ["ns1", "ns2"].map((name) => new linuxnet.Namespace(name));
    const veth0 = new linuxnet.VethPair("veth0", {
      master: br0, ${veth0}
      peer: {
        name: "ceth0",
        namespace: ${home},
        addresses: ["10.0.0.2/24", "10.0.0.3/24", "fd00::2/64", "fd00::3/64"], ${ceth0}
      },
    });
    new linuxnet.VethPair("veth1", {
      master: br0,
      peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24", "fd00::4/64"] },
    });
    const gateway = "10.0.0.1";
    new linuxnet.Route("default0", { namespace: ${home}, destination: "default", gateway, ${default0} });
    new linuxnet.Route("default1", { namespace: ns1, destination: "default", gateway });
    new linuxnet.Masquerade("internet", {
      source: "10.0.0.0/16", outInterface: "enp0s1", inInterface: br0, ${internet}
    });
    new linuxnet.PortForward("web", {
      hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: "10.0.0.3", targetNetwork: "10.0.0.0/24", ${web}
    });`;
}

const FLOWS = {
  "ns0 to ns1": { from: "ns0", to: "10.0.0.4", by: "ping" },
  "ns1 to ns0": { from: "ns1", to: "10.0.0.3", by: "ping" },
  "ns1 to ns0 by IPv6": { from: "ns1", to: "fd00::3", by: "ping" },
  "ns1 to the host by IPv6": { from: "ns1", to: "fd00::1", by: "ping" },
  "ns1 to the internet": { from: "ns1", to: "8.8.8.8", by: "ping" },
  "ns0 to the internet": { from: "ns0", to: "8.8.8.8", by: "ping" },
  "the host to ns0": { from: undefined, to: "10.0.0.3", by: "ping" },
  "one connection from outside": { from: "wan", to: "192.168.64.5", by: "connection", port: 8080 },
  "new connections from outside": { from: "wan", to: "192.168.64.5", by: "connections", port: 8080 },
} satisfies Record<string, Flow>;

export type FlowName = keyof typeof FLOWS;

/** The flows that end in ns0. */
export const OF_NS0 = (Object.keys(FLOWS) as FlowName[]).filter((name) => /ns0|outside/.test(name));

/** One change of the program, made and taken back while all flows flow. */
export interface Row {
  name: string;
  change: Change;
  /** The names of the resources that change in place. */
  updates?: string[];
  /** The names of those that are replaced. */
  replaces?: string[];
  /** Flows that may lose packets, and for how long at most, in ms. The others lose none. */
  interrupts?: Partial<Record<FlowName, number>>;
  /** Flows that the change is meant to end. */
  ends?: FlowName[];
  /** Who answers new connections then. @default "ns0" */
  server?: "ns0" | "ns1" | "ns2";
  /** It is not taken back. */
  stays?: boolean;
}

const PORT = 8080;
/** Less than it takes TCP to send the lost first packet of a connection again. */
const LONGEST_GAP_MS = 900;
/** A connection goes on when TCP tries again: that is later than the network does. */
const RETRY_MS = 1500;

export function describeContinuity(title: string, rows: readonly Row[]): void {
  describe(`${title}, while packets flow`, () => {
    let stack: Stack;
    const servers: Running[] = [];
    const up = async (change: Change): Promise<string[]> =>
      (await stack.run("up", stack.program(network(change)))).steps.sort();

    before(async () => {
      stack = await Stack.open("linuxnet-continuity");
      await up({});
      // Between two bridges of one namespace br_netfilter would take connections for known before they are translated.
      setForwarding({ policy: "DROP", bridgedFrames: "0" });
      await settled();
      servers.push(...["ns0", "ns1", "ns2"].map((name) => lineServer(name, PORT)));
      await Promise.all(servers.map((server) => printed(server, "listening")));
    });

    after(async () => {
      for (const server of servers) server.kill("SIGKILL");
      await stack.run("destroy", stack.program(network({})));
      stack.remove();
      setForwarding(LABS_OWN);
    });

    for (const row of sampled(rows, 3)) {
      const { name, change, ends = [], server = "ns0" } = row;
      const all = Object.keys(FLOWS) as FlowName[];
      const lasting = all.filter((flow) => !ends.includes(flow));

      /** Makes a change while packets flow, and once more after it was undone where it was noticed: a busy machine is no row's fault twice. */
      const measure = async (to: Change, from: Change, before: FlowName[], after: FlowName[]) => {
        const once = async () => {
          let steps: string[] = [];
          const seen = await during(FLOWS, { before, after }, async () => (steps = await up(to)));
          assert.deepEqual(steps, stepsOf(row));
          return { server: seen.get("new connections from outside")?.last, noticed: noticed(row, after, seen) };
        };
        const first = await once();
        if (first.noticed.length === 0) return first;
        console.log(`measured again: ${first.noticed.join("; ")}`);
        await up(from);
        return once();
      };

      it(`${name}: made`, async () => {
        const found = await measure(change, {}, all, lasting);
        assert.deepEqual(found, { server, noticed: [] });
      });

      if (row.stays) continue;

      it(`${name}: taken back`, async () => {
        // Where new connections end, no one can begin. That they do again shows in the next row.
        const begins = (flow: FlowName): boolean =>
          FLOWS[flow].by !== "connection" || !(ends.includes(flow) || ends.includes("new connections from outside"));
        const flows = lasting.filter(begins);
        const found = await measure({}, change, flows, flows);
        assert.deepEqual({ ...found, server: found.server ?? "ns0" }, { server: "ns0", noticed: [] });
      });
    }
  });
}

function stepsOf({ updates = [], replaces = [] }: Row): string[] {
  const replaced = ["create-replacement", "delete-replaced", "replace"].flatMap((op) =>
    replaces.map((it) => `${op} ${it}`),
  );
  return [...replaced, ...updates.map((it) => `update ${it}`)].sort();
}

/** What flows saw that the row does not allow. */
function noticed({ interrupts = {} }: Row, lasting: readonly FlowName[], seen: Map<FlowName, Seen>): string[] {
  return lasting.flatMap((flow) => {
    const { lost, gap, goesOn } = seen.get(flow) as Seen;
    const interruption = interrupts[flow];
    const retry = FLOWS[flow].by === "ping" ? 0 : RETRY_MS;
    const longest = interruption === undefined ? LONGEST_GAP_MS : interruption + retry;
    const fine = goesOn && gap < longest && (interruption !== undefined || lost === 0);
    return fine ? [] : [`${flow}: ${goesOn ? "" : "ended, "}${lost} lost, ${gap} ms without an answer`];
  });
}
