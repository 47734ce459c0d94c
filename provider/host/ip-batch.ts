import { randomInt } from "node:crypto";
import { CommandError } from "../errors";
import { batchText } from "../iproute2/batch";
import { parseJson } from "../iproute2/json";
import { commandText } from "./command-text";
import { MemberFailure } from "./group-commit";
import type { Host } from "./host";

/** Lines of ip(8) that belong together, in their order. */
export type Lines = readonly (readonly string[])[];

const ARGV = ["ip", "-batch", "-"];

/**
 * Runs lines on the host, those of many in one run of ip: it stops at the first that fails, and names it. Where many only
 * remove links, these go at once.
 * @throws MemberFailure
 */
export async function runBatches(host: Host, all: readonly Lines[]): Promise<void> {
  const removals = all.filter(isRemoval);
  if (removals.length < MANY) return runLines(host, all, all);
  const group = await unusedGroup(host);
  const isRemoved = new Set(removals);
  const marking = all.map((lines) => (isRemoved.has(lines) ? lines.map((line) => marked(line, group)) : lines));
  try {
    await runLines(host, marking, all);
  } catch (error) {
    // Those before it are to be done.
    if (!(error instanceof MemberFailure) || error.index === undefined) throw error;
    if (all.slice(0, error.index).some((lines) => isRemoved.has(lines))) await removeGroup(host, group);
    throw error;
  }
  await removeGroup(host, group);
}

async function runLines(host: Host, all: readonly Lines[], told: readonly Lines[]): Promise<void> {
  try {
    await host.run({ argv: ARGV, stdin: batchText(all.flat()) });
  } catch (error) {
    if (!(error instanceof CommandError) || all.length === 1) throw error;
    let before = 0;
    const index = all.findIndex((lines) => error.line !== undefined && error.line <= (before += lines.length));
    const own = told[index];
    if (own === undefined || error.line === undefined) throw new MemberFailure(undefined, error);
    const line = error.line - (before - own.length);
    const stderr = error.stderr.replace(/Command failed -:\d+/, `Command failed -:${line}`);
    throw new MemberFailure(index, new CommandError(error.reason, commandText(ARGV, batchText(own)), stderr, line));
  }
}

/** From so many on, the kernel's waiting for all its processors to let go of a link, for each, costs more than a mark on each. */
const MANY = 4;

function isRemoval(lines: Lines): boolean {
  return lines.every(([object, verb, dev]) => object === "link" && verb === "del" && dev === "dev");
}

/** `link set dev veth0 group 7` of `link del dev veth0`. */
function marked([, , ...device]: readonly string[], group: string): string[] {
  return ["link", "set", ...device, "group", group];
}

/** A group of links, see ip-link(8), in which there is none. */
async function unusedGroup(host: Host): Promise<string> {
  const group = String(randomInt(2 ** 16, 2 ** 31));
  const found = parseJson<{ ifname?: string }>(await host.run({ argv: ["ip", "-j", "link", "show", "group", group] }));
  // What it leaves out ip tells as an empty object.
  return found.every(({ ifname }) => ifname === undefined) ? group : unusedGroup(host);
}

async function removeGroup(host: Host, group: string): Promise<void> {
  try {
    await host.run({ argv: ARGV, stdin: batchText([["link", "delete", "group", group]]) });
  } catch (error) {
    throw error instanceof CommandError ? new MemberFailure(undefined, error) : error;
  }
}
