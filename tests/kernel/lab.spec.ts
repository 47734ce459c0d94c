import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import ts from "typescript";

/* Starts real labs, as the user of the tests and, where that is root, as a plain user. Changes nothing outside them. */

const REPOSITORY = join(__dirname, "../..");
const TIMEOUT_MS = 20_000;

/** The package as it is installed, as far as the command needs it, and where everybody may read it. */
const PACKAGE = fs.mkdtempSync(join(tmpdir(), "linuxnet-"));
const COMMAND = join(PACKAGE, "dist/cli/linuxnet.js");

function install(): void {
  fs.chmodSync(PACKAGE, 0o755);
  for (const path of ["package.json", "cli", "node_modules/commander"]) {
    fs.cpSync(join(REPOSITORY, path), join(PACKAGE, path), { recursive: true });
  }
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const files = fs.readdirSync(join(PACKAGE, "cli"), { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const source = fs.readFileSync(join(PACKAGE, "cli", file), "utf8");
    const compiled = join(PACKAGE, "dist/cli", file.replace(/ts$/, "js"));
    fs.mkdirSync(dirname(compiled), { recursive: true });
    fs.writeFileSync(compiled, ts.transpileModule(source, { compilerOptions }).outputText);
  }
}

/** Somebody who runs linuxnet: the words that become this user, and those of linuxnet as this user finds it. */
interface User {
  who: string;
  become: string[];
  linuxnet: string[];
}

const self: User = { who: "oneself", become: [], linuxnet: [process.execPath, COMMAND] };

/** Node may lie where others cannot read: it is shown in /mnt, to this process alone. */
const SHOW_AND_BECOME = `
mount -n -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/node
mount -n --bind "$1" /mnt/node
shift
exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`;
const ALONE = ["unshare", "--mount", "--propagation", "private"];

const plainUser: User = {
  who: "a plain user",
  become: [...ALONE, "sh", "-ec", SHOW_AND_BECOME, "sh", dirname(process.execPath)],
  linuxnet: ["/mnt/node/node", COMMAND],
};

/** In a user namespace with root alone there is nobody else to become. */
const idCount = Number(fs.readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/)[2]);
const users = process.getuid?.() === 0 && idCount > 65534 ? [self, plainUser] : [self];

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(argv: readonly string[], env: NodeJS.ProcessEnv = {}, input = ""): Ended {
  const [program = "", ...words] = argv;
  const ended = spawnSync(program, words, {
    ...{ cwd: PACKAGE, encoding: "utf8", timeout: TIMEOUT_MS, killSignal: "SIGKILL", input },
    env: { ...process.env, LC_ALL: "C", ...env },
  });
  if (ended.error) throw ended.error;
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

const linuxnet = (user: User, ...words: string[]): Ended => run([...user.become, ...user.linuxnet, ...words]);

/** What a shell script prints in a lab; its "$@" is linuxnet. */
function inLab(user: User, script: string, ...options: string[]): string {
  const { code, stdout, stderr } = linuxnet(user, "lab", ...options, "sh", "-ec", script, "sh", ...user.linuxnet);
  assert.equal(code, 0, `${stdout}${stderr}`);
  return stdout;
}

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

async function until(holds: () => boolean, milliseconds = TIMEOUT_MS): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > end) assert.fail(`after ${milliseconds} ms it still does not hold: ${holds.toString()}`);
    await sleep(20);
  }
}

/** Seconds to sleep, longer than any test and never twice the same: their text finds the sleeper. */
const uniqueSeconds = (): string => `${1e6 + Math.floor(Math.random() * 1e9)}`;

/** All that a lab must leave as it is. */
function outside(): string {
  const network = ["link", "address", "route", "rule"].map((what) => run(["ip", "-4", "-o", what]).stdout);
  const folders = ["/etc", "/run", "/run/netns"].filter(fs.existsSync).map((folder) => fs.readdirSync(folder).join());
  const files = ["/etc/hosts", "/proc/self/mountinfo"].map((file) => fs.readFileSync(file, "utf8"));
  return [...network, ...folders, ...files].join("\n");
}

describe("lab", () => {
  before(install);
  after(() => fs.rmSync(PACKAGE, { recursive: true }));

  let seen: string;
  beforeEach(() => (seen = outside()));
  afterEach(() => assert.equal(outside(), seen));

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

  describe("exec", () => {
    it("runs a command in a namespace, with that one's /sys and /etc", () => {
      const files = "mkdir -p /etc/netns/wan; echo 10.0.0.3 c3 >/etc/netns/wan/hosts";
      const text = inLab(user, `${files}; "$@" exec wan -- sh -c 'cat /etc/hosts; ls /sys/class/net'`, "--wan");
      assert.equal(text, "10.0.0.3 c3\neth0\nlo\n");
    });

    it("runs a command in the network around it as host", () => {
      const text = inLab(user, '"$@" exec host ip route; "$@" exec wan "$@" exec host ip route', "--wan");
      assert.match(text, /^default via .*\n192.* dev enp0s1 .*\n192.* dev eth0 .*\n$/);
    });

    for (const { words, as = "", code, says } of [
      { words: "wan -- sh -c 'exit 5'", code: 5, says: /^$/ },
      { words: "wan -- sh -c 'kill -TERM $$'", code: 143, says: /^$/ },
      { words: "wan nosuch", code: 127, says: /nosuch: command not found/ },
      { words: "wan --", code: 2, says: /a command is missing/ },
      { words: "nowhere true", code: 125, says: /no namespace nowhere; there are: half, wan\n/ },
      { words: "../netns/wan true", code: 125, says: /no namespace \.\.\/netns\/wan;/ },
      { words: "half true", code: 125, says: /\/run\/netns\/half is a plain file, no namespace/ },
      {
        words: "wan true",
        as: "setpriv --bounding-set -sys_admin",
        code: 125,
        says: /joining namespace wan needs root/,
      },
    ]) {
      it(`ends with ${code} for ${words}`, () => {
        const script = `: >/run/netns/half; ${as} "$@" exec ${words} 2>&1 || echo "ends with $?"`;
        const lines = inLab(user, script, "--wan").split("\n").slice(0, -1);
        assert.equal(lines.pop(), `ends with ${code}`);
        assert.match(lines.map((line) => `${line}\n`).join(""), says);
      });
    }

    it("passes signals on", () => {
      const started = "until pgrep -x tail >/dev/null; do sleep 0.05; done";
      const script = `"$@" exec wan tail -f /dev/null & ${started}; kill -TERM $!; wait $! || echo $?; ! pgrep -x tail`;
      assert.equal(inLab(user, script, "--wan"), "143\n");
    });
  });
}
