import { isUnknown } from "../provider/inputs/check";
import type { HostInputs } from "../provider/inputs/connection";
import type { Sent } from "./program";

/** What of a program is on one machine. */
export interface OnMachine {
  /** Undefined for the machine that the program runs on. */
  host: HostInputs | undefined;
  sent: Sent[];
  /** Their places in the program. */
  indexes: number[];
}

/** A program by its machines: nothing on one can be wrong with what is on another. What is on one that is not known yet is left out. */
export function byMachine(program: readonly Sent[]): OnMachine[] {
  const machines = new Map<string | undefined, OnMachine>();
  for (const [index, { inputs, ...it }] of program.entries()) {
    const { host, ...own } = inputs as { host?: HostInputs };
    if (isUnknown(host) || Object.values(host ?? {}).some(isUnknown)) continue;
    const its = machines.get(host?.name) ?? { host, sent: [], indexes: [] };
    its.sent.push({ ...it, inputs: own });
    its.indexes.push(index);
    machines.set(host?.name, its);
  }
  return [...machines.values()];
}
