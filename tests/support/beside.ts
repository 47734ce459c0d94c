import assert from "node:assert/strict";
import { sh } from "./command";
import { type Forwarding, FORWARDINGS, setForwarding } from "./forwarding";
import { ourRules } from "./links";
import { type Made, make, removeAll } from "./made";
import { rulesText } from "./snapshot";
import { ask, serve, stopServers } from "./traffic";

/** Who else makes networks on the host, with one container that publishes a port. */
export interface Other {
  /** Whose packets are the container's, while it runs. */
  place: string;
  port: number;
  /** Whether others than the host reach that container, by what is set of forwarding. */
  isReachedUnder(forwarding: Forwarding): boolean;
  start(): unknown;
  stop(): unknown;
}

/** What happens: one of both starts or stops, or somebody writes all rules anew, as they are. */
export type Step = "start theirs" | "start ours" | "stop theirs" | "stop ours" | "rewrite rules" | "forward otherwise";

/** Each begins first, and each ends first. */
export const EVERY_ORDER: readonly Step[] = [
  ...(["start theirs", "start ours", "rewrite rules", "stop ours"] as const),
  ...(["start ours", "stop theirs", "start theirs", "forward otherwise", "stop theirs"] as const),
  ...(["start theirs", "stop ours", "stop theirs", "start ours", "stop ours"] as const),
];

export const IN_TURN: readonly Step[] = [
  ...(["start ours", "start theirs", "rewrite rules", "forward otherwise", "stop ours"] as const),
  ...(["start ours", "stop theirs", "stop ours"] as const),
];

const HOST = "192.168.64.5";
const OURS = { place: "c1", port: 8080 };

/**
 * Goes through steps with a container network of linuxnet beside that of others. After each, whoever stands is reached by
 * what it publishes, from outside and from the other, and the rules of the one are as they were before the other's step;
 * so it is, too, when linuxnet has then found what others have put above its own, and passed it.
 */
export async function walk(other: Other, steps: readonly Step[]): Promise<void> {
  let [ours, theirs]: [Made[], boolean] = [[], false];
  const acts: Record<Step, () => unknown> = {
    "start theirs": async () => void (await other.start(), (theirs = true)),
    "stop theirs": async () => void (await other.stop(), (theirs = false)),
    "start ours": async () => (ours = await makeOurs()),
    "stop ours": async () => void (await removeAll(), (ours = [])),
    "rewrite rules": rewriteRules,
    "forward otherwise": () => undefined,
  };
  let forwarding = FORWARDINGS.find((it) => other.isReachedUnder(it)) as Forwarding;
  setForwarding(forwarding, [undefined]);
  for (const [index, step] of steps.entries()) {
    const said = steps.slice(0, index + 1).join(", ");
    const [own, foreign] = [ourRules(), foreignRules()];
    await stopServers();
    await acts[step]();
    const standing = [...(ours.length > 0 ? [OURS] : []), ...(theirs ? [other] : [])];
    for (const { place } of standing) await serve(place, [80]);
    const areReached = (): void => {
      const isClosed = (it: object): boolean => it === other && !other.isReachedUnder(forwarding);
      const open = standing.filter((it) => !isClosed(it));
      assert.deepEqual(unreached(open, standing), [], `${said} under ${JSON.stringify(forwarding)}`);
    };
    areReached();
    if (step.endsWith(" ours")) assert.deepEqual(foreignRules(), foreign, said);
    else assert.deepEqual(ourRules(), own, said);
    if (step === "start theirs") await passed(ours, areReached, said);
    if (step === "forward otherwise") {
      const before = forwarding;
      for (forwarding of [...FORWARDINGS, before]) {
        setForwarding(forwarding, [undefined]);
        areReached();
      }
    }
  }
  await stopServers();
}

async function passed(ours: readonly Made[], areReached: () => void, said: string): Promise<void> {
  const foreign = foreignRules();
  for (const it of ours) await it.upAfterRefresh();
  areReached();
  assert.deepEqual(foreignRules(), foreign, said);
}

async function makeOurs(): Promise<Made[]> {
  const network = { name: "web", subnet: "10.5.0.0/24" };
  const attached = { ...network, bridge: "br-web", gateway: "10.5.0.1" };
  return [
    await make("containerNetwork", network),
    await make("container", {
      name: OURS.place,
      networks: [{ network: attached, address: "10.5.0.2" }],
      publish: [`${OURS.port}:80`],
    }),
  ];
}

/** All rules, chains and policies that are not ours, a table's in their order. */
function foreignRules(): string[] {
  return ([4, 6] as const)
    .flatMap((family) => {
      let table = "";
      const lines = rulesText(undefined, family).split("\n");
      const placed = lines.map((line) => `${line.startsWith("*") ? (table = line) : table} IPv${family}: ${line}`);
      return placed.filter((line) => /: (-A|:\S+ (-|DROP)$)/.test(line) && !line.includes("LN-"));
    })
    .sort((a, b) => tableOf(a).localeCompare(tableOf(b)));
}

function tableOf(line: string): string {
  return line.split(":", 1)[0] as string;
}

/** As a service does that keeps rules over a reboot. */
function rewriteRules(): void {
  for (const tool of ["iptables", "ip6tables"]) sh(`sh -c ${tool}-save|${tool}-restore`);
}

type Container = Pick<Other, "place" | "port">;

/** Who does not get what somebody publishes. */
function unreached(open: readonly Container[], standing: readonly Container[]): string[] {
  return open.flatMap(({ port }) => {
    const askers = ["wan", undefined, ...standing.map(({ place }) => place)];
    const reaches = (asker: string | undefined): boolean =>
      (ask(asker, HOST, port) ?? ask(asker, HOST, port)) !== undefined;
    return askers.filter((asker) => !reaches(asker)).map((asker) => `${asker ?? "host"} to port ${port}`);
  });
}
