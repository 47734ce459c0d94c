import * as pulumi from "@pulumi/pulumi";

const NO_STACK = {};

/** An exit code to which Pulumi's language host adds no message of its own. */
const ERRORS_LOGGED = 32;

/** The stack whose program is running: what is declared now is its. */
export function currentStack(): object {
  return pulumi.runtime.getStackResource() ?? NO_STACK;
}

/**
 * Calls a function when the running program has declared all that it declares, and Pulumi still listens. It may be called
 * again, if more was declared meanwhile. Never after an error.
 */
export function atEnd(action: () => Promise<void>): void {
  const unlessFailed = async (): Promise<void> => {
    if (pulumi.log.hasErrors()) return;
    await action().catch((error: Error) =>
      pulumi.log.warn(`the program could not be looked at as a whole: ${error.message}`),
    );
  };
  // A program in a process of its own ends when nothing is left to do; Pulumi waits for what begins then.
  if (hasOwnProcess()) process.on("beforeExit", () => void unlessFailed());
  else void afterStack(unlessFailed);
}

/** Lets the program fail of the errors that it has logged. */
export function endWithErrors(): void {
  // Where it has no process of its own, they are enough.
  if (hasOwnProcess()) process.exitCode = ERRORS_LOGGED;
}

/** Whether Pulumi's language host has started this process for the program, and not the Automation API within another. */
function hasOwnProcess(): boolean {
  return /@pulumi[\\/]pulumi[\\/]cmd[\\/]run/.test(process.argv[1] ?? "");
}

/** Where many programs may run in one process, the program has ended once its stack's outputs are there. */
async function afterStack(action: () => Promise<void>): Promise<void> {
  const done = pulumi.runtime.rpcKeepAlive();
  const { outputs } = currentStack() as { outputs?: { promise(): Promise<unknown> } };
  try {
    await outputs?.promise();
  } catch {
    // A program that failed says so itself.
    return done();
  }
  await action().finally(done);
}
