import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inLab, linuxnet, PACKAGE, run, self, type User, users, withPackage } from "../support/lab-users";

const LIMIT_MS = 20_000;

function start(user: User, ...words: string[]): ChildProcess & { pid: number } {
  const [program = "", ...rest] = [...user.become, ...user.linuxnet, ...words];
  const child = spawn(program, rest, { cwd: PACKAGE, stdio: "ignore" });
  return Object.assign(child, { pid: child.pid ?? assert.fail("not started") });
}

const children = (pid: number): number[] =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

/** The command lines of the processes that have this word in them, in whatever namespace they run. */
function withWord(word: string): string[] {
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(commandLine).filter((line) => line.includes(word));
}

function commandLine(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return ""; // it ended since it was listed
  }
}

async function until(holds: () => boolean, milliseconds = LIMIT_MS): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > end) assert.fail(`after ${milliseconds} ms it still does not hold: ${holds.toString()}`);
    await sleep(20);
  }
}

/** Seconds to sleep, longer than any test and never twice the same: their text finds the sleeper. */
const uniqueSeconds = (): string => `${1e6 + Math.floor(Math.random() * 1e9)}`;

describe("lab", () => {
  withPackage();

  for (const user of users) describe(`of ${user.who}`, () => testsOf(user));

  it("refuses an option that it does not know", () => {
    const { code, stderr } = linuxnet(self, "lab", "--bogus", "true");
    assert.match(stderr, /unknown option '--bogus'/);
    assert.equal(code, 2);
  });

  it("names the programs that are not installed, and their packages", () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "linuxnet-"));
    for (const name of ["sh", "true", "setpriv"]) fs.symlinkSync(`/usr/bin/${name}`, join(folder, name));
    const { code, stderr } = run([...self.linuxnet, "lab", "true"], { PATH: folder });
    fs.rmSync(folder, { recursive: true });
    assert.match(stderr, /not installed: unshare, mount \(apt install util-linux mount\)/);
    assert.equal(code, 125);
  });

  // Each of these sysctls is a user namespace's own: that of the test.
  for (const { sysctl, without } of [
    { sysctl: "max_user_namespaces", without: ["setpriv", "--bounding-set", "-sys_admin"] },
    { sysctl: "max_net_namespaces", without: [] },
  ]) {
    it(`tells that ${sysctl} is 0`, () => {
      const script = `echo 0 >/proc/sys/user/${sysctl}; exec "$@"`;
      const namespace = ["unshare", "--user", "--map-root-user", "sh", "-ec", script, "sh"];
      const { code, stderr } = run([...namespace, ...without, ...self.linuxnet, "lab", "true"]);
      assert.match(stderr, new RegExp(`the lab could not be made: sysctl user.${sysctl} is 0`));
      assert.equal(code, 125);
    });
  }
});

function testsOf(user: User): void {
  it("has a network of its own, with lo up and no other link", () => {
    const [network, ...links] = inLab(user, "readlink /proc/self/ns/net; ip -br link; ls /sys/class/net").split("\n");
    assert.notEqual(network, fs.readlinkSync("/proc/self/ns/net"));
    assert.match(links.join("\n"), /^lo .*,UP,.*\nlo\n$/);
  });

  it("has a /run and processes of its own", () => {
    const text = inLab(user, "ls /run; ip netns add ns0; ls /run/netns; ps -e -o pid=,args=");
    assert.match(text, /^netns\nns0\n +1 sh \S+lab\.sh .*\n.*\n.*ps -e.*\n$/);
  });

  it("has an /etc whose changes stay in it, also with /etc as the working folder", () => {
    const inner = "echo 10.0.0.2 c1 >>hosts; mkdir -p /etc/netns/x; cat /etc/hosts";
    const text = inLab(user, `cd /etc; "$@" lab sh -ec '${inner}'; ! test -e /etc/netns/x; tail -n 1 hosts`);
    const hosts = fs.readFileSync("/etc/hosts", "utf8");
    assert.equal(text, `${hosts}10.0.0.2 c1\n${hosts.trimEnd().split("\n").at(-1)}\n`);
  });

  it("gives Pulumi the home of the user, who is root by name in a lab made without root", () => {
    const words = ["lab", "sh", "-c", 'echo "${PULUMI_HOME-none}"'];
    const env = { HOME: "/home/ty", PULUMI_HOME: undefined };
    const { stdout } = run([...user.become, ...user.linuxnet, ...words], env);
    const isRoot = run([...user.become, "id", "-u"]).stdout === "0\n";
    assert.equal(stdout, isRoot ? "none\n" : "/home/ty/.pulumi\n");
  });

  it("looks up no names, so that nothing waits for an answer", () => {
    assert.equal(inLab(user, "cat /etc/resolv.conf; ! timeout 2 getent hosts name.example"), "");
  });

  it("keeps folder, input and environment, and has the folders of ip on its PATH", () => {
    const words = ["lab", "sh", "-c", 'cat; pwd; echo "$WORD $LINUXNET_LAB"; iptables -S FORWARD'];
    const env = { PATH: "/usr/bin:/bin", WORD: "kept" };
    const { stdout } = run([...user.become, ...user.linuxnet, ...words], env, "given\n");
    assert.equal(stdout, `given\n${PACKAGE}\nkept 1\n-P FORWARD ACCEPT\n`);
  });

  for (const { command, code } of [
    { command: ["sh", "-c", "exit 7"], code: 7 },
    { command: ["sh", "-c", "kill -KILL $$"], code: 137 },
    { command: ["--", "false"], code: 1 },
    { command: ["nosuch"], code: 127 },
    { command: ["set", "-e"], code: 127 },
    { command: ["/etc/passwd"], code: 126 },
  ]) {
    it(`ends with ${code} after ${command.join(" ")}`, () =>
      assert.equal(linuxnet(user, "lab", ...command).code, code));
  }

  it("has with --wan an uplink, and an internet that does not know its containers", () => {
    const script = [
      "ip -o -4 address; ip -br link; ip route; iptables -S FORWARD; ip6tables -S FORWARD",
      "ip netns exec wan ip -o -4 address; ping -c 1 -W 2 8.8.8.8; ip netns exec wan ip route",
      "ip address add 10.0.0.1/24 dev lo; ! ping -c 1 -W 1 -I 10.0.0.1 8.8.8.8",
    ];
    const text = inLab(user, script.join("\n"), "--wan");
    for (const part of [
      / enp0s1 +inet 192\.168\.64\.5\/24 [^]*^enp0s1@\S+ +UP [^]*^default via 192\.168\.64\.1 dev enp0s1/m,
      /(^-P FORWARD DROP\n){2}[^]* lo +inet 8\.8\.8\.8\/32 [^]* eth0 +inet 192\.168\.64\.1\/24 /m,
      /, 1 received[^]*\n192\.168\.64\.0\/24 dev eth0 .*\nPING .* from 10\.0\.0\.1 [^]*, 0 received/,
    ]) {
      assert.match(text, part);
    }
  });

  it("holds labs in labs", () => {
    const script = '"$@" lab --wan "$@" lab --wan ping -c 1 -W 2 8.8.8.8; ip -br link; ls /run/netns';
    assert.match(inLab(user, script), /, 1 received[^]*\nlo [^\n]*\n$/);
  });

  it("gives a shell a terminal of its own with job control", () => {
    const shell = [...user.linuxnet, "lab"].map((word) => `'${word}'`).join(" ");
    const typed = "case $- in *m*) echo 'job'-control;; esac; exit 5\n";
    const { code, stdout } = run([...user.become, "script", "-qec", shell, "/dev/null"], { SHELL: "/bin/sh" }, typed);
    assert.match(stdout, /job-control\r$/m);
    assert.equal(code, 5, stdout);
  });

  for (const { signal, to, code } of [
    { signal: "SIGKILL", to: "linuxnet", code: null },
    { signal: "SIGKILL", to: "unshare", code: 137 },
    { signal: "SIGKILL", to: "the first process", code: 1 }, // unshare(1) cannot die of SIGKILL as it wants to
    { signal: "SIGTERM", to: "linuxnet", code: 143 },
    { signal: "SIGHUP", to: "linuxnet", code: 129 },
  ] as const) {
    it(`ends as a whole with ${signal} to ${to}`, async () => {
      const seconds = uniqueSeconds();
      const daemons = `setsid sleep ${seconds} & setsid sh -c 'trap "" TERM HUP; sleep ${seconds}; true' &`;
      const lab = start(user, "lab", "sh", "-c", `${daemons} sleep ${seconds}; true`);
      await until(() => withWord(seconds).filter((line) => line === `sleep ${seconds}`).length === 3);
      const [unshare = 0] = children(lab.pid);
      const [first = 0] = children(unshare);
      const ended = once(lab, "exit");
      process.kill({ linuxnet: lab.pid, unshare, "the first process": first }[to], signal);
      assert.equal((await ended)[0], code);
      await until(() => withWord(seconds).length === 0, 1000);
    });
  }

  it("leaves nothing when it is killed while it is made", async () => {
    const seconds = uniqueSeconds();
    for (let step = 0; step < 12; step++) {
      const lab = start(user, "lab", "--wan", "sleep", seconds);
      const ended = once(lab, "exit");
      await until(() => commandLine(`${lab.pid}`).startsWith(user.linuxnet[0] ?? "") && children(lab.pid).length > 0);
      await sleep(step * 8);
      lab.kill("SIGKILL");
      await ended;
    }
    await until(() => withWord(seconds).length === 0, 1000);
  });
}
