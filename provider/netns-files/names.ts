import { groupBy } from "../group-by";
import type { Owner } from "../owner";
import { remembered } from "../remembered";
import {
  contentOf,
  HEADER,
  isHosts,
  type Line,
  lineText,
  type NetnsFiles,
  parseHosts,
  parseHostsLine,
  parseLines,
} from "./lines";

/** All lines that an owner has in files under /etc/netns. */
export interface Names {
  owner: Owner;
  /**
   * Those of its own files. One with a network stands also in the hosts of each other member of it. A file is its owner's
   * own, and a member of networks, by a line of that owner without a network.
   */
  lines: readonly OwnLine[];
}

export interface OwnLine extends Omit<Line, "owner"> {
  /** All in which it stands, under /etc/netns: `c1/hosts`. */
  paths: readonly string[];
}

/** Lines as they stand in a file. Files that say the same have the same ones, and are worked on once. */
export type Lines = readonly Line[];

/** A file that stands, and its lines. */
interface Standing {
  content: string;
  lines: Lines;
}

/** What the files are once these owners have these lines and no others, and each member of a network has those of all others. */
export function filesAfter(files: NetnsFiles, wanted: readonly Names[]): NetnsFiles {
  const lineOf = remembered(parseHostsLine);
  const parse = {
    hosts: remembered((content: string): Lines => parseHosts(content, lineOf)),
    resolver: remembered((content: string): Lines => parseLines("resolv.conf", content)),
  };
  const before = new Map<string, Lines>(
    [...files].map(([path, content]) => [path, isHosts(path) ? parse.hosts(content) : parse.resolver(content)]),
  );
  const all = new Map(before);
  for (const names of wanted) giveOwn(all, names);
  shareOut(all);
  const contents = {
    hosts: remembered((lines: Lines, before: Standing | undefined) => contentAfter("hosts", lines, before)),
    resolver: remembered((lines: Lines, before: Standing | undefined) => contentAfter("resolv.conf", lines, before)),
  };
  const standing = remembered((content: string, lines: Lines): Standing => ({ content, lines }));
  return new Map(
    [...all].flatMap(([path, lines]) => {
      const [content, its] = [files.get(path), before.get(path)];
      const known = content === undefined || its === undefined ? undefined : standing(content, its);
      const after = contents[isHosts(path) ? "hosts" : "resolver"](lines, known);
      return after === undefined ? [] : [[path, after] as const];
    }),
  );
}

/** For each path the lines of an owner there: the same ones where they are the same. */
export function linesByPath({ owner, lines }: Names): Map<string, Lines> {
  const byPath = new Map<string, Lines>();
  const joined = remembered((some: Lines, others: Lines): Lines => [...some, ...others]);
  for (const [paths, all] of groupBy(lines, (line) => line.paths)) {
    const its: Lines = all.map(({ paths: _paths, ...line }) => ({ ...line, owner }));
    for (const path of paths) {
      const others = byPath.get(path);
      byPath.set(path, others === undefined ? its : joined(others, its));
    }
  }
  return byPath;
}

/** The owners of all lines of linuxnet. */
export function ownersIn(files: NetnsFiles): Owner[] {
  const lines = [...files].flatMap(([path, content]) => parseLines(path, content));
  return [...new Set(lines.flatMap(({ owner }) => owner ?? []))];
}

function giveOwn(all: Map<string, Lines>, names: Names): void {
  const { owner } = names;
  const own = linesByPath(names);
  const given = remembered((path: string, before: Lines, lines: Lines): Lines => {
    // Of one that has its own lines elsewhere, `shareOut` tells what is to stand here.
    const isGuest = lines.length === 0 && own.size > 0;
    return withWanted(path, before, lines, (line) => line.owner !== owner || (isGuest && line.network !== undefined));
  });
  for (const path of new Set([...all.keys(), ...own.keys()])) {
    const [before, lines] = [all.get(path) ?? NONE, own.get(path) ?? NONE];
    if (lines === NONE && !ownersOf(before).has(owner)) continue;
    all.set(path, given(isHosts(path) ? "hosts" : "resolv.conf", before, lines));
  }
}

const NONE: Lines = [];

const owners = new WeakMap<Lines, ReadonlySet<Owner | undefined>>();

function ownersOf(lines: Lines): ReadonlySet<Owner | undefined> {
  const known = owners.get(lines) ?? new Set(lines.map(({ owner }) => owner));
  owners.set(lines, known);
  return known;
}

function shareOut(all: Map<string, Lines>): void {
  const distinct = new Set([...all].flatMap(([path, lines]) => (isHosts(path) ? [lines] : [])));
  const homes = new Map([...distinct].map((lines) => [lines, homesIn(lines)]));
  const withHome = new Set([...homes.values()].flatMap((owners) => [...owners]));
  const shared = new Map<string, Map<string, Line>>();
  for (const [lines, own] of homes) {
    for (const line of lines) {
      if (line.network === undefined || !own.has(line.owner)) continue;
      const its = shared.get(line.network) ?? new Map<string, Line>();
      shared.set(line.network, its.set(lineText("hosts", line), line));
    }
  }
  const after = remembered((lines: Lines): Lines => {
    const own = homes.get(lines) as ReadonlySet<Owner | undefined>;
    const networks = new Set(lines.flatMap(({ owner, network }) => (own.has(owner) ? (network ?? []) : [])));
    const others = [...networks].flatMap((it) =>
      [...(shared.get(it)?.values() ?? [])].filter(({ owner }) => !own.has(owner)),
    );
    // Of what has no file of its own any more nothing is known.
    const isKept = ({ owner, network }: Line): boolean =>
      owner === undefined || own.has(owner) || !withHome.has(owner) || network === undefined;
    return withWanted("hosts", lines, others, isKept);
  });
  for (const [path, lines] of all) if (isHosts(path)) all.set(path, after(lines));
}

/** The owners whose own file it is. */
function homesIn(lines: Lines): ReadonlySet<Owner | undefined> {
  return new Set(lines.flatMap(({ owner, network }) => (owner !== undefined && network === undefined ? [owner] : [])));
}

/**
 * The lines that are kept, each of linuxnet's once, with those that are wanted and stand where they do, or else at the end.
 * In the places of those of a resolver, for which it counts, they stand in the order in which they are wanted.
 */
function withWanted(path: string, lines: Lines, wanted: Lines, isKept: (line: Line) => boolean): Lines {
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

/**
 * What a file holds; nothing where it goes. One that linuxnet made goes with its last line; one in which nothing changes
 * stays as it is, to the last byte.
 */
function contentAfter(path: string, lines: Lines, before: Standing | undefined): string | undefined {
  if (!before?.content) return lines.length === 0 ? before?.content : contentOf(path, [HEADER, ...lines]);
  const fragment = cutOffIn(path, lines, before.content);
  if (fragment >= 0) {
    const kept = lines.filter((_, index) => index !== fragment);
    return contentAfter(path, kept, { ...before, content: `${before.content}\n` });
  }
  if (isSame(path, lines, before.lines)) return before.content;
  if (lines.some(({ owner }) => owner !== undefined)) return contentOf(path, lines);
  const left = lines.filter(({ text }) => text !== HEADER.text);
  return left.length === 0 && left.length < lines.length ? undefined : contentOf(path, left);
}

function isSame(path: string, some: Lines, others: Lines): boolean {
  const isOther = (line: Line, index: number): boolean =>
    line !== others[index] && lineText(path, line) !== lineText(path, others[index] as Line);
  return some.length === others.length && !some.some(isOther);
}

/** Where in a file that linuxnet made the beginning of a line stands with which its making was cut off; -1 where it was not. */
function cutOffIn(path: string, lines: Lines, before: string): number {
  if (before.endsWith("\n") || !before.startsWith(HEADER.text)) return -1;
  const text = before.slice(before.lastIndexOf("\n") + 1);
  const isBegun = lines.some((line) => line.text !== text && lineText(path, line).startsWith(text));
  return isBegun ? lines.findLastIndex((line) => line.owner === undefined && line.text === text) : -1;
}
