import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statfsSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as passed } from "node:timers/promises";
import { inside, namespacePath } from "../../provider/namespaces";
import type { Place } from "../../provider/packets/network";
import { tethered } from "../tethered";

/** What statfs(2) says of a namespace that is bound to a path. */
const NSFS_MAGIC = 0x6e736673;

/** What tells a namespace from others that had its name before; undefined where there is none. The host's is the same always. */
export function identityOf(place: Place): string | undefined {
  if (place === undefined) return "host";
  try {
    const path = namespacePath(place);
    return statfsSync(path).type === NSFS_MAGIC ? String(statSync(path).ino) : undefined;
  } catch {
    return undefined;
  }
}

/** An ip-monitor(8) in one network. While it runs, it keeps the network alive. */
export class Monitor {
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private isEnded = false;

  /** @param fail is told in ip's words when it ends by itself. */
  constructor(
    place: Place,
    readonly identity: string,
    onLine: (line: string) => void,
    fail: (text: string) => void,
  ) {
    const argv = inside(place, ["ip", "-o", "monitor", "label", "link", "address", "route", "rule"]);
    this.child = tethered(argv, ["ignore", "pipe", "pipe"]);
    let errors = "";
    this.child.stderr?.on("data", (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-1000)));
    if (this.child.stdout) createInterface({ input: this.child.stdout }).on("line", onLine);
    this.closed = once(this.child, "close").then(() => {
      if (!this.isEnded) fail(errors.trim().split("\n").at(-1) ?? "");
    });
  }

  /** Once it hears what changes, or has ended, or after two seconds. */
  async listening(): Promise<void> {
    for (let tries = 0; tries < 100 && this.child.exitCode === null && !this.hears(); tries++) await passed(20);
  }

  /** Whether it has joined groups of netlink(7), by proc(5). */
  private hears(): boolean {
    try {
      const sockets = readFileSync(`/proc/${this.child.pid}/net/netlink`, "latin1").split("\n");
      return sockets
        .map((it) => it.trim().split(/\s+/))
        .some(([, protocol, port, groups = ""]) => {
          return protocol === "0" && port === String(this.child.pid) && !/^0*$/.test(groups);
        });
    } catch {
      return false;
    }
  }

  /** Once this is done, the network is kept alive no more. */
  async end(): Promise<void> {
    this.isEnded = true;
    this.child.kill("SIGKILL");
    await this.closed;
  }
}
