import { readdirSync } from "node:fs";
import { parseSave } from "../../provider/iptables/save";
import type { Place } from "./command";
import { settled } from "./settled";
import { aspectsOf, rulesText, snapshot } from "./snapshot";

/**
 * What the kernel holds of links, addresses, routes and rules, whoever made it: without marks, numbers and MAC addresses,
 * and with the rules of linuxnet's chains in the built-in chains that lead to them.
 */
export async function unmarked(): Promise<string> {
  await settled();
  const aspects = aspectsOf(await snapshot());
  const linesOf = (aspect: string): string[] => aspects.get(aspect) ?? [];
  const sections: Record<string, string[]> = {
    namespaces: linesOf("namespaces"),
    links: linesOf("links")
      .filter((line) => !/ alias linuxnet:/.test(line))
      .map(linkText),
    addresses: linesOf("addresses")
      .filter((line) => !/ (alias|link\/ether|inet6 fe80:|valid_lft) ?/.test(line))
      .map(linkText),
    routes: linesOf("routes")
      .filter((line) => !/ fe80:|multicast|anycast/.test(line))
      .map((line) => line.replace(/ proto (76|boot|static)\b/, "").trimEnd()),
    qdiscs: linesOf("qdiscs").map((line) => line.replace(/ [0-9a-f]+: /, " ").replace(/ seed \d+/, "")),
  };
  const places = [undefined, ...readdirSync("/run/netns").sort()];
  const rules = places.flatMap((place) => [...rulesOf(place, 4), ...rulesOf(place, 6)]);
  const sorted = Object.entries(sections).map(([name, lines]) => [`== ${name}`, ...lines.sort()].join("\n"));
  return [...sorted, "== rules", ...rules.sort()].join("\n");
}

function linkText(line: string): string {
  return line
    .replace(/ \d+: ([^:]+):/, " $1:")
    .replace(/@if\d+|@\w+(?=:)/, "")
    .replace(/ link-netnsid \d+/, "")
    .replace(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, "MAC")
    .replace(/ (port_id|port_no|designated_port|state) \S+/g, "")
    .replace(/ topology_change\w* \d/g, "")
    .replace(/\b[0-9a-f]{4}\.\S+/g, "ID")
    .replace(/ link-netns \S+/, "");
}

/** The rules of built-in chains, each once in a chain. Of OUTPUT those that can match there. */
function rulesOf(place: Place, family: 4 | 6): string[] {
  return [...parseSave(rulesText(place, family))].flatMap(([table, chains]) =>
    [...chains.keys()]
      .filter((name) => !name.startsWith("LN-"))
      .sort()
      .flatMap((name) =>
        [...new Set(chainRules(name, chains))]
          .filter((rule) => name !== "OUTPUT" || !/(^| )-i /.test(rule))
          .map((rule) => [place ?? "host", family, table, name, rule].join(" ")),
      ),
  );
}

function chainRules(name: string, chains: ReadonlyMap<string, string[]>): string[] {
  return (chains.get(name) ?? []).flatMap((rule) => {
    const [, inner] = / -j (LN-\S+)$/.exec(rule) ?? [];
    return inner === undefined ? [rule] : chainRules(inner, chains);
  });
}
