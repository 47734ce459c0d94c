import { CommandError, LinuxnetError } from "../errors";
import type { NetnsFiles } from "../netns-files/lines";
import { filesAfter, type Names } from "../netns-files/names";
import type { Host } from "./host";
import { FOLDER, writeFiles } from "./netns-write";

/** In a namespace's folder, whose name is one that linuxnet takes. */
const PATH = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\/(hosts|resolv\.conf)$/;

/** What lies in a place, by the letter of find(1): `d` a folder, `f` a file, `l` a link. */
type Places = ReadonlyMap<string, { type: string; size: number }>;

/** Reads what stands in the files. A link is none, and is not followed. */
export function readNetnsFiles(host: Host): Promise<NetnsFiles> {
  return inTurn(host, () => whileNobodyWrites(async () => filesIn(host, await readPlaces(host))));
}

/**
 * Makes the files what `filesAfter` says, in place: whoever has one of them mounted sees the change. A write that is cut
 * off loses nobody's line.
 */
export function writeNames(host: Host, wanted: readonly Names[]): Promise<void> {
  return inTurn(host, () => writeAll(host, wanted));
}

const turns = new WeakMap<Host, Promise<unknown>>();

/** A file that is being written has another length than it will have: this process reads none meanwhile. */
function inTurn<T>(host: Host, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(host) ?? Promise.resolve()).catch(() => undefined).then(work);
  turns.set(host, turn);
  return turn;
}

/** Reads again while others do. */
async function whileNobodyWrites<T>(read: () => Promise<T>): Promise<T> {
  const isBusy = (error: unknown): boolean =>
    error instanceof CommandError && ["busy", "absent"].includes(error.reason);
  try {
    return await read();
  } catch (error) {
    if (!isBusy(error)) throw error;
    const { default: retry } = await import("p-retry");
    return retry(read, { retries: TRIES - 2, minTimeout: 20, factor: 1.5, shouldRetry: ({ error: it }) => isBusy(it) });
  }
}

/** How often in all. */
const TRIES = 8;

async function writeAll(host: Host, wanted: readonly Names[]): Promise<void> {
  const { places, before } = await whileNobodyWrites(async () => {
    const places = await readPlaces(host);
    return { places, before: await filesIn(host, places) };
  });
  const after = filesAfter(before, wanted);
  const paths = [...new Set([...after.keys(), ...before.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  for (const path of paths) needFile(path, places);
  await writeFiles(
    host,
    paths.map((path) => ({ path, old: before.get(path), content: after.get(path) })),
  );
}

async function readPlaces(host: Host): Promise<Places> {
  try {
    const text = await host.run({ argv: ["find", FOLDER, "-maxdepth", "2", "-printf", "%y %s %P\\0"] });
    const entries = text.split("\0").flatMap((entry) => {
      const [, type, size, path] = /^(\w) (\d+) (.*)$/s.exec(entry) ?? [];
      return type === undefined || path === undefined ? [] : [[path, { type, size: Number(size) }] as const];
    });
    return new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
  } catch (error) {
    const isAbsent = error instanceof CommandError && error.stderr.includes(`${FOLDER}': No such file or directory`);
    if (isAbsent) return new Map();
    throw error;
  }
}

async function filesIn(host: Host, places: Places): Promise<NetnsFiles> {
  const files = [...places].filter(([path, { type }]) => type === "f" && PATH.test(path));
  if (files.length === 0) return new Map();
  const argv = ["cat", ...files.map(([path]) => `${FOLDER}/${path}`)];
  const text = await host.run({ argv, isBytes: true });
  let from = 0;
  const read = files.map(([path, { size }]) => [path, text.slice(from, (from += size))] as const);
  if (from === text.length) return new Map(read);
  throw new CommandError("busy", argv.join(" "), "the files changed while they were read");
}

/** @throws LinuxnetError where a file would be written past a link, or in the place of something else. */
function needFile(path: string, places: Places): void {
  for (const [place, type, what] of [
    ["", "d", "a folder"],
    [path.split("/", 1)[0] as string, "d", "a folder"],
    [path, "f", "a file"],
  ] as const) {
    const found = places.get(place);
    if (found === undefined || found.type === type) continue;
    const is = found.type === "l" ? "a link" : "something else";
    throw new LinuxnetError(`${FOLDER}${place === "" ? "" : `/${place}`}: expected ${what}, it is ${is}`);
  }
}
