import { CommandError } from "../errors";
import { parseJson } from "../iproute2/json";
import { inside, placeOf } from "../namespaces";
import type { Host } from "./host";

/** How many lines one run of ip answers. */
const AT_ONCE = 64;

/** From so many on, to see all links of a namespace costs less than to look for each. */
const MANY = 32;

/** One read that waits for its answer. */
interface Waiting {
  words: readonly string[];
  settle: (answer: string | Promise<string>) => void;
  refuse: (error: unknown) => void;
}

/**
 * A host on which what is read of one namespace in one turn of the event loop is read by one program: by a batch of ip,
 * after what a shell itself reads of parameters. What is asked for twice is read once.
 */
export function gathering(host: Host): Host {
  if (host.readAll === undefined) return host;
  const waiting = new Map<string | undefined, Map<string, Waiting & { answer: Promise<string> }>>();
  const gather = (namespace: string | undefined, words: readonly string[]): Promise<string> => {
    const all = waiting.get(namespace) ?? new Map<string, Waiting & { answer: Promise<string> }>();
    if (all.size === 0) {
      waiting.set(namespace, all);
      setImmediate(() => {
        waiting.delete(namespace);
        readAll(host, namespace, [...all.values()]).catch((error: unknown) => {
          all.forEach(({ refuse }) => refuse(error));
        });
      });
    }
    const key = words.join(" ");
    const known = all.get(key);
    if (known) return known.answer;
    let [settle, refuse]: [Waiting["settle"], Waiting["refuse"]] = [() => undefined, () => undefined];
    const answer = new Promise<string>((resolve, reject) => ([settle, refuse] = [resolve, reject]));
    all.set(key, { words, settle, refuse, answer });
    return answer;
  };
  return {
    run(command) {
      const { namespace, words } = placeOf(command.argv);
      const isOne = Object.keys(command).join() === "argv" && (lineOf(words) ?? keysOf(words)) !== undefined;
      return isOne ? gather(namespace, words) : host.run(command);
    },
  };
}

async function readAll(host: Host, namespace: string | undefined, asked: readonly Waiting[]): Promise<void> {
  const ofLinks = asked.filter(({ words }) => deviceOf(words) !== undefined);
  const told = ofLinks.length < MANY ? new Map<string, string>() : await linksOf(host, namespace);
  const all = asked.filter(({ words, settle }) => {
    const link = told.get(deviceOf(words) ?? "");
    if (link !== undefined) settle(link);
    return link === undefined;
  });
  const alone = (some: readonly Waiting[]): void =>
    some.forEach(({ words, settle }) => settle(host.run({ argv: inside(namespace, words) })));
  const lines = all.filter(({ words }) => lineOf(words) !== undefined);
  if (host.readAll === undefined || lines.length === 0 || all.length < 2) return alone(all);
  const parameters = all.filter((it) => !lines.includes(it));
  let keys = [...new Set(parameters.flatMap(({ words }) => keysOf(words) ?? []))];
  let size = AT_ONCE;
  for (let rest = lines; rest.length > 0;) {
    const some = rest.slice(0, size);
    const asked = some.map(({ words }) => lineOf(words) as string);
    try {
      const { values, answers, hasFailed } = await host.readAll(namespace, keys, asked);
      if (keys.length > 0) parameters.splice(0).forEach(({ settle }) => settle(values));
      keys = [];
      answers.forEach((answer, index) => some[index]?.settle(answer));
      // What fails is asked alone: its error is of its own words.
      alone(rest.slice(answers.length, answers.length + Number(hasFailed)));
      rest = rest.slice(answers.length + Number(hasFailed));
    } catch (error) {
      const isAbsent = error instanceof CommandError && error.reason === "absent";
      if (isAbsent) return all.forEach(({ refuse }) => refuse(error));
      // One of them was broken off, as by changes of others.
      if (size === 1) return alone([...rest, ...parameters]);
      size = Math.ceil(Math.min(size, some.length) / 4);
    }
  }
}

/** What ip shows of each link, by its name; nothing where others changed them all the time. */
async function linksOf(host: Host, namespace: string | undefined): Promise<Map<string, string>> {
  try {
    const text = await host.run({ argv: inside(namespace, ["ip", "-j", "-d", "addr", "show"]) });
    return new Map(parseJson<{ ifname?: string }>(text).map((it) => [it.ifname ?? "", JSON.stringify([it])]));
  } catch (error) {
    if (error instanceof CommandError) return new Map();
    throw error;
  }
}

function deviceOf(words: readonly string[]): string | undefined {
  return /^addr show dev (\S+)$/.exec(lineOf(words) ?? "")?.[1];
}

/** The line of a batch of `ip -j -d` that answers a read; undefined where it is another. */
function lineOf(words: readonly string[]): string | undefined {
  return /^ip -j -d (?:-4 )?((?:addr show dev|route show table) \S+)$/.exec(words.join(" "))?.[1];
}

/** The parameters that a read asks for. */
function keysOf(words: readonly string[]): readonly string[] | undefined {
  return words[0] === "sysctl" && words[1] === "-e" ? words.slice(2) : undefined;
}
