import { CommandError } from "../errors";
import type { Command, Host } from "./host";

/** What a plan makes of the files under /etc/netns. */
export class PlannedFiles {
  /** By their paths; undefined where it removes one. */
  private readonly files = new Map<string, string | undefined>();

  /** Notes what a command does to a file. Answers whether it is one that does. */
  note([program, ...words]: readonly string[], stdin: string): boolean {
    const [, out] = /^of=(.*)$/.exec(words.find((word) => word.startsWith("of=")) ?? "") ?? [];
    const last = words.at(-1) ?? "";
    const size = /^seek=(\d+)$/.exec(words.find((word) => word.startsWith("seek=")) ?? "")?.[1];
    if (program === "rm") this.files.set(last, undefined);
    else if (program === "dd" && out !== undefined) {
      this.files.set(out, size === undefined ? stdin : this.files.get(out)?.slice(0, Number(size)));
    } else return ["mkdir", "chmod", "rmdir"].includes(program ?? "");
    return true;
  }

  /** The answer of a command that reads files; undefined for any other. */
  async read(host: Host, command: Command): Promise<string | undefined> {
    const [program, first = "", ...rest] = command.argv;
    if (program === "find") return this.list(first, await host.run(command).catch(orNothing));
    if (program !== "cat" || ![first, ...rest].some((path) => this.files.has(path))) return undefined;
    const textOf = async (path: string): Promise<string> =>
      this.files.get(path) ?? host.run({ ...command, argv: ["cat", path] });
    return (await Promise.all([first, ...rest].map(textOf))).join("");
  }

  /** What find(1) tells, a place in `%y %s %P\0` each. */
  private list(folder: string, text: string): string {
    const pathOf = (entry: string): string => `${folder}/${entry.split(" ").slice(2).join(" ")}`;
    const others = text.split("\0").filter((entry) => entry !== "" && !this.files.has(pathOf(entry)));
    const own = [...this.files].flatMap(([path, content]) =>
      content === undefined ? [] : [`f ${content.length} ${path.slice(folder.length + 1)}`],
    );
    return [...others, ...own].map((entry) => `${entry}\0`).join("");
  }
}

/** A folder that is not there has nothing in it. */
function orNothing(error: unknown): string {
  if (error instanceof CommandError && error.reason === "absent") return "";
  throw error;
}
