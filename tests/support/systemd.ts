import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { run, succeeds } from "./command";
import { until } from "./kernel";

/** systemd as the first process of a pid namespace, with mounts and a cgroup of its own, in the lab's network. */
export interface Systemd {
  /** Runs commands beside it. */
  host: Host;
  end(): Promise<void>;
}

const PROGRAM = "/lib/systemd/systemd";
const CGROUPS = "/run/cgroups";
const CGROUP = `${CGROUPS}/linuxnet-systemd`;
const UNITS = "/run/systemd/system";

/** Where services, and nothing of what a system starts with, is all that there is to start. */
const TARGETS = ["sysinit", "basic", "shutdown", "lab"].map((name) => `${name}.target`);

/**
 * Nothing but /run, which is the lab's, can be written: what a system does when it starts, such as to empty /tmp, is no
 * business of a test. It has no other units than those in /run, and as in a container leaves clock and parameters alone.
 */
const BEGIN = `
mount -n -t proc proc /proc
mount -n --bind /proc/sys /proc/sys
ours() {
  for on in $(cut -d ' ' -f 5 /proc/self/mountinfo) /etc /home /root /tmp /usr /var; do
    case $on in /run | /run/* | /proc) ;; *) "$1" "$on" ;; esac
  done
}
# What another mount covers cannot be changed.
closed() { mount -n -o remount,bind,ro "$1" 2>/dev/null || :; }
check() { [ ! -w "$1" ] || exit 1; }
ours closed
ours check
mount -n -t cgroup2 cgroup2 /sys/fs/cgroup
exec env -i container=lab SYSTEMD_UNIT_PATH=${UNITS} PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  ${PROGRAM} --system --unit=lab.target --log-target=null --show-status=no`;

/** Starts it, or answers why it cannot be. */
export async function startSystemd(): Promise<Systemd | string> {
  if (!existsSync(PROGRAM)) return "systemd is not installed";
  mkdirSync(CGROUPS, { recursive: true });
  if (!succeeds(["mount", "-n", "-t", "cgroup2", "cgroup2", CGROUPS])) return "no cgroup2 can be mounted here";
  // Without a cgroup of its own it would take over that of the lab, with all that is in it.
  mkdirSync(CGROUP);
  mkdirSync(UNITS, { recursive: true });
  for (const name of TARGETS) writeFileSync(`${UNITS}/${name}`, "[Unit]\nDefaultDependencies=no\n");
  const namespaces = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--uts", "--ipc"];
  const words = [...namespaces, "--cgroup", "--", "sh", "-ec", BEGIN];
  const child = spawn("sh", ["-c", `echo $$ >${CGROUP}/cgroup.procs && exec unshare "$@"`, "sh", ...words], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    await removeAll();
  };
  const inside = (): string[] => {
    const pid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim();
    return ["nsenter", "--target", pid, "--mount", "--pid", "--cgroup", "--"];
  };
  const isUp = (): boolean => child.exitCode === null && succeeds([...inside(), "systemctl", "is-system-running"]);
  try {
    await until(isUp, "systemd");
  } catch {
    await end();
    return "systemd does not start here";
  }
  return { host: { run: (command) => localHost.run({ ...command, argv: [...inside(), ...command.argv] }) }, end };
}

async function removeAll(): Promise<void> {
  // Its processes end with it, but not at the same moment.
  const left = ["find", CGROUP, "-name", "cgroup.procs", "-exec", "cat", "{}", "+"];
  await until(() => run(left) === "", "the end of systemd's processes");
  const folders = run(["find", CGROUP, "-depth", "-type", "d"]).trim().split("\n");
  folders.forEach((folder) => rmdirSync(folder));
  run(["umount", CGROUPS]);
  rmSync("/run/systemd", { recursive: true });
}
