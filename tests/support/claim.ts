/** A command, and the namespace that it runs in; by default the lab's own network, which is the article's host. */
export interface Command {
  in?: string;
  run: readonly string[];
}

/** A web server that answers with the address of who asks. */
export interface WebServer {
  in: string;
  address: string;
  port: number;
}

/** Something that holds of a network, and the command that proves it by packets or by what the kernel says. */
export interface Claim extends Command {
  what: string;
  /** A part of what the command prints. `…` stands for any text within a line. */
  prints: string;
  /** What happens while the command, a tcpdump, listens. */
  during?: Command;
  /** Who is there to answer. */
  server?: WebServer;
  /** Something that is otherwise not so, for the time of the claim. */
  given?: { on: Command; off: Command };
  /** The one policy of FORWARD under which the claim holds. @default any */
  policy?: "DROP";
}

/** As a person would type it, behind a prompt that names the place: `ns0# ping 10.0.0.1`. */
export function commandText({ in: namespace = "host", run }: Command): string {
  return `${namespace}# ${run.join(" ")}`;
}
