import { type Owner, tagOf } from "../owner";

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
  return /(^|\/)hosts$/.test(path);
}

/** Reads a file. In resolv.conf, where a comment is a line of its own, the mark stands above the line. */
export function parseLines(path: string, content: string): Line[] {
  const texts = content === "" ? [] : content.replace(/\n+$/, "").split("\n");
  if (isHosts(path)) return texts.map((text) => marked(AT_END.exec(text)?.groups) ?? { text });
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
export function lineText(path: string, { text, owner, network }: Line): string {
  if (owner === undefined) return text;
  const mark = `# ${tagOf(owner)}${network === undefined ? "" : ` ${network}`}`;
  return isHosts(path) ? `${text} ${mark}` : `${mark}\n${text}`;
}
