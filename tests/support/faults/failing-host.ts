import { CommandError, type Reason } from "../../../provider/errors";
import type { Command, Host } from "../../../provider/host/host";
import { commandText, isChange, partsOf } from "./parts";

/** How a command fails, and what it says: texts of iproute2 and iptables. One that is cut off may have done all. */
export const FAILURES: { reason: Reason; text: string; isCutOff?: true }[] = [
  { reason: "exists", text: "RTNETLINK answers: File exists" },
  { reason: "absent", text: "RTNETLINK answers: No such device" },
  { reason: "denied", text: "RTNETLINK answers: Operation not permitted" },
  {
    reason: "busy",
    text: "Another app is currently holding the xtables lock; still 4s 0us time ahead to have a chance",
  },
  { reason: "timeout", text: "Command timed out after 30000 milliseconds", isCutOff: true },
  { reason: "other", text: "Command was killed with SIGKILL", isCutOff: true },
];

export interface Fault {
  /** Which command, counted from 0. */
  command: number;
  /** How many of its parts it does first: 0 nothing, undefined the whole. */
  parts: number | undefined;
  failure: (typeof FAILURES)[number];
}

/** A machine on which one command fails. Without a fault it tells which there can be: every way, or one way for each point. */
export class FailingHost implements Host {
  readonly faults: Fault[] = [];
  /** The command that failed. */
  where: string | undefined;
  private started = 0;

  constructor(
    private readonly host: Host,
    private readonly fault?: Fault,
    private readonly inEveryWay = true,
  ) {}

  run: Host["run"] = async (command: Command) => {
    const index = this.started++;
    this.foresee(command, index);
    if (index !== this.fault?.command) return this.host.run(command);
    const { parts, failure } = this.fault;
    this.where = commandText(command);
    const done = parts === undefined ? command : partsOf(command)[parts - 1];
    if (done) await this.host.run(done);
    // ip tells the line that the kernel refused; of one that is killed nobody knows how far it came.
    const isTold = command.argv.includes("-batch") && parts !== undefined && /^RTNETLINK/.test(failure.text);
    throw new CommandError(failure.reason, command.argv.join(" "), failure.text, isTold ? parts + 1 : undefined);
  };

  /** A command fails before it has done anything in every way, and after all in those that can be; in between in one way each. */
  private foresee(command: Command, index: number): void {
    const turn = (parts: number, ways = FAILURES): Fault["failure"] =>
      ways[(index + parts) % ways.length] as Fault["failure"];
    const inside = partsOf(command).map((_, part) => part + 1);
    // What only reads makes nothing that could be there already.
    const possible = FAILURES.filter(({ reason }) => isChange(command) || reason !== "exists");
    const before = this.inEveryWay ? possible : [turn(0, possible)];
    const cutOff = FAILURES.filter(({ isCutOff }) => isCutOff);
    const after = this.inEveryWay ? cutOff : [turn(0, cutOff)];
    this.faults.push(
      ...before.map((failure) => ({ command: index, parts: 0, failure })),
      ...inside.map((parts) => ({ command: index, parts, failure: turn(parts) })),
      ...(isChange(command) ? after : []).map((failure) => ({ command: index, parts: undefined, failure })),
    );
  }
}
