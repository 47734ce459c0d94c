import { CommandError } from "../errors";
import type { Command, Host } from "./host";

/** What a plan makes of the files under /etc/netns. */
export class PlannedFiles {
  /** By their paths: what each holds, or what more than it does; undefined where it removes one. */
  private readonly files = new Map<string, string | { more: string } | undefined>();

  /** Notes what a command does to a file. Answers whether it is one that does. */
  note([program, ...words]: readonly string[], stdin: string): boolean {
    const [, out] = /^of=(.*)$/.exec(words.find((word) => word.startsWith("of=")) ?? "") ?? [];
    const size = /^seek=(\d+)$/.exec(words.find((word) => word.startsWith("seek=")) ?? "")?.[1];
    const files = words.filter((word) => word.startsWith("/"));
    if (program === "rm") for (const file of files) this.files.set(file, undefined);
    else if (program === "tee") for (const file of files) this.append(file, stdin);
    else if (program === "dd" && out !== undefined) {
      if (words.some((word) => word.startsWith("oflag=append"))) this.append(out, stdin);
      else this.files.set(out, size === undefined ? stdin : this.heldBy(out).slice(0, Number(size)));
    } else return ["mkdir", "chmod", "rmdir"].includes(program ?? "");
    return true;
  }

  private append(file: string, text: string): void {
    const before = this.files.get(file);
    const isKnown = typeof before === "string" || (before === undefined && this.files.has(file));
    this.files.set(file, isKnown ? this.heldBy(file) + text : { more: `${before?.more ?? ""}${text}` });
  }

  private heldBy(file: string): string {
    const held = this.files.get(file);
    return typeof held === "string" ? held : "";
  }

  /** The answer of a command that reads files; undefined for any other. */
  async read(host: Host, command: Command): Promise<string | undefined> {
    const [program, first = "", ...rest] = command.argv;
    if (program === "find") return this.list(first, await host.run(command).catch(orNothing));
    if (program !== "cat" || ![first, ...rest].some((path) => this.files.has(path))) return undefined;
    const textOf = async (path: string): Promise<string> => {
      const held = this.files.get(path);
      if (typeof held === "string") return held;
      const before = await host.run({ ...command, argv: ["cat", path] }).catch(orNothing);
      return before + (held?.more ?? "");
    };
    return (await Promise.all([first, ...rest].map(textOf))).join("");
  }

  /** What find(1) tells, a place in `%y %s %P\0` each. */
  private list(folder: string, text: string): string {
    const pathOf = (entry: string): string => `${folder}/${entry.split(" ").slice(2).join(" ")}`;
    const all = text.split("\0").filter((entry) => entry !== "");
    const others = all.filter((entry) => !this.files.has(pathOf(entry)));
    const sizes = new Map(all.map((entry) => [pathOf(entry), Number(entry.split(" ")[1])]));
    const own = [...this.files].flatMap(([path, held]) => {
      if (held === undefined) return [];
      const size = typeof held === "string" ? held.length : (sizes.get(path) ?? 0) + held.more.length;
      return [`f ${size} ${path.slice(folder.length + 1)}`];
    });
    return [...others, ...own].map((entry) => `${entry}\0`).join("");
  }
}

/** A folder that is not there has nothing in it. */
function orNothing(error: unknown): string {
  if (error instanceof CommandError && error.reason === "absent") return "";
  throw error;
}
