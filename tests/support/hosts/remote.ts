import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FOLDERS } from "../../../provider/host/programs";
import type { HostInputs } from "../../../provider/inputs/connection";
import { sh, succeeds } from "../command";
import "../lab";

/* Other hosts, within a lab: a network and a /run of their own, and Debian's sshd. */

const UNPACKED = resolve(__dirname, "../../../.tools/ssh-server");
const LIBRARIES = `${UNPACKED}/usr/lib/x86_64-linux-gnu:${UNPACKED}/usr/lib/aarch64-linux-gnu`;

/** Where sshd is; undefined where the set-up could not get it. */
const SSHD = [`${UNPACKED}/usr/sbin/sshd`, "/usr/sbin/sshd"].find((it) => existsSync(it));

const HAS_CLIENT = FOLDERS.some((folder) => existsSync(`${folder}/ssh`));

/** Why there can be no other host; undefined where there can be. */
export const whyNoHosts =
  SSHD === undefined || !HAS_CLIENT ? "there is no ssh, or no sshd: `npm run setup -- tests` gets both" : undefined;

/** A host with a cable to the lab's own network, its address 10.99.NUMBER.2. */
export class RemoteHost {
  private readonly folder = mkdtempSync("/tmp/linuxnet-host-");
  private process: ChildProcess | undefined;

  private constructor(
    readonly name: string,
    private readonly number: number,
  ) {}

  static async start(name: string, number: number): Promise<RemoteHost> {
    const host = new RemoteHost(name, number);
    host.makeKey("client");
    host.makeKey("host");
    host.write("authorized_keys", host.read("client.pub"));
    // sshd reads it as the user.
    chmodSync(host.folder, 0o755);
    chmodSync(host.file("authorized_keys"), 0o644);
    host.knowKey();
    host.write(
      "sshd_config",
      [
        "ListenAddress 0.0.0.0",
        `HostKey ${host.file("host")}`,
        `AuthorizedKeysFile ${host.file("authorized_keys")}`,
        "PermitRootLogin prohibit-password",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "StrictModes no",
        "UsePAM no",
        "PidFile none",
        "",
      ].join("\n"),
    );
    await host.boot();
    return host;
  }

  /** What a program says of it. */
  get inputs(): HostInputs {
    return {
      ...{ name: this.name, address: `10.99.${this.number}.2`, user: "root" },
      ...{ identityFile: this.file("client"), knownHosts: this.file("known_hosts") },
    };
  }

  /** It starts with nothing in its network and its /run. */
  async boot(): Promise<void> {
    const own = ["--net", "--mount", "--propagation", "private", "--"];
    const words = ["sh", join(__dirname, "host.sh"), this.folder, SSHD as string];
    this.process = spawn("unshare", [...own, ...words], {
      env: { ...process.env, LD_LIBRARY_PATH: LIBRARIES },
      stdio: ["pipe", "pipe", "inherit"],
      detached: true,
    });
    await once(this.process.stdout as NodeJS.ReadableStream, "data");
    const network = `10.99.${this.number}`;
    const uplink = `uplink address 02:00:00:00:00:0${this.number} netns ${this.process.pid}`;
    sh(`ip link add ${this.cable} type veth peer name ${uplink}`);
    sh(`ip address add ${network}.1/24 dev ${this.cable}`);
    sh(`ip link set ${this.cable} up`);
    this.run(`ip address add ${network}.2/24 dev uplink`);
    this.run("ip link set uplink up");
    this.process.stdin?.write("\n");
    const isServing = (): boolean => this.run("ss -Hltn sport = 22").includes(":22");
    for (let tries = 0; !isServing(); tries++) {
      if (tries > 100) throw new Error(`sshd does not listen: ${this.read("sshd.log")}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What a command prints that somebody runs there. */
  run(line: string): string {
    return this.execute(line.split(" "));
  }

  execute(argv: readonly string[]): string {
    const pid = String(this.process?.pid);
    const words = ["--net", "--mount", "--target", pid, "--", ...argv];
    return execFileSync("nsenter", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** All that linuxnet may change of it, as text that two moments can be compared by. */
  standing(): string {
    return this.execute(["sh", "-c", STANDING]);
  }

  /** All its processes end, and its network with them. */
  async stop(): Promise<void> {
    const { process } = this;
    const ended = process?.exitCode === null && process.signalCode === null ? once(process, "exit") : undefined;
    for (const pid of this.processes()) kill(pid);
    await ended;
    this.process = undefined;
    // Its end of the cable goes with the last of them, some time later.
    succeeds(["ip", "link", "delete", this.cable]);
  }

  /** As after a power cut: nothing of what was set is left. */
  async reboot(): Promise<void> {
    await this.stop();
    await this.boot();
  }

  /** Ends the sessions that are open; with those to come, sshd itself. */
  endSessions(toCome = false): void {
    for (const pid of this.processes()) {
      const command = commandOf(pid);
      if (command.startsWith("sshd: ") && (toCome || !command.includes("[listener]"))) kill(pid);
    }
  }

  /** What is cut is neither ended nor refused. */
  cut(isCut: boolean): void {
    sh(`ip link set ${this.cable} ${isCut ? "down" : "up"}`);
  }

  /** From now on it shows another key, which nobody knows. */
  async changeKey(): Promise<void> {
    rmSync(this.file("host"));
    this.makeKey("host");
    await this.reboot();
  }

  /** From now on the key that it shows is known. */
  knowKey(): void {
    this.write("known_hosts", `10.99.${this.number}.2 ${this.read("host.pub")}`);
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.file(name), text, { mode: 0o600 });
  }

  private read(name: string): string {
    return readFileSync(this.file(name), "utf8");
  }

  private makeKey(name: string): void {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", this.file(name)]);
  }

  private get cable(): string {
    return `to-${this.name}`;
  }

  /** Those in its mount namespace. */
  private processes(): number[] {
    const own = `/proc/${this.process?.pid}/ns/mnt`;
    const script = `for it in /proc/[0-9]*; do [ "$it/ns/mnt" -ef ${own} ] && echo "\${it#/proc/}"; done; true`;
    return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean).map(Number);
  }
}

const STANDING = `
  ip -o link | sed -E 's/^[0-9]*: //; s/@if[0-9]*|<[^>]*>|state [A-Z]*|link-netns.*//g'; ip -o -4 address; ip route; ip -6 route; ip rule; tc qdisc
  ls /run/netns; find /etc/netns /run/linuxnet 2>/dev/null; sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding
  iptables-save | grep -E '^(-A|:.* -)'; ip6tables-save | grep -E '^(-A|:.* -)'; true`;

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It has ended meanwhile.
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
