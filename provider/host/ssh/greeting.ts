import { CommandError } from "../../errors";
import type { HostInputs } from "../../inputs/connection";
import { missing, missingPrograms } from "../programs";
import { destinationOf } from "./words";

const TABLES = ["iptables", "ip6tables"].flatMap((tool) =>
  ["", "-nft", "-legacy"].flatMap((backend) => ["", "-save", "-restore"].map((verb) => tool + backend + verb)),
);

/** All programs that linuxnet may run on a host. */
const PROGRAMS = [
  ...["ip", "bridge", "ss", "tc", "nsenter", "unshare", "flock", "sysctl", "conntrack", "nft", "lsns", ...TABLES],
  ...["bash", "ping", "timeout", "sh", "env", "base64", "mktemp", "stat", "cat", "find", "dd", "tee"],
  ...["mkdir", "chmod", "rm", "rmdir", "setsid", "systemctl"],
];

/** A line of sh(1) that tells what `greetingOf` reads. */
export const GREETING = [
  "id -u",
  ...PROGRAMS.map((program) => `command -v ${program} || echo`),
  "sed -n 's/^CapEff:\\s*//p' /proc/self/status",
].join("; ");

/** What a host has told of itself. */
export class Greeting {
  private readonly paths: ReadonlyMap<string, string>;
  /** Whether it may change networks, and enter namespaces. */
  readonly isPrivileged: boolean;

  /** @throws CommandError for a user that is not root. */
  constructor(
    private readonly host: HostInputs,
    text: string,
  ) {
    const [uid = "", ...rest] = text.split("\n");
    this.paths = new Map(PROGRAMS.map((program, index) => [program, rest[index] ?? ""]));
    const capabilities = BigInt(`0x${rest[PROGRAMS.length] || "0"}`);
    this.isPrivileged = [12n, 21n].every((bit) => (capabilities >> bit) & 1n);
    if (uid === "0") return;
    const answer = `host ${host.name}: expected root, it is the user with the number ${uid}`;
    throw new CommandError("no sudo", destinationOf(host), `${answer}\n  give user: "root", or sudo: true`);
  }

  has(program: string): boolean {
    return this.paths.get(program) !== "";
  }

  /** The path of a program there. @throws CommandError if it is not installed */
  find(program: string): string {
    const path = this.paths.get(program) ?? program;
    if (path === "") throw missing(program, ` of host ${this.host.name}`);
    return path;
  }

  /** Those that linuxnet cannot do without. */
  get missing(): ReturnType<typeof missingPrograms> {
    return missingPrograms((program) => this.has(program));
  }
}
