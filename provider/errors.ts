/** What a failed command says about the world. `other` is never taken for any of the rest. */
export type Reason =
  | "exists"
  | "absent"
  | "denied"
  | "no namespace"
  | "in use"
  | "locked"
  | "busy"
  | "no room"
  | "bridge full"
  | "IPv6 off"
  | "no qdisc"
  | "not built in"
  | "old tool"
  | "timeout"
  | "missing tool"
  | "cancelled"
  | "unreachable"
  | "host key"
  | "no login"
  | "no sudo"
  | "other";

/** An error whose message is made for the person at the terminal: no stack trace is to be shown with it. */
export class LinuxnetError extends Error {
  override name = "LinuxnetError";
}

/** What is not done, and of which nothing has been done. */
export class Refusal extends LinuxnetError {}

/** A command that failed: what was run, and what it said. */
export class CommandError extends LinuxnetError {
  constructor(
    readonly reason: Reason,
    readonly command: string,
    readonly stderr: string,
    /** The line of a batch that failed, counted from 1, where the tool told it. */
    readonly line?: number,
  ) {
    super(
      `${reason === "other" ? `the command failed: ${stderr.split("\n", 1)[0]}` : EXPLANATION[reason]}\n  command: ${command}\n  answer: ${stderr}`,
    );
  }
}

/** A resource that was made or changed only in part. Pulumi keeps `state`, and the next `up` repairs it. */
export class PartialFailure extends LinuxnetError {
  constructor(
    override readonly cause: Error,
    readonly id: string,
    readonly state: object,
  ) {
    super(cause.message);
  }
}

const EXPLANATION: Record<Exclude<Reason, "other">, string> = {
  exists: "it already exists",
  absent: "something that it needs does not exist",
  denied:
    "permission denied: linuxnet needs CAP_NET_ADMIN and CAP_SYS_ADMIN (run it as root, or try it without in `linuxnet lab`)",
  "no namespace":
    "the file under /run/netns is no namespace: an interrupted command left it there, or it was made in another mount namespace",
  "in use": "something is mounted on it, or uses it",
  locked: "others have held the lock of iptables all the time",
  busy: "the kernel was busy each time",
  "no room":
    "the machine has no room for it: too few inodes in /run, memory, or network namespaces (user.max_net_namespaces)",
  "bridge full": "the bridge has 1023 ports already, and the kernel gives none more",
  "IPv6 off": "IPv6 is switched off there (net.ipv6.conf.*.disable_ipv6)",
  "no qdisc":
    "this kernel has no queueing discipline of this kind: a rate alone needs tbf (module sch_tbf), delay and loss need netem (module sch_netem)",
  "not built in":
    "this kernel cannot do it: VLANs of a bridge need CONFIG_BRIDGE_VLAN_FILTERING, other things the module that has them",
  "old tool": "iproute2 is too old: linuxnet needs 5.0 or later",
  timeout: "the command did not end in time",
  "missing tool": "a program that linuxnet needs is not installed",
  cancelled: "the operation was cancelled before this command",
  unreachable: "its host cannot be reached",
  "host key": "its host does not show a key that is known for it",
  "no login": "its host refuses the login",
  "no sudo": "its host gives no root's rights",
};

/** The texts of iproute2 6.1, util-linux 2.38 and iptables 1.8.9 under LC_ALL=C. */
const TEXTS: [RegExp, Reason][] = [
  [/reassociate to namespace .* failed: Invalid argument/, "no namespace"],
  [/File exists|already exists|Exclusivity flag on|NLM_F_REPLACE needed/, "exists"],
  [/Device or resource busy/, "in use"],
  [/No space left on device|Cannot allocate memory/, "no room"],
  [/holding the xtables lock/, "locked"],
  [/Resource temporarily unavailable|Interrupted system call|No buffer space|Dump was interrupted/, "busy"],
  [/Exchange full/, "bridge full"],
  [/RTNETLINK answers: Permission denied|IPv6 is disabled on/, "IPv6 off"],
  [/Specified qdisc kind is unknown/, "no qdisc"],
  [/RTNETLINK answers: Operation not supported/, "not built in"],
  [/Option "-j" is unknown/, "old tool"],
  [/Operation not permitted|Permission denied|you must be root/i, "denied"],
  [
    /Cannot find device|does not exist|No such device|No such process|No such file or directory|Cannot assign requested address|Invalid "netns" value|Peer netns reference is invalid|qdisc with handle of zero|\b0 flow entries have been deleted/,
    "absent",
  ],
];

/** The one place that reads the meaning of what a tool prints. */
export function reasonOf(stderr: string): Reason {
  return TEXTS.find(([text]) => text.test(stderr))?.[1] ?? "other";
}
