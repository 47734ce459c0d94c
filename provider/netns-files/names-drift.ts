import { isDeepStrictEqual } from "node:util";
import type { Owner } from "../owner";
import { remembered } from "../remembered";
import { isHosts, type Line, lineText, type NetnsFiles, parseLines } from "./lines";
import { type Lines, linesByPath, type Names } from "./names";

/** How lines differ, as messages tell them. */
interface Difference {
  missing: string[];
  extra: string[];
  isDisordered: boolean;
}

/** How the lines of an owner differ from what they are to be, a text each; undefined where none of them stands. */
export function namesDrift(files: NetnsFiles, names: Names): string[] | undefined {
  const { owner, lines } = names;
  const own = linesByPath(names);
  const shared = lines.filter(({ network }) => network !== undefined).map((line) => ({ ...line, owner }));
  const ofGuest = remembered((content: string): Lines => {
    const networks = networksIn(content);
    return networks.size === 0 ? [] : shared.filter(({ network = "" }) => networks.has(network));
  });
  const standingIn = {
    hosts: remembered((content: string) => standingOf(owner, "hosts", content)),
    resolver: remembered((content: string) => standingOf(owner, "resolv.conf", content)),
  };
  const difference = remembered(differenceOf);
  const found = [...new Set([...own.keys(), ...files.keys()])].map((path) => {
    const content = files.get(path) ?? "";
    const kind = isHosts(path) ? "hosts" : "resolver";
    const wanted = own.get(path) ?? (isHosts(path) ? ofGuest(content) : []);
    const standing = standingIn[kind](content);
    return {
      path,
      stands: standing.length > 0,
      ...difference(kind === "hosts" ? "hosts" : "resolv.conf", standing, wanted),
    };
  });
  if (lines.length > 0 && !found.some(({ stands }) => stands)) return undefined;
  return [
    ...found.flatMap(({ path, missing }) => missing.map((text) => `missing: ${text} in /etc/netns/${path}`)),
    ...found.flatMap(({ path, extra }) => extra.map((text) => `not its own: ${text} in /etc/netns/${path}`)),
    ...found.flatMap(({ path, isDisordered }) =>
      isDisordered ? [`in another order: those in /etc/netns/${path}`] : [],
    ),
  ];
}

/** An owner's lines, as messages tell them. */
export function linesOf(owner: Owner, files: NetnsFiles): string[] {
  return [...files].flatMap(([path, content]) =>
    standingOf(owner, path, content).map(({ text }) => `${text} in /etc/netns/${path}`),
  );
}

function differenceOf(path: string, standing: Lines, wanted: Lines): Difference {
  const [before, after] = [countsOf(path, standing), countsOf(path, wanted)];
  const told = (some: Lines, others: Map<string, number>): string[] => {
    const seen = new Map<string, number>();
    return some.flatMap((line) => {
      const key = lineText(path, line);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count > (others.get(key) ?? 0) ? [line.text] : [];
    });
  };
  return {
    missing: told(uniqueOf(path, wanted), before),
    extra: told(standing, new Map([...after.keys()].map((key) => [key, 1]))),
    isDisordered: !isHosts(path) && isDisordered(standing, wanted),
  };
}

function countsOf(path: string, lines: Lines): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(lineText(path, line), (counts.get(lineText(path, line)) ?? 0) + 1);
  return counts;
}

function uniqueOf(path: string, lines: Lines): Lines {
  return [...new Map(lines.map((line) => [lineText(path, line), line])).values()];
}

/** Whether those lines of a resolver that stand do so in another order than is wanted. */
function isDisordered(standing: Lines, wanted: Lines): boolean {
  const own = [...new Set(standing.map(({ text }) => text))];
  const both = wanted.map(({ text }) => text).filter((text) => own.includes(text));
  return !isDeepStrictEqual(
    own.filter((text) => both.includes(text)),
    both,
  );
}

/** Of many lines few are its own. */
function standingOf(owner: Owner, path: string, content: string): Lines {
  if (!content.includes(owner)) return [];
  return parseLines(path, isHosts(path) ? withAny([owner], content) : content).filter((it) => it.owner === owner);
}

/** The networks whose member a file of hosts is. */
function networksIn(content: string): Set<string> {
  const owners = [...content.matchAll(/# linuxnet:([0-9a-f]{16})$/gm)].map(([, owner = ""]) => owner);
  const lines: readonly Line[] = parseLines("hosts", withAny(owners, content));
  return new Set(lines.flatMap(({ network }) => network ?? []));
}

function withAny(owners: readonly Owner[], content: string): string {
  const isOne = (line: string): boolean => owners.some((owner) => line.includes(owner));
  return content.split("\n").filter(isOne).join("\n");
}
