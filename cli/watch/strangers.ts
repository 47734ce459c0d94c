import { LinuxnetError } from "../../provider/errors";
import type { Host } from "../../provider/host/host";
import { inside } from "../../provider/namespaces";
import { namespaces } from "../namespaces";
import { identityOf } from "./monitor";

/** How often a new namespace is looked at: the mark comes a little after it. */
const LOOKS = 10;

/** Finds the namespaces that an update makes, by the stack's mark. */
export class Strangers {
  private readonly looks = new Map<string, number>();

  /** @param mark what the alias of a lo of the stack begins with; undefined finds none. */
  constructor(
    private readonly host: Host,
    private readonly mark: string | undefined,
  ) {}

  /** The names of those of the stack that are not among the known ones. */
  async found(known: ReadonlySet<string | undefined>): Promise<string[]> {
    if (this.mark === undefined) return [];
    const names: string[] = [];
    for (const name of namespaces().filter((it) => !known.has(it))) {
      const key = `${name} ${identityOf(name)}`;
      const looks = this.looks.get(key) ?? 0;
      if (looks >= LOOKS) continue;
      this.looks.set(key, looks + 1);
      if (await this.isMarked(name, this.mark)) names.push(name);
    }
    return names;
  }

  private async isMarked(name: string, mark: string): Promise<boolean> {
    if (identityOf(name) === undefined) return false;
    try {
      return (await this.host.run({ argv: inside(name, ["ip", "-o", "link", "show", "dev", "lo"]) })).includes(mark);
    } catch (error) {
      if (error instanceof LinuxnetError) return false;
      throw error;
    }
  }
}
