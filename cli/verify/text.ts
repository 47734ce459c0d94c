import Table from "cli-table3";
import { groupBy } from "../../provider/group-by";
import { endText } from "../../provider/packets/packet";
import { nameOf } from "../place-name";
import { agrees, type Target, type Tried } from "./tried";

/** What scripts read. */
export interface Json {
  agrees: boolean;
  tried: {
    from: string;
    to: string;
    address: string;
    protocol: "icmp" | "tcp";
    port: number | null;
    outcome: string;
    reason: string | null;
  }[];
}

export function jsonOf(all: readonly Tried[]): Json {
  return {
    agrees: all.every(agrees),
    tried: all.map(({ from, to, outcome, explanation: { stop } }) => ({
      ...{ from: nameOf(from), to: nameOf(to.place), address: to.address },
      ...(to.port === undefined ? { protocol: "icmp", port: null } : { protocol: "tcp", port: to.port }),
      ...{ outcome, reason: stop?.reason ?? null },
    })),
  };
}

/** A row for each who asks, a column for each who is asked. */
export function textOf(all: readonly Tried[]): string {
  if (all.length === 0) return "Nothing of this stack has an address.";
  const rows = groupBy(all, ({ from }) => nameOf(from));
  const columns = [...new Set(all.map(({ to }) => titleOf(to)))];
  const table = new Table({ head: ["from", ...columns], style: { head: [], border: [] } });
  for (const [from, its] of rows) {
    const cells = new Map(its.map((it) => [titleOf(it.to), cellOf(it)]));
    table.push([from, ...columns.map((column) => cells.get(column) ?? "")]);
  }
  const wrong = all.filter((it) => !agrees(it)).map(differenceOf);
  const end = wrong.length === 0 ? ["Real packets fare as `linuxnet explain` tells."] : wrong;
  return [table.toString(), ...end].join("\n");
}

function titleOf({ place, address, port = 0 }: Target): string {
  return `${nameOf(place)}\n${endText(address, port)}`;
}

function cellOf(it: Tried): string {
  const { outcome, explanation } = it;
  if (!agrees(it)) return `${outcome} (!)`;
  return outcome === "open" ? "yes" : (explanation.stop?.reason ?? outcome);
}

function differenceOf({ from, to, outcome, explanation: { arrives, stop } }: Tried): string {
  const told = arrives ? "it arrives" : `it does not arrive (${stop?.reason ?? ""}: ${stop?.text ?? ""})`;
  return `(!) from ${nameOf(from)} to ${endText(to.address, to.port ?? 0)}: explain tells that ${told}, a real packet is ${outcome}`;
}
