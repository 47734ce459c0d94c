import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { remoteMachine, type RemoteMachine } from "../../provider/host/ssh/remote-machine";
import { RemoteHost, whyNoHosts } from "../support/hosts/remote";
import { until } from "../support/until";

const run = ({ host }: RemoteMachine, ...argv: string[]): Promise<string> => host.run({ argv });

function isFree(host: RemoteHost): boolean {
  return host.execute(["sh", "-c", "flock --nonblock /run/linuxnet.lock echo free || true"]) !== "";
}

/** Those of connections, also of who else is at work on this machine. */
const folders = (): string[] => readdirSync("/tmp").filter((name) => name.startsWith("linuxnet-ssh-"));

function connections(host: RemoteHost): number {
  return host.run("ps -e -o args").match(/^sshd: root@notty/gm)?.length ?? 0;
}

describe("another host", () => {
  let b: RemoteHost;
  let machine: RemoteMachine;
  const others = folders();

  before(async function () {
    if (whyNoHosts !== undefined) {
      console.log(`      skipped: ${whyNoHosts}`);
      this.skip();
    }
    b = await RemoteHost.start("b", 1);
    machine = remoteMachine(b.inputs, 3000);
  });
  after(() => b?.remove());

  it("runs programs in its own network, with their bytes and their errors", async () => {
    const links = JSON.parse(await run(machine, "ip", "-j", "link")) as { ifname: string }[];
    assert.deepEqual(links.map(({ ifname }) => ifname).sort(), ["lo", "uplink"]);
    const text = "$(id) `id` ${HOME} \\ ' \" # EOF\n\n$$ ü\n";
    assert.equal(await machine.host.run({ argv: ["cat"], stdin: text }), text);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index)).toString("latin1");
    assert.equal(await machine.host.run({ argv: ["cat"], stdin: bytes, isBytes: true }), bytes);
    await assert.rejects(run(machine, "ip", "link", "del", "dev", "nothing"), /Cannot find device "nothing"/);
    await assert.rejects(run(machine, "sh", "-c", "echo told; exit 3"), /Command failed with exit code 3/);
    const environment = await run(machine, "env");
    assert.deepEqual(environment.trim().split("\n").sort(), ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
  });

  it("runs many at once, each with its own answer", async () => {
    const numbers = Array.from({ length: 100 }, (_, index) => `${index}`);
    const texts = await Promise.all(numbers.map((it) => run(machine, "sh", "-c", `echo ${it}`)));
    assert.deepEqual(
      texts,
      numbers.map((it) => `${it}\n`),
    );
  });

  it("minds nothing that a login shell prints of its own", async () => {
    const chatty = remoteMachine({ ...b.inputs, user: "chatty" });
    await assert.rejects(run(chatty, "true"), /expected root, it is the user with the number 65531/);
  });

  it("has its lock while work goes on", async () => {
    await machine.exclusively(async () => {
      assert.ok(!isFree(b));
      await run(machine, "ip", "link", "add", "br0", "type", "bridge");
    });
    await until(() => isFree(b), "the lock to be free");
    b.run("ip link del br0");
  });

  it("waits for who changes its network, from there or from elsewhere", async () => {
    const other = remoteMachine(b.inputs);
    const order: string[] = [];
    const slow = other.exclusively(async () => {
      order.push("other begins");
      await run(other, "sleep", "0.5");
      order.push("other ends");
    });
    await until(() => order.length > 0, "the other to begin");
    await machine.exclusively(() => Promise.resolve(order.push("own")));
    await slow;
    assert.deepEqual(order, ["other begins", "other ends", "own"]);
    const script = "sleep 0.5; echo there >>/run/trace";
    b.execute(["sh", "-c", `flock /run/linuxnet.lock sh -c "${script}" >/dev/null 2>&1 &`]);
    await until(() => !isFree(b), "somebody there to have the lock");
    await machine.exclusively(() => run(machine, "sh", "-c", "echo own >>/run/trace"));
    assert.equal(b.run("cat /run/trace"), "there\nown\n");
    b.run("rm /run/trace");
  });

  it("ends what a process began that is killed, which keeps the lock until then", async () => {
    const before = connections(b);
    const program = `
      const { remoteMachine } = require(${JSON.stringify(resolve("provider/host/ssh/remote-machine.ts"))});
      const { host, exclusively } = remoteMachine(${JSON.stringify(b.inputs)});
      exclusively(() => host.run({ argv: ["sh", "-c", "echo begun >>/run/trace; sleep 1; echo ended >>/run/trace"] }));`;
    const child = spawn("node", ["--require", "./scripts/typescript.cjs", "--eval", program], { stdio: "inherit" });
    await until(() => b.execute(["sh", "-c", "cat /run/trace 2>/dev/null || true"]) !== "", "the other to begin");
    child.kill("SIGKILL");
    await machine.exclusively(() => run(machine, "sh", "-c", "echo own >>/run/trace"));
    assert.equal(b.run("cat /run/trace"), "begun\nended\nown\n");
    b.run("rm /run/trace");
    await until(() => connections(b) === before, "the connection of who was killed to end");
  });

  it("kills what takes too long, with all that it has started", async () => {
    await assert.rejects(run(machine, "sh", "-c", "sleep 321 & sleep 321; true"), /the command did not end in time/);
    await until(() => !b.run("ps -e -o args").includes("sleep 321"), "the processes to end");
    assert.equal(await run(machine, "echo", "next"), "next\n");
  });

  it("is reached again after its sessions have ended", async () => {
    const running = run(machine, "sleep", "2").catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 300));
    b.endSessions();
    assert.match(String(await running), /its host cannot be reached\n.*\n.*host b: the connection was cut/);
    assert.equal(await run(machine, "echo", "next"), "next\n");
  });

  it("refuses a key that has changed, or is not known", async () => {
    await b.changeKey();
    const fresh = remoteMachine(b.inputs);
    await assert.rejects(run(fresh, "true"), (error: Error) => {
      assert.match(error.message, /its host does not show a key that is known/);
      assert.match(error.message, /ssh-keygen -R/);
      assert.doesNotMatch(error.message, /SHA256/);
      return true;
    });
    b.write("known_hosts", "");
    await assert.rejects(run(remoteMachine(b.inputs), "true"), /its key is not known: log in once by hand/);
    b.knowKey();
    assert.equal(await run(remoteMachine(b.inputs), "echo", "next"), "next\n");
  });

  it("refuses a login, and a user that is not root, in words that help", async () => {
    const other = { ...b.inputs, identityFile: b.file("host") };
    await assert.rejects(run(remoteMachine(other), "true"), /its host refuses the login/);
    await assert.rejects(run(remoteMachine({ ...b.inputs, user: "visitor" }), "true"), /expected root/);
    const sudo = remoteMachine({ ...b.inputs, user: "visitor", sudo: true });
    await assert.rejects(run(sudo, "true"), /its host gives no root's rights/);
    const nowhere = remoteMachine({ ...b.inputs, port: 23 });
    await assert.rejects(run(nowhere, "true"), /its host cannot be reached\n.*\n.*port 23: Connection refused/);
  });

  it("tells within seconds that it was cut off", async () => {
    assert.equal(await run(machine, "echo", "here"), "here\n");
    b.cut(true);
    const slow = remoteMachine(b.inputs, 60_000);
    await assert.rejects(Promise.all([run(machine, "true"), run(slow, "true")]), /cannot be reached|not end in time/);
    b.cut(false);
  }).timeout(40_000);

  it("leaves nothing behind", async () => {
    b.endSessions();
    await until(() => folders().every((it) => others.includes(it)), "the folders of all connections to go");
  });
});
