import type { Flows } from "../conntrack/flows";
import type { Family } from "../inputs/addresses";
import type { Wanted } from "../iptables/restore";
import type { Names } from "../netns-files/names";
import type { Owner } from "../owner";
import type { Restart } from "./service";

/**
 * One thing to do to the kernel. Steps are data, so that they can be printed as a plan, tested as text and run in one
 * batch. Doing a step twice is the same as doing it once, but for what makes a new object.
 */
export type Step =
  /** A line of ip(8), run inside `namespace`. */
  | { tool: "ip"; namespace: string | undefined; words: readonly string[] }
  /**
   * A line of ip-rule(8) for a family, which is no word of a batch. With `alone` it fails where a rule of linuxnet's has
   * that priority.
   */
  | { tool: "ip rule"; namespace: string | undefined; family: Family; words: readonly string[]; alone?: number }
  /** A line of bridge(8) or tc(8). */
  | { tool: "bridge" | "tc"; namespace: string | undefined; words: readonly string[] }
  /** A new network namespace that carries `tag` from its first moment, with lo up. */
  | { tool: "netns"; name: string; tag: string }
  /** The end of a namespace's name; who keeps it alive, and what of others goes with it, is told. */
  | { tool: "netns delete"; name: string }
  /** Kernel parameters, as sysctl(8) takes them. */
  | { tool: "sysctl"; namespace: string | undefined; values: Record<string, string> }
  /**
   * From now on the chains of `owner` in `namespace` are exactly these: missing ones are made, others removed. Then those
   * rules of built-in chains go that are `replaced`, see `Origin`.
   */
  | ({ tool: "iptables"; namespace: string | undefined } & Wanted)
  /** From now on the lines of an owner in the files of namespaces are exactly these, see `Names`. */
  | ({ tool: "names" } & Names)
  /** The kernel forgets these flows, which would go on by rules that are no more. */
  | { tool: "conntrack"; namespace: string | undefined; flows: Flows }
  /** From now on the service of `owner` runs, as this says and no other way. */
  | ({ tool: "service"; owner: Owner } & ServiceWords)
  /** The end of a service, and of what is known of it. */
  | { tool: "service stop"; owner: Owner }
  /** Packets must fare as expected within so many seconds. Nothing is changed. */
  | ({ tool: "probe"; expect: Outcome; timeout: number } & Probe);

/** A packet or a connection to try. */
export interface Probe {
  namespace: string | undefined;
  protocol: "tcp" | "udp" | "icmp";
  address: string;
  /** Of tcp and udp. */
  port?: number;
  /** Of a ping: how long it is, in bytes with its headers, and not to be cut. @default 84 */
  size?: number;
}

/**
 * What becomes of it: an answer comes; somebody says that nothing listens, or that nobody is there to be reached; or nobody
 * says anything, as where a rule drops it.
 */
export type Outcome = "open" | "refused" | "unreachable" | "filtered";

/** How a service runs. */
export interface ServiceWords {
  name: string;
  namespace: string | undefined;
  logFile: string;
  restart: Restart;
  /** In seconds. */
  restartDelay: number;
  /** The script of sh(1) that becomes its process. */
  program: string;
  /** What tells it from all other ways of running a service, but for how it is started again. */
  digest: string;
  /** What no message may show. */
  hidden: readonly string[];
}

/** What stands of a service, which may be half made. */
export interface ServiceRecord {
  digest: string | undefined;
  restart?: Restart;
  restartDelay?: number;
  /** `elsewhere` is in another namespace than the one that bears the name by now; undefined for one that does not run. */
  process: "runs" | "elsewhere" | undefined;
  isSupervised: boolean;
  /** How the process ended, where that is known: an exit status, or the name of a signal such as `KILL`. */
  ended: string | undefined;
}

/** A line of ip(8) inside a namespace, or in the host's own network. */
export function ipStep(namespace: string | undefined, ...words: string[]): Step {
  return { tool: "ip", namespace, words };
}
