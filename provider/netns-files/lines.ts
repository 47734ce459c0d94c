import { type Owner, tagOf } from "../owner";
import { remembered } from "../remembered";

/** What the files of ip-netns(8) hold into which linuxnet writes, by their paths under /etc/netns: `c1/hosts`. A character is a byte. */
export type NetnsFiles = ReadonlyMap<string, string>;

/** A line of hosts(5) or resolv.conf(5). */
export interface Line {
  text: string;
  /** Whose it is; undefined for a line that linuxnet did not make. */
  owner?: Owner;
  /** In hosts, the network whose members all have it, by its bridge: `lab/br0`. */
  network?: string;
}

/** The first line of a file that linuxnet made. */
export const HEADER: Line = { text: "# Made by linuxnet, which removes it with the last of its lines." };

const MARK = "# linuxnet:(?<owner>[0-9a-f]{16})(?: (?<network>\\S+))?\\s*$";
const AT_END = new RegExp(`^(?<text>.*?)\\s*${MARK}`);
const ALONE = new RegExp(`^${MARK}`);

export function hostsPath(namespace: string): string {
  return `${namespace}/hosts`;
}

export function resolvConfPath(namespace: string): string {
  return `${namespace}/resolv.conf`;
}

/** Whether a file is one of hosts(5), by its path or its name alone. */
export function isHosts(path: string): boolean {
  return path === "hosts" || path.endsWith("/hosts");
}

/** Reads a file. In resolv.conf, where a comment is a line of its own, the mark stands above the line. */
export function parseLines(path: string, content: string): Line[] {
  return isHosts(path) ? parseHosts(content) : parseResolver(content);
}

/** Reads one of hosts(5). @param lineOf reads a line: one that remembers gives what files have in common as the same lines. */
export function parseHosts(content: string, lineOf = parseHostsLine): Line[] {
  return textsIn(content).map((text) => lineOf(text));
}

export function parseHostsLine(text: string): Line {
  return marked(AT_END.exec(text)?.groups) ?? { text };
}

function textsIn(content: string): string[] {
  return content === "" ? [] : content.replace(/\n+$/, "").split("\n");
}

function parseResolver(content: string): Line[] {
  const texts = textsIn(content);
  const lines: Line[] = [];
  for (let next = 0; next < texts.length; next++) {
    const mark = marked(ALONE.exec(texts[next] as string)?.groups);
    lines.push(mark ? { ...mark, text: texts[++next] ?? "" } : { text: texts[next] as string });
  }
  return lines;
}

function marked(groups: Record<string, string | undefined> | undefined): Line | undefined {
  if (groups === undefined) return undefined;
  const { text = "", owner, network } = groups;
  return { text, owner: owner as Owner, ...(network === undefined ? {} : { network }) };
}

export function contentOf(path: string, lines: readonly Line[]): string {
  return lines.map((line) => `${lineText(path, line)}\n`).join("");
}

/** A line as it stands in its file. */
export function lineText(path: string, line: Line): string {
  if (line.owner === undefined) return line.text;
  return isHosts(path) ? hostsText(line) : `${markOf(line)}\n${line.text}`;
}

const hostsText = remembered((line: Line) => `${line.text} ${markOf(line)}`);

function markOf({ owner = "", network }: Line): string {
  return `# ${tagOf(owner)}${network === undefined ? "" : ` ${network}`}`;
}
