import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { firewallOf } from "../../provider/host/firewall";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { kinds } from "../../provider/resources";
import type { ServiceInputs } from "../../provider/resources/service";
import { run, succeeds } from "../support/command";
import { byHand, it, RED, until } from "../support/kernel";
import { type Inputs, type Made, make, refusal } from "../support/made";
import { owner } from "../support/owner";
import { pidOf, processesWith, SERVICES } from "../support/services";

/** A word of the command lines of all services here, by which what is left of them is found. */
const MARK = "a-service-of-these-tests";

const OWNER = owner("a service");

const shell = (script: string): string[] => ["sh", "-c", script, MARK];
const service = (inputs: Inputs = {}): Promise<Made> =>
  make("service", { name: "web", namespace: RED, command: shell("sleep 1000; :"), ...inputs });
const log = (made: Made): string => readFileSync((made.state as unknown as { logFile: string }).logFile, "utf8");
const written = (made: Made, text: string): Promise<void> => until(() => log(made).includes(text), text);

describe("service", () => {
  afterEach("all have ended", () => {
    assert.deepEqual(processesWith(MARK), []);
    assert.ok(!existsSync(SERVICES));
  });

  it("runs in its namespace, with its files in /etc, and keeps nothing of linuxnet's open", async () => {
    mkdirSync(`/etc/netns/${RED}`, { recursive: true });
    writeFileSync(`/etc/netns/${RED}/resolv.conf`, "nameserver 10.0.0.53\n");
    const web = await service({
      command: shell("cat /etc/resolv.conf; ls /sys/class/net; echo done; exec sleep 1000"),
    });
    await web.settled();
    await written(web, "done");
    const pid = pidOf(web);
    assert.equal(statSync(`/proc/${pid}/ns/net`).ino, statSync(`/run/netns/${RED}`).ino);
    assert.match(log(web), /^nameserver 10.0.0.53\n(?!.*enp0s1)/s);
    // Node lets those beyond pass that it has inherited itself, see uv_disable_stdio_inheritance().
    const files = (of: number): string[] =>
      readdirSync(`/proc/${of}/fd`)
        .filter((fd) => Number(fd) < 16)
        .map((fd) => readlinkSync(`/proc/${of}/fd/${fd}`));
    const logFile = `${SERVICES}/${web.state.owner}/log`;
    assert.deepEqual(files(pid), ["/dev/null", logFile, logFile]);
    assert.ok(
      !files(pidOf(web, "supervisor")).some((file) => file.includes("linuxnet.lock") || file.startsWith("pipe:")),
    );
    assert.ok(succeeds(["flock", "--nonblock", "/run/linuxnet.lock", "true"]));
    await web.remove();
    rmSync(`/etc/netns/${RED}`, { recursive: true });
  });

  it("gets its words, environment, folder and user as they are, and nothing else", async () => {
    const odd = ["it's", "a\nb", "$HOME `id` \\", "", "-n", "ä"];
    const logFile = "/run/a log 100%n";
    const web = await service({
      command: [
        "sh",
        "-c",
        'printf "[%s]" "$@"; pwd; id -un; env -0 | sort -z | tr "\\0" "|"; exec sleep 1000',
        MARK,
        ...odd,
      ],
      environment: { PASSWORD: "it's a 'secret'\n$(id)", EMPTY: "" },
      ...{ workingDirectory: "/tmp", user: "nobody", logFile, restart: "no", restartDelay: 0.5 },
    });
    await web.settled();
    await written(web, "USER=");
    const [own, env = ""] = log(web).split("/tmp\nnobody\n");
    assert.equal(own, odd.map((word) => `[${word}]`).join(""));
    const variables = env.split("|").filter((it) => !/^(PWD|OLDPWD|_)=|^$/.test(it));
    const login = ["HOME=/nonexistent", "LOGNAME=nobody", "PASSWORD=it's a 'secret'\n$(id)"];
    const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    assert.deepEqual(variables, ["EMPTY=", ...login, path, "SHELL=/usr/sbin/nologin", "USER=nobody"]);
    // What others may see of the secret: nothing.
    assert.ok(!run(["ps", "-eo", "args"]).includes("secret"));
    assert.equal(statSync(SERVICES).mode & 0o077, 0);
    await web.remove();
    rmSync(logFile);
  });

  it("is started again when it ends, after a while that doubles", async () => {
    const web = await service({ restartDelay: 0.2, command: shell("echo begun; sleep 0.4; exit 7") });
    const starts = (): number => log(web).split("begun").length - 1;
    await until(() => starts() === 3, "the third start");
    await until(() => existsSync(`/proc/${pidOf(web)}`) === false, "its end");
    assert.deepEqual(await web.drift(), ["it ended with exit status 7, and waits for its next start"]);
  });

  it("is not started again where it is not to be, which a read tells, and an up starts it", async () => {
    const web = await service({ restart: "on-failure" });
    process.kill(pidOf(web), "SIGTERM");
    await until(() => !existsSync(`/proc/${pidOf(web, "supervisor")}`), "the end of the supervisor");
    assert.deepEqual(await web.drift(), ["it ended by SIGTERM"]);
    await web.repair();
    process.kill(pidOf(web), "SIGKILL");
    const before = pidOf(web);
    await until(() => pidOf(web) !== before, "the next start");
    assert.deepEqual(await web.drift(), []);
  });

  it("may end well where it is to run once", async () => {
    const job = await service({ restart: "no", command: shell("echo done") });
    await until(() => !existsSync(`/proc/${pidOf(job, "supervisor")}`), "the end of the supervisor");
    await job.settled();
    assert.equal(log(job), "done\n");
  });

  for (const [what, killed, drift] of [
    ["its supervisor", ["supervisor"], "nothing supervises it: its supervisor was ended"],
    ["both", ["supervisor", "process"], "it has ended, and its supervisor as well"],
  ] as const) {
    it(`is known and not doubled when ${what} got kill -9`, async () => {
      const web = await service();
      for (const file of killed) process.kill(pidOf(web, file), "SIGKILL");
      await until(() => killed.every((file) => !existsSync(`/proc/${pidOf(web, file)}`)), "the end");
      assert.deepEqual(await web.drift(), [drift]);
      await web.repair();
      // The shell, and what it runs.
      assert.deepEqual(processesWith(MARK), [pidOf(web)]);
    });
  }

  it("does not take a process for its own that has got the same id since", async () => {
    const web = await service();
    for (const file of ["supervisor", "process"] as const) process.kill(pidOf(web, file), "SIGKILL");
    const file = `${SERVICES}/${web.state.owner}/process`;
    const since = readFileSync(file, "utf8").split(" ")[1] ?? "";
    writeFileSync(file, `${process.pid} ${since}`);
    assert.deepEqual(await web.drift(), ["it has ended, and its supervisor as well"]);
    await web.remove();
  });

  it("that runs is left alone by a creation that is done again, and by a change of when it is started again", async () => {
    const web = await service();
    const pid = pidOf(web);
    web.forget();
    const again = await service();
    await again.change({ restart: "no", restartDelay: 2 });
    assert.equal(pidOf(again), pid);
    byHand(`cp ${SERVICES}/${web.state.owner}/name ${SERVICES}/${web.state.owner}/digest`);
    assert.deepEqual(await again.drift(), ["a change of it was cut off"]);
    await again.repair();
    assert.notEqual(pidOf(again), pid);
  });

  it("is made once, wherever in its start the command was killed", async () => {
    for (const seconds of [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2]) {
      const host: Host = {
        run: (command) =>
          localHost.run({ ...command, argv: ["timeout", "--signal=KILL", `${seconds}`, ...command.argv] }),
      };
      const first = new Lifecycle(kinds.service, host, firewallOf(host), viewOf(localHost));
      const { inputs } = first.check({ name: "web", namespace: RED, command: shell("sleep 1000; :"), owner: OWNER });
      await first.create(inputs as ServiceInputs).catch(() => undefined);
      const web = await service({ owner: OWNER });
      await web.settled();
      assert.deepEqual(processesWith(MARK), [pidOf(web)], `killed after ${seconds} s`);
      await web.remove();
      assert.deepEqual(processesWith(MARK), []);
    }
  });

  it("is ended and started anew by any other change, of its owner, too", async () => {
    const web = await service();
    for (const change of [
      { environment: { A: "b" } },
      { command: shell("sleep 2000; :") },
      { owner: owner("renamed") },
    ]) {
      const before = pidOf(web);
      await web.change(change);
      assert.ok(!existsSync(`/proc/${before}`));
      assert.deepEqual(processesWith(MARK), [pidOf(web)]);
    }
    assert.deepEqual(readdirSync(SERVICES), [owner("renamed")]);
  });

  it("is told when its namespace is gone, and started in the new one of that name", async () => {
    byHand("ip netns add gone", undefined, "ip netns delete gone");
    const web = await service({ namespace: "gone" });
    run(["ip", "netns", "delete", "gone"]);
    run(["ip", "netns", "add", "gone"]);
    assert.deepEqual(await web.drift(), ["it runs in a namespace that is gone"]);
    await web.repair();
    await web.remove();
    assert.match(
      await refusal("service", { name: "web", namespace: "none", command: ["true"] }),
      /^service web in namespace none: cannot create, something that it needs does not exist/,
    );
  });

  it("that ends at once with an error is none, and its log is told without its environment", async () => {
    const command = shell("echo the password is $PASSWORD; exit 3");
    const text = await refusal("service", { name: "web", command, environment: { PASSWORD: "hidden" } });
    assert.equal(
      text,
      "service web on the host: cannot create, it ended at once with exit status 3\n  log:\n    the password is [environment]",
    );
    assert.match(
      await refusal("service", { name: "web", command: ["no-such-program", MARK] }),
      /exit status 127\n.*\n.*no-such-program: not found$/,
    );
    assert.match(
      await refusal("service", { name: "web", command: shell("true"), user: "no-such-user" }),
      /exit status 217\n.*\n.*there is no user no-such-user$/,
    );
    assert.match(
      await refusal("service", { name: "web", command: shell("true"), workingDirectory: "/none" }),
      /exit status 200\n.*\n.*can't cd to \/none$/,
    );
    assert.match(
      await refusal("service", { name: "web", command: shell("kill -9 $$") }),
      /by SIGKILL\n {2}it wrote nothing to its log$/,
    );
  });

  it("is killed with its children where it does not end by itself", async () => {
    const web = await service({
      command: shell(
        `trap "" TERM; sh -c 'trap "" TERM; while :; do sleep 1; done' ${MARK} & while :; do sleep 1; done`,
      ),
    });
    assert.equal(processesWith(MARK).length, 2);
    await web.remove();
  });
});
