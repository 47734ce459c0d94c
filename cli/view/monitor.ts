import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { findProgram } from "../../provider/host/programs";

/** What `ip monitor` tells of: all of a network but what passes it, and who its neighbours are by now. */
const OBJECTS = ["link", "address", "route", "rule", "netconf", "nsid"];

/**
 * Hears of changes in the host's network, and in those that it knows by numbers, see ip-monitor(8). It enters none of them: a
 * process in a namespace would keep what is in it after its end. Where it may not listen it hears nothing.
 */
export class Monitor {
  private readonly heard = new Set<number>();
  private readonly process = spawn(findProgram("ip"), ["-o", "monitor", "all-nsid", "label", ...OBJECTS], {
    stdio: ["ignore", "pipe", "ignore"],
  });

  constructor() {
    this.process.on("error", () => undefined);
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      const number = numberOf(line);
      if (number !== undefined) this.heard.add(number);
    });
  }

  /** The numbers of namespaces that have changed since the last call. */
  take(): number[] {
    const numbers = [...this.heard];
    this.heard.clear();
    return numbers;
  }

  close(): void {
    this.process.kill();
  }
}

/** The number in `[nsid 1][ADDR]2: …`; the host's own network is `current`. */
export function numberOf(line: string): number | undefined {
  const [, number] = /^\[nsid (\d+)\]/.exec(line) ?? [];
  return number === undefined ? undefined : Number(number);
}
