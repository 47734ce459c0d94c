import type { Argument, Command, Option } from "commander";

/** What may stand where somebody is typing: words, each with what it means, or what the shell itself knows. */
export type Candidates = Candidate[] | "files" | "commands";

export interface Candidate {
  word: string;
  about: string;
}

/** Answers the names of the namespaces that there are. */
export type Namespaces = () => string[];

/**
 * What may stand in the place of the last of the words after the program's name; those before it are complete.
 */
export function candidatesOf(program: Command, words: readonly string[], namespaces: Namespaces): Candidates {
  const typed = words.at(-1) ?? "";
  const place = placeAfter(program, words.slice(0, -1));
  if (place.option) return wordsOf(place.option, typed, namespaces);
  if (place.hasOptions && typed.startsWith("-")) return optionsOf(place.command, typed, namespaces);
  const subcommands = place.command.createHelp().visibleCommands(place.command);
  if (subcommands.length > 0) {
    return starting(
      typed,
      subcommands.map((it) => ({ word: it.name(), about: it.summary() || it.description() })),
    );
  }
  const argument = argumentAt(place.command, place.count);
  if (argument === undefined) return [];
  // A command has words of its own behind it.
  return argument.variadic && place.count >= place.command.registeredArguments.length
    ? "files"
    : wordsOf(argument, typed, namespaces);
}

/** Where the next word stands. */
interface Place {
  command: Command;
  /** How many arguments the command has got. */
  count: number;
  /** Whether an option may stand there. */
  hasOptions: boolean;
  /** The option whose value it is. */
  option?: Option;
}

function placeAfter(program: Command, words: readonly string[]): Place {
  const place: Place = { command: program, count: 0, hasOptions: true };
  for (const word of words) {
    // Bash takes `--option=value` for three words.
    if (word === "=") continue;
    if (place.option) delete place.option;
    else if (place.hasOptions && word === "--") place.hasOptions = false;
    else if (place.hasOptions && word.startsWith("-")) {
      const option = place.command.options.find((it) => isCalled(it, word));
      if (option && !option.isBoolean()) place.option = option;
    } else if (place.command === program) {
      place.command = program.commands.find((it) => it.name() === word) ?? program;
    } else if (!(place.count > 0 && word === "--")) {
      place.count += 1;
      // Behind the first word of a command all is that command's.
      if (argumentAt(place.command, place.count - 1)?.variadic) place.hasOptions = false;
    }
  }
  return place;
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

function optionsOf(command: Command, typed: string, namespaces: Namespaces): Candidates {
  const options = command.createHelp().visibleOptions(command);
  const [, name, value] = /^(--[^=]+)=(.*)$/.exec(typed) ?? [];
  if (name === undefined) {
    return starting(
      typed,
      options.map(({ long, short, description }) => ({ word: long ?? short ?? "", about: description })),
    );
  }
  const option = options.find((it) => isCalled(it, name));
  const values = option ? wordsOf(option, value ?? "", namespaces) : [];
  return typeof values === "string" ? values : values.map((it) => ({ ...it, word: `${name}=${it.word}` }));
}

/** What an argument or an option takes: one of its choices, or what its name in the help says. */
function wordsOf(it: Argument | Option, typed: string, namespaces: Namespaces): Candidates {
  if (it.argChoices) {
    return starting(
      typed,
      it.argChoices.map((word) => ({ word, about: "" })),
    );
  }
  switch (nameOf(it)) {
    case "FILE":
    case "FOLDER":
      return "files";
    case "COMMAND":
      return "commands";
    case "NS":
    case "FROM":
    case "TO[:PORT]": {
      const host = { word: "host", about: "the network that linuxnet runs in" };
      return starting(typed, [host, ...namespaces().map((word) => ({ word, about: "namespace" }))]);
    }
    default:
      return [];
  }
}

/** `FILE` of the option `--package <FILE>`, and of the argument `<FILE>`. */
function nameOf(it: Argument | Option): string {
  return "flags" in it ? (/<(.+)>/.exec(it.flags)?.[1] ?? "") : it.name();
}

function isCalled({ long, short }: Option, name: string): boolean {
  return name === long || name === short;
}

function starting(typed: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(typed));
}
