import { setTimeout as passed } from "node:timers/promises";
import { ask, serve, stopServers } from "../tests/support/traffic";
import { secondsOf } from "./alternating";
import type { Built } from "./built";
import { peakOf } from "./memory";
import { type Plan, planOf } from "./plan";
import { connections, throughput } from "./traffic";
import { WAYS } from "./ways";
import type { WayName } from "./ways/names";

/** Has the first, the middle and the last of them answer on their ports: else a figure does not count. */
async function answering({ containers }: Plan): Promise<void> {
  for (const index of [0, Math.floor(containers.length / 2), containers.length - 1]) {
    const { name = "", port = 0 } = containers[index] ?? {};
    await serve(name, [80]);
    let answer: string | undefined;
    // A bridge may not forward yet by the first question.
    for (let tries = 0; tries < 5 && answer === undefined; tries++) answer = ask("wan", "192.168.64.5", port);
    if (!answer?.endsWith(" 80")) throw new Error(`port ${port} of ${name} does not answer`);
  }
}

/** Builds in one way, in the lab that it runs in, and measures what stands. */
async function build(name: WayName, size: number, isWhole: boolean): Promise<Built | { why: string }> {
  const plan = planOf(size);
  const way = WAYS[name];
  const why = await way.prepare?.(plan);
  if (why !== undefined) return { why };
  const memory = await peakOf(process.pid);
  const seconds = await secondsOf(() => way.make(plan));
  const peakBytes = await memory.stop();
  way.name?.(plan);
  const more: Record<string, number> = {};
  let traffic: Built["traffic"];
  if (way.answers !== false) {
    await answering(plan);
    const [first, last] = [plan.containers[0], plan.containers.at(-1)];
    if (isWhole && first && last) {
      traffic = {
        first: await connections(first.port),
        last: await connections(last.port),
        bitsPerSecond: await throughput(first),
      };
    }
    await stopServers();
  }
  const stateBytes = await way.stateBytes?.();
  if (isWhole) for await (const [what, its] of way.more?.(plan) ?? []) more[what] = its;
  await way.end?.();
  // The kernel clears up after what was removed.
  await passed(100);
  return {
    seconds,
    peakBytes,
    more,
    ...(traffic ? { traffic } : {}),
    ...(stateBytes === undefined ? {} : { stateBytes }),
  };
}

const [name = "", size = "", whole = ""] = process.argv.slice(2);
void build(name as WayName, Number(size), whole === "whole").then((built) => {
  console.log(`\n${JSON.stringify(built)}`);
  process.exit();
});
