import type { Host } from "../../provider/host/host";
import { BAD_USAGE, Failure, UNABLE } from "../failure";
import { pulumi, stackWords } from "../pulumi";
import { exportStack, type StackExport, type StackOptions } from "../stack-export";
import { ownersElsewhere } from "./elsewhere";
import { readStanding, type Standing } from "./kernel";
import { locksOf } from "./locks";
import type { Findings } from "./model";
import { orphansIn } from "./orphans";
import { Ownership, parseStackName, stackNameOf } from "./stack";

/** A stack's state beside the kernel that it speaks of. */
export interface Survey extends Findings {
  /** `organization/project/stack`. */
  fullName: string;
  /** Who is at work on the stack, or was killed at it. */
  locks: string[];
  state: StackExport;
  ownership: Ownership;
  /** What of the kernel could not be read, and why. */
  unread: string[];
}

/** The state of a stack, read when it is asked for. */
export interface Source {
  fullName: string;
  locks: () => Promise<string[]>;
  state: () => Promise<StackExport>;
  /** The owners that the states of other stacks hold. */
  elsewhere: () => Promise<ReadonlySet<unknown>>;
}

const EMPTY: StackExport = { resources: [], pending: [] };

/**
 * Reads the kernel first, then whether somebody is at work, then the state: what stood in the kernel when nobody was at work
 * is in the state by then, if it is in any.
 */
export async function survey(source: Source, host: Host): Promise<Survey> {
  const standing = await readStanding(host);
  const locks = await source.locks();
  const state = await source.state();
  const alone = compared(source.fullName, standing, state);
  const found =
    alone.orphans.length === 0 ? alone : compared(source.fullName, standing, state, await source.elsewhere());
  return { ...found, locks };
}

function compared(
  fullName: string,
  standing: Standing,
  state: StackExport,
  elsewhere?: ReadonlySet<unknown>,
): Omit<Survey, "locks"> {
  const name = parseStackName(fullName);
  if (name === undefined) throw new Failure(`expected organization/project/stack, got ${fullName}`, UNABLE);
  const ownership = new Ownership(name, state, elsewhere);
  return { fullName, state, ownership, unread: standing.unread, ...orphansIn(standing, ownership) };
}

/** A stack of Pulumi's backend; none named means the selected one. The failure's text begins with the subcommand's name. */
export async function stackSource(subcommand: string, stack: string | undefined): Promise<Source> {
  const { exitCode, stdout, stderr } = await showName(stack);
  if (exitCode !== 0) throw new Failure(`${subcommand}: ${stderr.replace(/^error: /, "")}`, UNABLE);
  const fullName = stdout.trim();
  return {
    fullName,
    locks: () => locksOf(fullName),
    state: () => exportStack(subcommand, { stack: fullName }),
    elsewhere: () => ownersElsewhere(subcommand, fullName),
  };
}

/**
 * What `pulumi stack export` wrote into a file. A state without any resource does not tell of which stack it is, and none what
 * other stacks there are.
 */
export async function fileSource(subcommand: string, { stack, stackFile }: StackOptions): Promise<Source> {
  const state = await exportStack(subcommand, { stackFile });
  const name = stackNameOf(state);
  const fullName = name === undefined ? stack : `organization/${name.project}/${name.stack}`;
  if (fullName === undefined || parseStackName(fullName) === undefined) {
    const reason = "holds no resource, which would tell of what stack it is";
    throw new Failure(`${subcommand}: ${stackFile} ${reason}: say --stack organization/project/stack`, UNABLE);
  }
  return {
    fullName,
    locks: () => Promise.resolve([]),
    state: () => Promise.resolve(state),
    elsewhere: () => Promise.resolve(new Set()),
  };
}

/** A stack that was removed from Pulumi's backend. It is refused if it is still there. */
export async function goneSource(subcommand: string, fullName: string): Promise<Source> {
  if (parseStackName(fullName) === undefined) {
    throw new Failure(`${subcommand}: --gone needs organization/project/stack, got ${fullName}`, BAD_USAGE);
  }
  const { exitCode, stderr } = await showName(fullName);
  if (exitCode === 0) throw new Failure(`${subcommand}: ${fullName} is still there: leave --gone out`, UNABLE);
  if (!/no stack named/.test(stderr)) throw new Failure(`${subcommand}: ${stderr.replace(/^error: /, "")}`, UNABLE);
  return {
    fullName,
    locks: () => locksOf(fullName),
    state: () => Promise.resolve(EMPTY),
    elsewhere: () => ownersElsewhere(subcommand, fullName),
  };
}

function showName(stack: string | undefined): ReturnType<typeof pulumi> {
  return pulumi(["stack", "--show-name", "--fully-qualify-stack-names", ...stackWords(stack)]);
}
