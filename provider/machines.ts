import { type Firewall, firewallOf } from "./host/firewall";
import type { Host } from "./host/host";
import { exclusively } from "./host/host-lock";
import { localHost } from "./host/local-host";
import { type RemoteMachine, remoteMachine } from "./host/ssh/remote-machine";
import type { Exclusively } from "./host/turns";
import { viewOf } from "./host/view";
import type { HostInputs } from "./inputs/connection";
import type { View } from "./resources/spec";

/** A machine, with all that a lifecycle needs of it. */
export interface Machine {
  host: Host;
  firewall: Firewall;
  view: View;
  exclusively: Exclusively;
  /** Throws CommandError where it cannot be reached. */
  reach: () => Promise<unknown>;
  /** Says what people should know of one of its resources. */
  tell: (notice: string) => void;
}

/** How this process works on machines. */
export interface Manner {
  tell: (notice: string) => void;
  /** May refuse, by an error, that a command begins which is of several callers at once. */
  admit?: (command: string) => void;
  /** The same host, on which a caller's own commands may be refused. */
  refusing?: (host: Host) => Host;
}

/** The machine that this process runs on, or another; each is made once. */
export type MachineOf = (target: HostInputs | undefined) => Machine;

export function machinesFor(manner: Manner): MachineOf {
  const local = machine(localHost, exclusively, () => Promise.resolve(), manner);
  const others = new Map<string, Machine>();
  return (target) => {
    if (target === undefined) return local;
    const key = keyOf(target);
    const known = others.get(key);
    if (known) return known;
    const { host, exclusively, greet } = remoteMachineOf(target);
    const tell = (notice: string): void => manner.tell(`host ${target.name}: ${notice}`);
    const other = { ...machine(host, exclusively, greet, { ...manner, tell }), tell: manner.tell };
    others.set(key, other);
    return other;
  };
}

function machine(
  raw: Host,
  exclusively: Exclusively,
  reach: () => Promise<unknown>,
  { tell, admit, refusing = (host) => host }: Manner,
): Machine {
  return { host: refusing(raw), firewall: firewallOf(raw, tell, admit), view: viewOf(raw), exclusively, reach, tell };
}

const remotes = new Map<string, RemoteMachine>();

/** Another machine, by the one connection that this process has to it. */
export function remoteMachineOf(target: HostInputs): RemoteMachine {
  const key = keyOf(target);
  const known = remotes.get(key) ?? remoteMachine(target);
  remotes.set(key, known);
  return known;
}

/** What makes a connection: the same for all that use it. */
function keyOf({ whenUnreachable: _when, ...connection }: HostInputs): string {
  return JSON.stringify(Object.entries(connection).sort());
}
