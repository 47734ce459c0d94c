import { CommandError } from "../errors";
import { parseJson } from "../iproute2/json";
import { type Link, parseLink, parseLinks } from "../iproute2/links";
import { PROTOCOL } from "../iproute2/routes";
import { restored } from "../iptables/restored";
import { parseSave, saveText } from "../iptables/save";
import { inside, placeOf } from "../namespaces";
import { type Effect, effectsOf } from "./effects";
import type { Command, Host } from "./host";
import { PlannedFiles } from "./planned-files";
import { PlannedNetwork } from "./planned-network";
import { isRead } from "./reads";
import { parseSysctls } from "./sysctls";
import { viewOf } from "./view";

/** A command that would change the kernel, with what it reads. A process id in it is 0. */
export interface PlannedCommand {
  argv: readonly string[];
  stdin: string;
}

/**
 * A host whose network is read and never changed. A command that would change it is kept for the plan, and later reads
 * tell what would follow from it: namespaces, links, routes, chains and parameters that come and go. What exists already
 * is refused, as the kernel does. An answer that takes more privileges than there are is empty.
 */
export class PlannedHost implements Host {
  private commands: PlannedCommand[] = [];
  private unseen: string[] = [];
  readonly isPlanned = true;
  private readonly network = new PlannedNetwork();
  private readonly files = new PlannedFiles();
  private readonly view = viewOf(this);

  constructor(private readonly host: Host) {}

  /** What was planned since the last time, and the commands for which privileges lacked. */
  take(): { commands: PlannedCommand[]; unseen: string[] } {
    const { commands, unseen } = this;
    [this.commands, this.unseen] = [[], []];
    return { commands, unseen };
  }

  async run(asked: Command): Promise<string> {
    const { argv, stdin = "", withErrors = false } = asked;
    const { namespace, words } = placeOf(argv);
    if (isRead(words)) return (await this.files.read(this.host, asked)) ?? this.read(namespace, words, withErrors);
    const command = { argv, stdin: typeof stdin === "string" ? stdin : stdin("0") };
    await this.foresee(namespace, words, command);
    this.commands.push(command);
    return "";
  }

  private async read(namespace: string | undefined, words: readonly string[], withErrors = false): Promise<string> {
    const { origin, tables, sysctls } = this.network.place(namespace);
    const [program, ...rest] = words;
    if (origin === "gone") throw absent(words);
    const planned = tables.get(program?.replace(/-save$/, "") ?? "");
    if (planned) return [...planned.comments, saveText(planned.tables)].join("\n");
    const [, name] = / show dev (\S+)$/.exec(words.join(" ")) ?? [];
    if (origin === "new" && program !== "sysctl") {
      if (name !== undefined) throw absent(words);
      return "";
    }
    // The parameters of a namespace to come are those of any new one; this one ends with the command.
    const argv = origin === "new" ? ["unshare", "--net", "--", ...words] : inside(namespace, words);
    const text = await this.look(withErrors ? { argv, withErrors } : { argv });
    if (program === "sysctl") {
      const values = { ...parseSysctls(text), ...sysctls };
      const keys = rest[0] === "-a" ? Object.keys(values).filter((key) => new RegExp(rest[2] ?? "").test(key)) : rest;
      return keys.map((key) => (values[key] === undefined ? "" : `${key} = ${values[key]}\n`)).join("");
    }
    if (rest.slice(-2).join(" ") === "rule show") return this.withoutRemovedRules(namespace, rest.at(-3) ?? "", text);
    if (name !== undefined && this.isRemoved(namespace, name, text)) throw absent(words);
    return text;
  }

  private async look(command: Command): Promise<string> {
    try {
      return await this.host.run(command);
    } catch (error) {
      if (!(error instanceof CommandError && error.reason === "denied")) throw error;
      this.unseen.push(command.argv.join(" "));
      return "";
    }
  }

  /** Of a priority that the plan leaves, no rule of linuxnet's stands. */
  private withoutRemovedRules(namespace: string | undefined, family: string, text: string): string {
    const all = parseJson<{ priority: number; protocol?: string }>(text);
    const isRemoved = (priority: number): boolean =>
      this.network.has({ kind: "rule", namespace, name: `${family} ${priority}` }) === false;
    return JSON.stringify(all.filter(({ priority, protocol }) => protocol !== PROTOCOL || !isRemoved(priority)));
  }

  private isRemoved(namespace: string | undefined, name: string, text: string): boolean {
    const link = parseLink(text, name);
    const isGone = this.network.has({ kind: "link", namespace, name }) === false;
    return isGone || (link !== undefined && this.network.isRemoved(link));
  }

  private async foresee(
    namespace: string | undefined,
    words: readonly string[],
    command: PlannedCommand,
  ): Promise<void> {
    const place = this.network.place(namespace);
    const [program = ""] = words;
    if (words.join(" ").endsWith("ip -batch -")) {
      for (const [index, line] of command.stdin.trimEnd().split("\n").entries()) {
        for (const effect of effectsOf(namespace, line.split(" "))) await this.apply(effect, command, index + 1);
      }
    } else if (program.endsWith("-restore")) {
      const tool = program.replace(/-restore$/, "");
      const text = await this.read(namespace, [`${tool}-save`], true);
      const comments = text.split("\n").filter((line) => line.startsWith("#"));
      place.tables.set(tool, { tables: restored(parseSave(text), command.stdin), comments });
    } else if (program === "ip") {
      for (const effect of effectsOf(namespace, words.slice(1))) await this.apply(effect, command, 1);
    } else if (!this.files.note(words, command.stdin) && program === "sysctl") {
      Object.assign(place.sysctls, parseSysctls(command.stdin));
    }
  }

  private async apply(effect: Effect, { argv }: PlannedCommand, line: number): Promise<void> {
    if (effect.verb === "add" && (await this.stands(effect))) {
      throw new CommandError("exists", argv.join(" "), "File exists", line);
    }
    this.network.note(effect, effect.verb === "remove" ? await this.linksOf(effect) : []);
  }

  private async stands(effect: Effect): Promise<boolean> {
    const { kind, namespace, name } = effect;
    const planned = this.network.has(effect);
    if (planned !== undefined) return planned;
    if (kind === "netns") return (await this.view.link(name, "lo")) !== undefined;
    if (kind === "link") return (await this.view.link(namespace, name)) !== undefined;
    const [destination = "", , metric, , table = ""] = name.split(" ");
    const told = destination.endsWith("/0") ? "default" : destination;
    const routes = await this.view.routes(namespace, destination.includes(":") ? 6 : 4, table);
    return routes.some((it) => it.destination === told && it.metric === Number(metric));
  }

  /** The links that are removed, or that a removed namespace takes along. */
  private async linksOf({ kind, namespace, name }: Effect): Promise<Link[]> {
    if (kind === "netns") return parseLinks(await this.read(name, ["ip", "-j", "-d", "addr", "show"]));
    const link = kind === "link" ? await this.view.link(namespace, name) : undefined;
    return link === undefined ? [] : [link];
  }
}

function absent(words: readonly string[]): CommandError {
  return new CommandError("absent", words.join(" "), "it does not exist in the plan");
}
