import { HOST_GATEWAY } from "../inputs/resolver";
import { hostsPath, type NetnsFiles, parseLines, resolvConfPath } from "../netns-files/lines";
import type { Owner } from "../owner";
import type { ContainerInputs } from "./container";
import { ownerOfNames } from "./container-names";

type OwnFiles = Pick<ContainerInputs, "hostname" | "hosts" | "dns" | "dnsSearch" | "dnsOptions"> & {
  /** The other names of an address of its own. */
  aliases: (address: string) => string[];
};

/** What a container's files say; undefined where it has none. */
export function namesOf(mark: Owner, name: string, files: NetnsFiles): OwnFiles | undefined {
  const owner = ownerOfNames(mark);
  const linesOf = (path: string): { words: string[]; network?: string }[] =>
    parseLines(path, files.get(path) ?? "")
      .filter((line) => line.owner === owner)
      .map(({ text, network }) => ({ words: text.split(" "), ...(network === undefined ? {} : { network }) }));
  const lines = linesOf(hostsPath(name));
  if (lines.length === 0) return undefined;
  const own = lines.filter(({ network }) => network !== undefined).map(({ words }) => words);
  const others = lines.filter(({ network, words }) => network === undefined && words[1] !== "localhost");
  const hosts: Record<string, string> = {};
  for (const {
    words: [address = "", host = ""],
  } of others)
    hosts[host] = host in hosts ? HOST_GATEWAY : address;
  const resolver = linesOf(resolvConfPath(name)).map(({ words }) => words);
  const said = (word: string): string[] => resolver.filter(([first]) => first === word).flatMap(([, ...rest]) => rest);
  const [hostname] = own.flatMap(([, first]) => first ?? []).filter((it) => it !== name);
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ...(others.length === 0 ? {} : { hosts }),
    ...given("dns", said("nameserver")),
    ...given("dnsSearch", said("search")),
    ...given("dnsOptions", said("options")),
    aliases: (address) =>
      own.find(([it]) => it === address)?.filter((it) => ![address, name, hostname].includes(it)) ?? [],
  };
}

function given<Key extends string>(key: Key, values: string[]): { [K in Key]?: string[] } {
  return values.length === 0 ? {} : ({ [key]: values } as { [K in Key]?: string[] });
}
