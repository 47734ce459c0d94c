/** Who asks: the host, by an address of its own or by that of lo; a host outside; or a container, which may be the one that is asked. */
export const ASKERS = ["host", "localhost", "wan", "same", "other", "itself"] as const;
export type Asker = (typeof ASKERS)[number];

export type Protocol = "tcp" | "udp" | "sctp";

/** A question to a container, and who gets an answer. */
export interface Question {
  what: string;
  /**
   * Asked for is an address of the host, by itself also lo's; the uplink's alone; the container's own; or 127.0.0.1, to
   * which neighbours take the host for the way.
   */
  to: "host" | "uplink" | "container" | "loopback";
  port: number;
  /** Where the container is. */
  network: "web" | "shut" | "apart";
  open: readonly Asker[];
}

/** One question of a protocol and family. */
export interface Cell extends Question {
  protocol: Protocol;
  family: 4 | 6;
}

/** Whoever is in the network, and the host, which is its gateway. */
const NEAR: readonly Asker[] = ["host", "same", "itself"];

/** What Docker 28 answers, by its rules. */
const QUESTIONS: readonly Question[] = [
  { what: "published, by an address of the host", to: "host", port: 8080, network: "web", open: ASKERS },
  { what: "published, by its own address", to: "container", port: 80, network: "web", open: NEAR },
  { what: "unpublished, by its own address", to: "container", port: 81, network: "web", open: NEAR },
  { what: "unpublished, by an address of the host", to: "host", port: 81, network: "web", open: [] },
  { what: "published on 127.0.0.1, by that", to: "loopback", port: 8081, network: "web", open: ["localhost"] },
  {
    what: "published on 127.0.0.1, by an address of the host",
    ...{ to: "uplink", port: 8081, network: "web", open: [] },
  },
  { what: "internal, by its own address", to: "container", port: 80, network: "shut", open: NEAR },
  { what: "internal, by an address of the host", to: "host", port: 7080, network: "shut", open: [] },
  {
    what: "isolated, published, by an address of the host",
    ...{ to: "host", port: 9080, network: "apart", open: ["host", "localhost", "wan", "other"] },
  },
  {
    what: "isolated, published, by its own address",
    ...{ to: "container", port: 80, network: "apart", open: ["host", "itself"] },
  },
  {
    what: "isolated, unpublished, by its own address",
    ...{ to: "container", port: 81, network: "apart", open: ["host", "itself"] },
  },
];

/** Rules cannot forward from ::1, and nothing is published on it. */
const isAsked = ({ to, port }: Question, family: 4 | 6): boolean =>
  family === 4 || (to !== "loopback" && port !== 8081);

function cellsOf(...protocols: Protocol[]): readonly Cell[] {
  return QUESTIONS.flatMap((question) =>
    ([4, 6] as const)
      .filter((family) => isAsked(question, family))
      .flatMap((family) => protocols.map((protocol) => ({ ...question, family, protocol }))),
  );
}

export const CELLS = cellsOf("tcp", "udp");

/** For a kernel that has its sockets. */
export const SCTP_CELLS = cellsOf("sctp");

export function textOf({ what, protocol, family }: Cell): string {
  return `${what}: ${protocol}, IPv${family}`;
}

/** Who asks: by lo only what the host has, and 127.0.0.1 not by another address of the host. */
export function askersOf({ to }: Cell): readonly Asker[] {
  const none: Asker | undefined = (
    { host: undefined, uplink: "localhost", container: "localhost", loopback: "host" } as const
  )[to];
  return ASKERS.filter((asker) => asker !== none);
}

/** Who is to get an answer, whatever FORWARD's policy is and whether bridges hand frames to iptables. */
export function expected(cell: Cell): Asker[] {
  const { open, family } = cell;
  return askersOf(cell).filter((asker) => open.includes(asker) && !(family === 6 && asker === "localhost"));
}

/** The answers as they are recorded: who gets one, by cell. */
export type Answers = { [cell: string]: string };

export function answersOf(open: (cell: Cell) => readonly Asker[], cells = CELLS): Answers {
  return Object.fromEntries(cells.map((cell) => [textOf(cell), open(cell).join(" ")]));
}
