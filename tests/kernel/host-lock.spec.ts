import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { resolve } from "node:path";
import { exclusively } from "../../provider/host/host-lock";
import { localHost } from "../../provider/host/local-host";
import { sh, succeeds } from "../support/command";
import { until } from "../support/kernel";

const LOCK = "/run/linuxnet.lock";
const TRACE = "/run/lock-trace";

const isHeld = (): boolean => !succeeds(["flock", "--nonblock", LOCK, "true"]);

/** Starts a process that has the lock while it runs a command. */
function another(argv: readonly string[]): { pid: number; kill: () => void; ended: Promise<void> } {
  const [lock, host] = ["host-lock", "local-host"].map((name) => resolve(`provider/host/${name}.ts`));
  const program = `
    const { exclusively } = require(${JSON.stringify(lock)});
    const { localHost } = require(${JSON.stringify(host)});
    exclusively(() => localHost.run({ argv: ${JSON.stringify(argv)} }));`;
  const child = spawn("node", ["--require", "./scripts/typescript.cjs", "--eval", program], {
    stdio: "inherit",
  });
  const ended = new Promise<void>((settle) => child.once("exit", () => settle()));
  return { pid: child.pid as number, kill: () => child.kill("SIGKILL"), ended };
}

describe("the lock of the machine", () => {
  afterEach(() => {
    for (const file of [LOCK, TRACE]) rmSync(file, { force: true });
  });

  it("is shared by all work of one process, and free when the last has ended", async () => {
    await exclusively(async () => {
      assert.ok(isHeld());
      await exclusively(() => Promise.resolve());
      assert.ok(isHeld());
    });
    assert.ok(!isHeld());
  });

  it("is free after work that failed", async () => {
    await assert.rejects(
      exclusively(() => Promise.reject(new Error("in vain"))),
      /in vain/,
    );
    assert.ok(!isHeld());
  });

  it("is waited for while another process has it", async () => {
    const other = another(["sh", "-c", `sleep 0.5; echo other >> ${TRACE}`]);
    await until(isHeld, "the other process to have the lock");
    await exclusively(() => localHost.run({ argv: ["sh", "-c", `echo own >> ${TRACE}`] }));
    assert.equal(readFileSync(TRACE, "utf8"), "other\nown\n");
    await other.ended;
  });

  it("stays with the command of a process that was killed, until the command has ended", async () => {
    const other = another(["sh", "-c", `echo begun >> ${TRACE}; sleep 1; echo other >> ${TRACE}`]);
    await until(() => existsSync(TRACE), "the other process to run its command");
    other.kill();
    await other.ended;
    await exclusively(() => localHost.run({ argv: ["sh", "-c", `echo own >> ${TRACE}`] }));
    assert.equal(readFileSync(TRACE, "utf8"), "begun\nother\nown\n");
  });

  it("goes to who waits for it, though a process has more and more to do", async () => {
    let stop = false;
    const busy = [0, 1].map(async (worker) => {
      while (!stop) await exclusively(() => new Promise((settle) => setTimeout(settle, 50 + worker)));
    });
    const other = another(["true"]);
    const given = setTimeout(() => (stop = true), 15_000);
    await other.ended;
    assert.ok(!stop, "the other process got its turn only when this one had nothing to do");
    clearTimeout(given);
    stop = true;
    await Promise.all(busy);
  });

  it("is a file of mode 0600 that names the process", async () => {
    await exclusively(() => {
      assert.equal(statSync(LOCK).mode & 0o777, 0o600);
      assert.equal(readFileSync(LOCK, "utf8"), `process ${process.pid}\n`);
      return Promise.resolve();
    });
  });

  it("is refused where others could write it, or a link leads elsewhere", async () => {
    writeFileSync(LOCK, "");
    chmodSync(LOCK, 0o666);
    await assert.rejects(
      exclusively(() => Promise.resolve()),
      /linuxnet\.lock: expected a file of this user that nobody else may write/,
    );
    rmSync(LOCK);
    symlinkSync("/run/elsewhere", LOCK);
    await assert.rejects(
      exclusively(() => Promise.resolve()),
      /linuxnet\.lock: expected a file, it is a link/,
    );
  });

  it("is refused where a folder has its name, and is had once that is gone", async () => {
    mkdirSync(LOCK);
    await assert.rejects(
      exclusively(() => Promise.resolve()),
      /linuxnet\.lock: expected a file, it is a folder/,
    );
    rmdirSync(LOCK);
    await exclusively(() => Promise.resolve());
  });

  it("is had where nobody can write who has it, and leaves no file open", async () => {
    const files = (): number => readdirSync("/proc/self/fd").length;
    await exclusively(() => Promise.resolve());
    const before = files();
    sh("mount -t tmpfs -o nr_blocks=1 tmpfs /mnt");
    try {
      writeFileSync("/mnt/full", Buffer.alloc(4096));
      writeFileSync("/mnt/lock", "", { mode: 0o600 });
      sh(`mount --bind /mnt/lock ${LOCK}`);
      for (const _time of [1, 2]) await exclusively(() => Promise.resolve());
      assert.equal(files(), before);
    } finally {
      sh(`umount ${LOCK}`);
      sh("umount /mnt");
    }
  });

  it("is waited for twice while the same process has it, which the error names", async () => {
    writeFileSync(LOCK, "process 123\n", { mode: 0o600 });
    // flock(1) answers at once that it could not have it in time.
    writeFileSync("/run/flock", "#!/bin/sh\necho >>/run/tries\nexit 1\n", { mode: 0o700 });
    const { stdout: flock } = spawnSync("sh", ["-c", "command -v flock"], { encoding: "utf8" });
    sh(`mount --bind /run/flock ${flock.trim()}`);
    try {
      await assert.rejects(
        exclusively(() => Promise.resolve()),
        /another process of linuxnet \(process 123\) has changed/,
      );
      assert.equal(readFileSync("/run/tries", "utf8"), "\n\n");
    } finally {
      sh(`umount ${flock.trim()}`);
      for (const file of ["flock", "tries"]) rmSync(`/run/${file}`, { force: true });
    }
  });

  it("is another for a user who may not have root's, which is told once", async () => {
    await exclusively(() => Promise.resolve());
    const folder = mkdtempSync("/run/user-");
    chownSync(folder, 65534, 65534);
    const [{ XDG_RUNTIME_DIR: before }, warn] = [process.env, console.warn];
    const told: unknown[] = [];
    process.env.XDG_RUNTIME_DIR = folder;
    console.warn = (text: unknown) => told.push(text);
    process.seteuid?.(65534);
    try {
      for (const _time of [1, 2]) await exclusively(() => Promise.resolve());
    } finally {
      process.seteuid?.(0);
      console.warn = warn;
      delete process.env.XDG_RUNTIME_DIR;
      if (before !== undefined) process.env.XDG_RUNTIME_DIR = before;
    }
    assert.equal(statSync(`${folder}/linuxnet.lock`).uid, 65534);
    rmSync(folder, { recursive: true });
    assert.deepEqual(told, [`${LOCK} is not this user's to lock: changes by other users are not waited for`]);
  });

  it("is refused where it belongs to somebody else", async () => {
    writeFileSync(LOCK, "", { mode: 0o600 });
    chownSync(LOCK, 12345, 12345);
    await assert.rejects(
      exclusively(() => Promise.resolve()),
      /it belongs to user 12345/,
    );
  });
});
