import { isDeepStrictEqual } from "node:util";
import type { Owner } from "../owner";
import { contentOf, HEADER, isHosts, type Line, lineText, type NetnsFiles, parseLines } from "./lines";

/** All lines that an owner has in files under /etc/netns. */
export interface Names {
  owner: Owner;
  /**
   * Those of its own files, by their paths. One with a network stands also in the hosts of each other member of it. A
   * file is its owner's own, and a member of networks, by a line of that owner without a network.
   */
  lines: readonly OwnLine[];
}

export interface OwnLine extends Omit<Line, "owner"> {
  path: string;
}

type Files = Map<string, Line[]>;

/** What the files are once these owners have these lines and no others, and each member of a network has those of all others. */
export function filesAfter(files: NetnsFiles, wanted: readonly Names[]): NetnsFiles {
  const all: Files = new Map([...files].map(([path, content]) => [path, parseLines(path, content)]));
  for (const names of wanted) giveOwn(all, names);
  shareOut(all);
  return new Map([...all].flatMap(([path, lines]) => contentAfter(path, lines, files.get(path))));
}

/** How the lines of an owner differ from what they are to be, a text each; undefined where none of them stands. */
export function namesDrift(files: NetnsFiles, names: Names): string[] | undefined {
  const before = linesOf(names.owner, files);
  if (before.size === 0 && names.lines.length > 0) return undefined;
  const after = new Map(wantedLines(files, names).map((line) => [keyOf(line), toldOf(line)]));
  const without = (some: typeof before, others: typeof before, what: string): string[] =>
    [...some].filter(([key]) => !others.has(key)).map(([, told]) => `${what} ${told}`);
  return [
    ...without(after, before, "missing:"),
    ...without(before, after, "not its own:"),
    ...disordered(files, names).map((path) => `in another order: those in /etc/netns/${path}`),
  ];
}

/** The files of resolvers in which those lines of an owner that stand do so in another order than is wanted. */
function disordered(files: NetnsFiles, { owner, lines }: Names): string[] {
  const paths = new Set(lines.map(({ path }) => path).filter((path) => !isHosts(path)));
  return [...paths].filter((path) => {
    const standing = parseLines(path, files.get(path) ?? "").filter((line) => line.owner === owner);
    const own = [...new Set(standing.map(({ text }) => text))];
    const wanted = lines.filter((line) => line.path === path).map(({ text }) => text);
    const both = wanted.filter((text) => own.includes(text));
    return !isDeepStrictEqual(
      own.filter((text) => both.includes(text)),
      both,
    );
  });
}

/** An owner's lines, each by what tells it from all others, as messages tell them. */
export function linesOf(owner: Owner, files: NetnsFiles): Map<string, string> {
  const found = new Map<string, string>();
  for (const [path, content] of files) {
    if (!content.includes(owner)) continue;
    // Of many lines few are its own.
    const lines = parseLines(path, isHosts(path) ? withAny([owner], content) : content);
    for (const line of lines.filter((it) => it.owner === owner).map((it) => ({ ...it, path }))) {
      const key = keyOf(line);
      found.set(found.has(key) ? `${key} again` : key, toldOf(line));
    }
  }
  return found;
}

/** All lines that an owner is to have. */
function wantedLines(files: NetnsFiles, { owner, lines }: Names): (Line & { path: string })[] {
  const own = lines.map((line) => ({ ...line, owner }));
  const shared = own.filter(({ network }) => network !== undefined);
  const others = [...files].filter(([path]) => isHosts(path) && !own.some((line) => line.path === path));
  return own.concat(
    others.flatMap(([path, content]) => {
      const networks = networksIn(path, content);
      return shared.filter(({ network = "" }) => networks.has(network)).map((line) => ({ ...line, path }));
    }),
  );
}

/** The networks whose member a file is. */
function networksIn(path: string, content: string): Set<string> {
  const owners = [...content.matchAll(/# linuxnet:([0-9a-f]{16})$/gm)].map(([, owner = ""]) => owner);
  return new Set(parseLines(path, withAny(owners, content)).flatMap(({ network }) => network ?? []));
}

function withAny(owners: readonly Owner[], content: string): string {
  const isOne = (line: string): boolean => owners.some((owner) => line.includes(owner));
  return content.split("\n").filter(isOne).join("\n");
}

function keyOf({ path, ...line }: Line & { path: string }): string {
  return `${path} ${lineText(path, line)}`;
}

function toldOf({ path, text }: Line & { path: string }): string {
  return `${text} in /etc/netns/${path}`;
}

/** The owners of all lines of linuxnet. */
export function ownersIn(files: NetnsFiles): Owner[] {
  const lines = [...files].flatMap(([path, content]) => parseLines(path, content));
  return [...new Set(lines.flatMap(({ owner }) => owner ?? []))];
}

function giveOwn(all: Files, { owner, lines }: Names): void {
  for (const path of new Set([...all.keys(), ...lines.map((line) => line.path)])) {
    const own = lines.filter((line) => line.path === path).map(({ path: _path, ...line }) => ({ ...line, owner }));
    // Of one that has its own lines elsewhere, `shareOut` tells what is to stand here.
    const isGuest = own.length === 0 && lines.length > 0;
    const isKept = (line: Line): boolean => isGuest && line.network !== undefined;
    all.set(
      path,
      withWanted(path, all.get(path) ?? [], own, (line) => line.owner !== owner || isKept(line)),
    );
  }
}

function shareOut(all: Files): void {
  const homes = new Map<Owner, string[]>();
  for (const [path, lines] of all) {
    for (const { owner } of lines.filter((it) => isHosts(path) && it.owner !== undefined && it.network === undefined)) {
      homes.set(owner as Owner, [...(homes.get(owner as Owner) ?? []), path]);
    }
  }
  const isHome = ({ owner }: Line, path: string): boolean => owner !== undefined && !!homes.get(owner)?.includes(path);
  const shared = new Map<string, Line[]>();
  for (const [path, lines] of all) {
    for (const line of lines.filter((it) => isHome(it, path) && it.network !== undefined)) {
      shared.set(line.network as string, [...(shared.get(line.network as string) ?? []), line]);
    }
  }
  for (const [path, lines] of all) {
    if (!isHosts(path)) continue;
    const networks = new Set(lines.flatMap((it) => (isHome(it, path) ? (it.network ?? []) : [])));
    const others = [...networks].flatMap((it) => (shared.get(it) ?? []).filter((line) => !isHome(line, path)));
    // Of what has no file of its own any more nothing is known.
    const isKept = (line: Line): boolean =>
      line.owner === undefined || isHome(line, path) || !homes.has(line.owner) || line.network === undefined;
    all.set(path, withWanted(path, lines, others, isKept));
  }
}

/**
 * The lines that are kept, each of linuxnet's once, with those that are wanted and stand where they do, or else at the end.
 * In the places of those of a resolver, for which it counts, they stand in the order in which they are wanted.
 */
function withWanted(
  path: string,
  lines: readonly Line[],
  wanted: readonly Line[],
  isKept: (line: Line) => boolean,
): Line[] {
  const missing = new Map(wanted.map((line) => [lineText(path, line), line]));
  const inOrder = new Map(missing);
  const isWanted = (line: Line): boolean => missing.delete(lineText(path, line));
  const seen = new Set<string>();
  const isFirst = (line: Line): boolean => {
    if (line.owner === undefined) return true;
    const text = lineText(path, line);
    return !seen.has(text) && seen.add(text).has(text);
  };
  const stay = lines.filter((line) => isFirst(line) && (isWanted(line) || isKept(line)));
  const all = [...stay, ...missing.values()];
  if (isHosts(path)) return all;
  const next = inOrder.values();
  return all.map((line) => (inOrder.has(lineText(path, line)) ? (next.next().value as Line) : line));
}

/** A file that linuxnet made goes with its last line; one in which nothing changes stays as it is, to the last byte. */
function contentAfter(path: string, lines: readonly Line[], before: string | undefined): [string, string][] {
  if (before === undefined) return lines.length === 0 ? [] : [[path, contentOf(path, [HEADER, ...lines])]];
  if (contentOf(path, lines) === contentOf(path, parseLines(path, before))) return [[path, before]];
  if (lines.some(({ owner }) => owner !== undefined)) return [[path, contentOf(path, lines)]];
  const left = lines.filter(({ text }) => text !== HEADER.text);
  return left.length === 0 && left.length < lines.length ? [] : [[path, contentOf(path, left)]];
}
