import { type Family, withoutLength } from "../inputs/addresses";
import { firstPort, lastPort } from "../inputs/values";
import { chainsOf, isPart } from "../iptables/chains";
import { type Owner, ownerOfPart } from "../owner";
import type { Attachment } from "./container";
import { groupsOfWays, PUBLISHED } from "./container-parts";
import { wayOf } from "./container-ways";
import { targetOf } from "./port-forward-rules";
import type { View } from "./spec";

/** The ports that a container publishes, as a program writes them. */
export async function publishedBy(networks: readonly Attachment[], mark: Owner, view: View): Promise<string[]> {
  const all = await Promise.all(
    groupsOfWays(networks).flatMap(({ suffix, families, place: { namespace } }) =>
      families.map(async (family) => ({ suffix, family, tables: await view.tables(namespace, family) })),
    ),
  );
  const textsIn = (key: string): string[][] =>
    all.map(({ suffix, family, tables }) => {
      const chains = tables.get("nat") ?? new Map<string, string[]>();
      const names = chainsOf(ownerOfPart(mark, `${key}${suffix}`), chains.keys()).filter((name) =>
        isPart(name, "DNAT"),
      );
      return names.flatMap((name) => (chains.get(name) ?? []).flatMap((rule) => textOf(rule, family) ?? []));
    });
  const [any4 = [], any6 = []] = textsIn(PUBLISHED.any);
  return [
    ...any4.map((text) => (wayOf(networks, 6) === undefined || any6.includes(text) ? text : `0.0.0.0:${text}`)),
    ...any6.filter((text) => !any4.includes(text)).map((text) => `[::]:${text}`),
    ...textsIn(PUBLISHED.named).flat(),
  ];
}

/** What a rule translates, as a program writes it. */
function textOf(rule: string, family: Family): string | undefined {
  const [, protocol = "", first, last] = /-p (\w+) .*--dport (\d+)(?::(\d+))? /.exec(rule) ?? [];
  const [, way = ""] = /-j (DNAT .*)$/.exec(rule) ?? [];
  if (first === undefined) return undefined;
  const hostPort = last === undefined ? Number(first) : `${first}-${last}`;
  const target = targetOf(way, hostPort);
  if (target === undefined) return undefined;
  const end = target.port + lastPort(hostPort) - firstPort(hostPort);
  const address = withoutLength(/^-d (\S+) /.exec(rule)?.[1] ?? "");
  const front = address === "" ? "" : family === 6 ? `[${address}]:` : `${address}:`;
  const ports = `${hostPort}:${target.port}${end === target.port ? "" : `-${end}`}`;
  return `${front}${ports}${protocol === "tcp" ? "" : `/${protocol}`}`;
}
