import { AsyncLocalStorage } from "node:async_hooks";
import type { Apart } from "../collection-outcomes";
import { CommandError } from "../errors";
import type { Host } from "../host/host";
import { placeOf } from "../namespaces";
import { isRead } from "../host/reads";
import { runSequence } from "../host/sequence";

/** A call of the engine. */
interface Call {
  /** The resource that it is about. */
  urn: string;
  /** Whether it has been told that the operation is cancelled. What it undoes then, it may. */
  isStopped: boolean;
}

const calls = new AsyncLocalStorage<Call>();

let isCancelled = false;

/** Runs what the engine has asked for on behalf of a resource. */
export function onBehalfOf<T>(urn: string, work: () => T): T {
  return calls.run({ urn, isStopped: false }, work);
}

/** What is done for one of many within a call ends by itself, when the operation is cancelled, and undoes its own. */
export const apart: Apart = {
  each: (work) => calls.run({ urn: currentUrn(), isStopped: false }, work),
  undoing: (work) => calls.run({ urn: currentUrn(), isStopped: true }, work),
};

/** The resource on whose behalf the caller runs. */
export function currentUrn(): string {
  return calls.getStore()?.urn ?? "";
}

/** From now on calls change what they are asked to: an engine begins. */
export function admitCalls(): void {
  isCancelled = false;
}

/** From now on no call changes anything more than what undoes its work. */
export function cancelCalls(): void {
  isCancelled = true;
}

/** @throws CommandError before a command of a call whose operation is cancelled, but for those that then undo its work. */
export function needGoingOn(command: string): void {
  const call = calls.getStore();
  if (!isCancelled || !call || call.isStopped) return;
  call.isStopped = true;
  throw new CommandError("cancelled", command, "not run");
}

/** A host on which each call ends between two commands once the operation is cancelled. */
export function cancellable(host: Host): Host {
  return {
    async run(command) {
      if (!isRead(placeOf(command.argv).words)) needGoingOn(command.argv.join(" "));
      return host.run(command);
    },
    async runSequence(commands) {
      needGoingOn(commands[0]?.argv.join(" ") ?? "");
      await runSequence(host, commands);
    },
  };
}
