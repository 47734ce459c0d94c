import type { Command } from "../../../provider/host/host";
import { isRead } from "../../../provider/host/reads";
import { placeOf } from "../../../provider/namespaces";

/**
 * What a command may have done of its work when it is killed: the commands that do as much, from the least to the most
 * but the whole. ip and sysctl work line by line, iptables-restore commits table by table; a file is written at once.
 */
export function partsOf(command: Command): Command[] {
  const { words } = placeOf(command.argv);
  // A shell has read its script as a whole before it does anything.
  if (isRead(words) || words[0] === "dd" || words[0] === "sh") return [];
  if (words[0] === "tee") return fewerFiles(command);
  const end = words[0]?.endsWith("tables-restore") ? "COMMIT\n" : "\n";
  const pieces = piecesOf(textOf(command.stdin, "0"), end).length;
  return Array.from({ length: Math.max(pieces - 1, 0) }, (_, index) => ({
    argv: command.argv,
    stdin: (pid) =>
      piecesOf(textOf(command.stdin, pid), end)
        .slice(0, index + 1)
        .join(""),
  }));
}

/** tee(1) writes each piece of what it reads to one file after the other. */
function fewerFiles({ argv, stdin }: Command): Command[] {
  const [options, files] = [argv.slice(0, 2), argv.slice(2)];
  return files.slice(1).map((_, index) => ({ argv: [...options, ...files.slice(0, index + 1)], stdin }));
}

export function isChange({ argv }: Command): boolean {
  return !isRead(placeOf(argv).words);
}

/** A command in one line, for messages. */
export function commandText({ argv, stdin }: Command): string {
  const lines = textOf(stdin, "0").trimEnd().split("\n").filter(Boolean);
  return [argv.join(" "), ...lines].join(" < ");
}

function textOf(stdin: Command["stdin"], pid: string): string {
  return typeof stdin === "function" ? stdin(pid) : (stdin ?? "");
}

function piecesOf(text: string, end: string): string[] {
  return text
    .split(end)
    .slice(0, -1)
    .map((piece) => piece + end);
}
