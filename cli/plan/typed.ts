import type { PlannedCommand } from "../../provider/host/planned-host";
import { inside, placeOf } from "../../provider/namespaces";
import { quoted } from "../../provider/sh-words";
import type { TypedCommand } from "./model";

/** The commands that a person would type to do the same: a line of a batch each, and a namespace's name before its lo. */
export function typed({ argv, stdin }: PlannedCommand): TypedCommand[] {
  const { namespace, words } = placeOf(argv);
  const lines = stdin.trimEnd().split("\n");
  switch (words.join(" ")) {
    case "ip -batch -":
      return lines.map((line) => ({ argv: inside(namespace, ["ip", ...line.split(" ")]) }));
    case "unshare --net -- ip -batch -":
      return newNamespace(lines);
    case "sysctl -q --load=-":
      return [{ argv: inside(namespace, ["sysctl", "-q", "-w", ...lines.map((line) => line.replace(" = ", "="))]) }];
    default:
      return [{ argv: [...argv], ...(stdin === "" ? {} : { stdin }) }];
  }
}

/** Its own process gives a new namespace its name, last; by hand `ip netns add` does, first. */
function newNamespace(lines: readonly string[]): TypedCommand[] {
  const name = /^netns attach (\S+)/.exec(lines.at(-1) ?? "")?.[1] ?? "";
  const rest = lines.slice(0, -1).map((line) => ({ argv: inside(name, ["ip", ...line.split(" ")]) }));
  return [{ argv: ["ip", "netns", "add", name] }, ...rest];
}

/** A command as a line of sh(1), with what it reads below. */
export function shellText({ argv, stdin }: TypedCommand): string {
  const line = argv.map(quoted).join(" ");
  if (stdin === undefined) return line;
  let end = "EOF";
  while (stdin.split("\n").includes(end)) end += "_";
  return `${line} <<'${end}'\n${stdin}${end}`;
}
