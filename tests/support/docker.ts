import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, sh, succeeds } from "./command";

/* Docker in the lab, on the lab's own network, from Debian's packages as the set-up has unpacked them. */

export const PEERS = join(__dirname, "../../.tools/peers");
const ENVIRONMENT = [
  `PATH=${PEERS}/usr/bin:${PEERS}/usr/sbin:${process.env.PATH}`,
  "DOCKER_HOST=unix:///run/docker.sock",
];
const IMAGE = "busybox";
const LOG = "/run/dockerd.log";
const CGROUP = "linuxnet-lab";

const DAEMON = [
  ...["--data-root", "/run/docker-data", "--exec-root", "/run/docker", "--pidfile", "/run/docker.pid"],
  ...["--host", "unix:///run/docker.sock", "--storage-driver", "vfs", "--cgroup-parent", CGROUP],
  // By rules alone, as linuxnet: no process that forwards.
  ...["--userland-proxy=false", "--ipv6", "--fixed-cidr-v6", "fd99::/64", "--experimental", "--ip6tables"],
];

/** The lab has a sysfs of its own, in which no cgroups are mounted. */
const MOUNT_CGROUPS = `
set -e
cd /sys/fs/cgroup
if grep -q '^[1-9]' /proc/self/cgroup; then
  mount -n -t tmpfs tmpfs .
  cd /sys/fs/cgroup
  cut -d: -f2 /proc/self/cgroup | grep . | while read -r names; do
    mkdir "$names"
    case $names in name=*) options=none,$names ;; *) options=$names ;; esac
    mount -n -t cgroup -o "$options" cgroup "$names"
  done
else
  mount -n -t cgroup2 cgroup2 .
fi`;

export class Docker {
  private constructor(private daemon: ChildProcess) {}

  /** Docker as it runs, or why it does not. */
  static async start(): Promise<Docker | string> {
    if (!existsSync(`${PEERS}/usr/sbin/dockerd`)) return "the set-up could not get Docker";
    if (!succeeds(["sh", "-c", MOUNT_CGROUPS])) return "cgroups cannot be mounted in this lab";
    const docker = new Docker(startDaemon());
    if (!(await docker.isReady()))
      return `dockerd does not start: ${readFileSync(LOG, "utf8").trim().split("\n").at(-1)}`;
    mkdirSync("/run/image/bin", { recursive: true });
    run(["cp", `${PEERS}/bin/busybox`, "/run/image/bin"]);
    run(["tar", "-C", "/run/image", "-cf", "/run/image.tar", "bin"]);
    docker.run("import", "/run/image.tar", IMAGE);
    return docker;
  }

  get version(): string {
    return this.run("version", "--format", "{{.Server.Version}}");
  }

  /** `docker WORDS`. */
  run(...words: readonly string[]): string {
    return run(["env", ...ENVIRONMENT, "docker", ...words]).trim();
  }

  /** Starts a container that does nothing. Its network is a place with its name. */
  startContainer(name: string, ...options: readonly string[]): void {
    this.startDetached(name, ...options);
    this.attach(name);
  }

  /** Starts a container that does nothing. */
  startDetached(name: string, ...options: readonly string[]): void {
    const own = ["--detach", "--stop-signal", "KILL", "--name", name];
    this.run("run", ...own, ...options, IMAGE, "/bin/busybox", "sleep", "1000");
  }

  /** Starts a container again that ended with the daemon. */
  startContainerAgain(name: string): void {
    this.run("start", name);
    this.attach(name);
  }

  /** Gives a running container's network its name as a place, in the place of what was there. */
  attach(container: string): void {
    if (existsSync(`/run/netns/${container}`)) sh(`ip netns delete ${container}`);
    sh(`ip netns attach ${container} ${this.run("inspect", "--format", "{{.State.Pid}}", container)}`);
  }

  /** Starts the daemon again after its stop. */
  async startAgain(): Promise<void> {
    this.daemon = startDaemon();
    if (!(await this.isReady())) throw new Error(`dockerd does not start again, see ${LOG}`);
  }

  /** Stops the daemon, and with it its containers. Its networks and rules stay. */
  async stop(): Promise<void> {
    const ended = this.daemon.exitCode === null ? once(this.daemon, "exit") : undefined;
    this.daemon.kill("SIGTERM");
    await ended;
    succeeds(["sh", "-c", `rmdir /sys/fs/cgroup/${CGROUP} /sys/fs/cgroup/*/${CGROUP}`]);
  }

  private async isReady(): Promise<boolean> {
    const ready = ["env", ...ENVIRONMENT, "docker", "version"];
    for (const end = Date.now() + 30_000; !succeeds(ready);) {
      if (this.daemon.exitCode !== null || Date.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return true;
  }
}

function startDaemon(): ChildProcess {
  const log = openSync(LOG, "a");
  return spawn("env", [...ENVIRONMENT, "dockerd", ...DAEMON], { stdio: ["ignore", log, log] });
}
