import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Stack } from "./stack";

const ROOT = resolve(__dirname, "../..");
const LIMIT_MS = 30_000;
const ASKING_MS = 2000;
const LOCK = "/run/linuxnet.lock";

/**
 * An `up` that is killed with all its processes once its provider has made what was asked of it at the same time, before the
 * engine has recorded any of it: a number of creations of resources that do not depend on each other.
 */
export async function crashWhileCreating(stack: Stack, folder: string, creations: number): Promise<void> {
  const release = await holdLock();
  const up = start(stack, folder);
  try {
    await until(() => pendingIn(stack) === creations, `${creations} creations to begin`);
    // The engine writes that it begins a creation, and asks for it then: of that nothing can be seen.
    await sleep(ASKING_MS);
    process.kill(up, "SIGSTOP");
    release();
    // The provider writes its process id into the lock when it has it, and keeps it until all is done.
    await until(() => descendantsOf(up).includes(lastLocker()), "the provider to have the lock");
    await execa("flock", ["--wait", "20", LOCK, "true"]);
  } finally {
    release();
    await killAll(up);
  }
}

/** An `up` that records nothing until its end, killed with all its processes when something holds. */
export async function crashUnrecorded(stack: Stack, folder: string, holds: () => boolean): Promise<void> {
  const up = start(stack, folder, { PULUMI_SKIP_CHECKPOINTS: "true" });
  try {
    await until(holds, "the kernel to have it all");
  } finally {
    await killAll(up);
  }
}

/** Starts an `up`, and answers its process id. */
function start(stack: Stack, folder: string, env: Record<string, string> = {}): number {
  const words = ["--cwd", resolve(ROOT, folder), "--non-interactive", "up", "--yes", "--skip-preview", ...stack.words];
  const { pid } = spawn("pulumi", words, { env: { ...process.env, ...stack.env, ...env }, stdio: "ignore" });
  assert.ok(pid !== undefined);
  return pid;
}

/** Locks this machine's network out of the provider's reach. */
async function holdLock(): Promise<() => void> {
  const holder = spawn("flock", ["--close", LOCK, "sh", "-c", "echo locked; cat"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  return () => holder.stdin.end();
}

/** The process that had the lock last. */
function lastLocker(): number {
  return Number(/\d+/.exec(readFileSync(LOCK, "utf8"))?.[0]);
}

/** How many operations the state says are under way. */
function pendingIn(stack: Stack): number {
  const file = join(stack.folder, "state/.pulumi/stacks", stack.project, "dev.json");
  try {
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest?: { pending_operations?: unknown[] } };
    };
    return checkpoint.latest?.pending_operations?.length ?? 0;
  } catch {
    return 0; // it is being written
  }
}

/** Kills a process and all that it started, and waits until none of them is there. */
async function killAll(pid: number): Promise<void> {
  const all = [pid, ...descendantsOf(pid)];
  for (const one of all) {
    try {
      process.kill(one, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  await until(() => !all.some((one) => ![undefined, "Z"].includes(statOf(one).state)), "the killed to end");
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name)).parent === pid)
    .map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** The state and the parent of a process, as proc(5) tells them; neither once it has ended. */
function statOf(pid: number): { state?: string; parent?: number } {
  try {
    const [, state = "", parent] = /^\d+ \(.*\) (\S) (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return {};
  }
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !holds();) {
    assert.ok(Date.now() < end, `waited too long for ${what}`);
    await sleep(20);
  }
}

/** Gives a stack free whose `up` was killed. */
export async function cancel(stack: Stack): Promise<void> {
  await execa("pulumi", ["cancel", "--yes", "dev"], { cwd: stack.folder, env: stack.env, stdin: "ignore" });
}

/** Removes a stack without resources from Pulumi. */
export async function forgetStack(stack: Stack): Promise<void> {
  const words = ["stack", "rm", "--yes", "--force", "dev"];
  await execa("pulumi", words, { cwd: stack.folder, env: stack.env, stdin: "ignore" });
}
