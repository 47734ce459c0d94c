import { type Asker, askersOf, type Cell } from "./cells";

/** Where Docker 20.10 answers otherwise than the rules of Docker 28 say, and linuxnet as they do. */
export interface Difference {
  /** The questions, by their texts. */
  of: readonly string[];
  by: readonly Asker[];
  family?: 4 | 6;
  /** Where it is so: a part of a forwarding's title; everywhere if there is none. */
  under?: string;
  docker: "open" | "closed";
  /** The rule of Docker 28, or of CNI and netavark, that decides. */
  rule: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    of: ["published, by an address of the host", "isolated, published, by an address of the host"],
    ...{ by: ["other"], docker: "closed" },
    rule: "DOCKER-ISOLATION-STAGE-1/2 are gone: a container may reach another network's published ports by the host's address",
  },
  {
    of: ["published, by an address of the host"],
    ...{ by: ["same"], under: "br_netfilter off", docker: "closed" },
    rule: "masquerade what comes from the subnet itself to a published port (as CNI and netavark do), not only what comes from the target",
  },
  {
    of: ["published, by its own address", "isolated, published, by its own address"],
    ...{ by: ["wan"], docker: "open" },
    rule: "raw PREROUTING: per endpoint DROP `-d IP ! -i br`",
  },
  {
    of: ["unpublished, by its own address", "isolated, unpublished, by its own address"],
    ...{ by: ["wan"], under: "FORWARD ACCEPT", docker: "open" },
    rule: "filter: per network DROP `! -i br -o br`, so that isolation does not depend on the policy of FORWARD",
  },
  {
    of: ["published on 127.0.0.1, by that"],
    ...{ by: ["wan", "itself"], docker: "open" },
    rule: "raw PREROUTING: loopback-published port DROP `-d 127.x --dport H ! -i lo`",
  },
  {
    of: ["published on 127.0.0.1, by that"],
    ...{ by: ["same"], under: "br_netfilter on", docker: "open" },
    rule: "raw PREROUTING: loopback-published port DROP `-d 127.x --dport H ! -i lo`",
  },
  {
    of: ["internal, by its own address"],
    ...{ by: ["same"], family: 6, under: "br_netfilter on", docker: "closed" },
    rule: "DOCKER-INTERNAL: for IPv6 with the other interface's condition, so that neighbours find each other",
  },
  {
    of: ["isolated, published, by its own address", "isolated, unpublished, by its own address"],
    ...{ by: ["same"], under: "br_netfilter off", docker: "open" },
    rule: "ICC off is to hold; Docker's rules need bridge-nf-call-iptables 1 for it, the isolated ports of a bridge do not",
  },
];

/** The difference that a cell's answer to somebody is one of. */
export function differencesAt(cell: Cell, asker: Asker, forwarding: string): Difference[] {
  return DIFFERENCES.filter(
    ({ of, by, family = cell.family, under = "" }) =>
      of.includes(cell.what) && by.includes(asker) && family === cell.family && forwarding.includes(under),
  );
}

const NAMES: { [asker in Asker]: string } = {
  ...{ host: "host", localhost: "localhost", wan: "another host" },
  ...{ same: "same network", other: "another network", itself: "itself" },
};

/** The rows of docs/docker.md. */
export function differenceRows(): string[] {
  return DIFFERENCES.map(({ of, by, family, under, docker, rule }) => {
    const where = [...(family === undefined ? [] : [`IPv${family}`]), ...(under === undefined ? [] : [under])];
    const linuxnet = docker === "open" ? "closed" : "open";
    const who = by.map((asker) => NAMES[asker]).join(", ");
    return `| ${of.join("; ")} | ${who} | ${where.join(", ") || "everywhere"} | ${docker} | ${linuxnet} | ${rule} |`;
  });
}

/** What of a question's cells is open to somebody, as docs/docker.md says it. */
function openTo(cells: readonly Cell[], asker: Asker): string {
  const asked = cells.filter((cell) => askersOf(cell).includes(asker));
  if (asked.length === 0) return "";
  return asked[0]?.open.includes(asker) ? (asker === "localhost" && asked.length > 1 ? "yes, of IPv4" : "yes") : "no";
}

export function cellRows(cells: readonly Cell[]): string[] {
  const texts = [...new Set(cells.map(({ what }) => what))];
  return texts.map((what) => {
    const its = cells.filter((cell) => cell.what === what && cell.protocol === "tcp");
    const answers = (Object.keys(NAMES) as Asker[]).map((asker) => openTo(its, asker));
    return `| ${[what, ...answers].join(" | ")} |`.replaceAll(/  +/g, " ");
  });
}
