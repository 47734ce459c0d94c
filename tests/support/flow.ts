import { join } from "node:path";
import type { Place } from "./command";
import { printed, type Running, start } from "./process";

/** Packets that go back and forth all the time, one every 5 ms. */
export type Flow = { from: Place; to: string } & (
  | { by: "ping" }
  /** Lines through one TCP connection, or each through a connection of its own. */
  | { by: "connection" | "connections"; port: number }
);

/** What a flow saw while something changed. */
export interface Seen {
  /** Questions without an answer, among those that were sent before the last answer. */
  lost: number;
  /** The longest time without an answer, in ms. */
  gap: number;
  /** Whether it goes on afterwards. */
  goesOn: boolean;
  /** The last answer's text. */
  last: string;
}

interface Answer {
  time: number;
  number: number;
  text: string;
}

const LIFETIME_MS = 120_000;
const SERVER_LIFETIME_MS = 600_000;
/** How long a flow may take to come back. */
const RETURN_MS = 10_000;
const [CLIENT, SERVER] = ["line-client.mjs", "line-server.mjs"].map((name) => join(__dirname, name)) as [
  string,
  string,
];

/** Runs something while flows flow: those of `before` from its beginning, and those of `after` also after its end. */
export async function during<Name extends string>(
  flows: Record<Name, Flow>,
  { before, after }: { before: readonly Name[]; after: readonly Name[] },
  action: () => Promise<unknown>,
): Promise<Map<Name, Seen>> {
  const names = [...new Set([...before, ...after])];
  const running = new Map(names.map((name) => [name, new RunningFlow(flows[name])]));
  const of = (some: readonly Name[]): RunningFlow[] => some.map((name) => running.get(name) as RunningFlow);
  try {
    await Promise.all(of(before).map((flow) => flow.answered()));
    await action();
    const end = Date.now();
    while (Date.now() < end + RETURN_MS && !of(after).every((flow) => flow.answeredSince(end))) await pause();
    return new Map([...running].map(([name, flow]) => [name, flow.seen(end)]));
  } finally {
    await Promise.all([...running.values()].map((flow) => flow.stop()));
  }
}

/** Starts a server that answers with its namespace's name. It prints `listening`. */
export function lineServer(name: string, port: number): Running {
  return start({ in: name, run: [process.execPath, SERVER, String(port), name] }, SERVER_LIFETIME_MS);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

class RunningFlow {
  private readonly process: Running;
  private readonly answers: Answer[] = [];

  constructor(flow: Flow) {
    const ping = ["ping", "-n", "-D", "-i", "0.005", "-W", "1", flow.to];
    const client = (port: number, mode: string): string[] => [process.execPath, CLIENT, flow.to, String(port), mode];
    const run = flow.by === "ping" ? ping : client(flow.port, flow.by === "connection" ? "one" : "many");
    this.process = start({ ...(flow.from === undefined ? {} : { in: flow.from }), run }, LIFETIME_MS);
    let rest = "";
    this.process.all.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      this.answers.push(...lines.flatMap(parse));
    });
  }

  answered(): Promise<void> {
    return printed(this.process, "seq=10 ");
  }

  answeredSince(time: number): boolean {
    return (this.answers.at(-1)?.time ?? 0) > time;
  }

  seen(end: number): Seen {
    const numbers = new Set(this.answers.map(({ number }) => number));
    const times = [...this.answers.map(({ time }) => time), ...(this.answeredSince(end) ? [] : [Date.now()])];
    return {
      lost: numbers.size === 0 ? 0 : Math.max(...numbers) - Math.min(...numbers) + 1 - numbers.size,
      gap: Math.round(Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] as number)))),
      goesOn: this.answeredSince(end),
      last: this.answers.at(-1)?.text ?? "",
    };
  }

  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.process;
  }
}

/** `[1700000000.123456] 64 bytes from 10.0.0.4: icmp_seq=7 ttl=64 time=0.05 ms`. */
function parse(line: string): Answer[] {
  const [, time, number, text = ""] = /^\[([\d.]+)\] (?:\d+ bytes .*)?(?:icmp_)?seq=(\d+) (.*)/.exec(line) ?? [];
  return time === undefined ? [] : [{ time: Number(time) * 1000, number: Number(number), text }];
}
