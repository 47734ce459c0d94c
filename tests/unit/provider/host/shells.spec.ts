import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setTimeout as passed } from "node:timers/promises";
import { Shells } from "../../../../provider/host/shells";

const SH = "/bin/sh";
const LIMIT_MS = 10_000;

/** Runs a script, and answers what it prints. */
async function printed(shells: Shells, script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await shells.run([SH, "-c", script], "", LIMIT_MS);
  assert.deepEqual([exitCode, stderr], [0, ""]);
  return stdout;
}

describe("shells", () => {
  let shells: Shells;

  beforeEach(() => (shells = new Shells()));
  afterEach(() => shells.retire());

  it("run one program after another from the same", async () => {
    const all = [await printed(shells, "echo $PPID"), await printed(shells, "echo $PPID")];
    assert.equal(all[0], all[1]);
  });

  it("run several at once, and answer each what is its own", async () => {
    const numbers = Array.from({ length: 100 }, (_, index) => `${index}`);
    const all = await Promise.all(numbers.map((it) => printed(shells, `sleep 0.0${it}; echo ${it} $PPID`)));
    const told = all.map((text) => text.trim().split(" "));
    assert.deepEqual(
      told.map(([number]) => number),
      numbers,
    );
    const used = new Set(told.map(([, shell]) => shell)).size;
    assert.ok(used > 1 && used <= 4 * availableParallelism(), `${used} shells`);
  });

  it("tell how a program ended, and what it printed, line breaks or not", async () => {
    const { exitCode, stdout, stderr } = await shells.run(
      [SH, "-c", "printf out; printf err >&2; exit 3"],
      "",
      LIMIT_MS,
    );
    assert.deepEqual([exitCode, stdout, stderr], [3, "out", "err"]);
    const killed = await shells.run([SH, "-c", "kill -KILL $$"], "", LIMIT_MS);
    assert.equal(killed.exitCode, 128 + 9);
  });

  it("let a program read what a shell would take for its own", async () => {
    const text = "$(id) `id` ${HOME} \\ ' \" # EOF\n\n$$\n";
    const { stdout } = await shells.run(["/bin/cat"], text, LIMIT_MS);
    assert.equal(stdout, text);
    const { stdout: told } = await shells.run(["/bin/cat"], (pid) => `$HOME \`id\` \\ ${pid}\n`, LIMIT_MS);
    assert.match(told, /^\$HOME `id` \\ \d+\n$/);
  });

  it("let programs end what they began when Ctrl-C reaches them", async () => {
    assert.equal(await printed(shells, "kill -INT $$; kill -HUP $$; echo ended"), "ended\n");
  });

  it("fail what runs from one that is killed once that has ended, and go on with others", async () => {
    const file = `/tmp/linuxnet-shells-${process.pid}`;
    const cut = await shells.run([SH, "-c", `kill -KILL $PPID; sleep 0.2; : >${file}`], "", LIMIT_MS);
    assert.equal(cut.exitCode, undefined);
    assert.match(cut.stderr, /the shell that ran it was killed/);
    assert.ok(existsSync(file));
    assert.equal(await printed(shells, `rm ${file}; echo next`), "next\n");
  });

  it("end once they have nothing to do, and those that have something after it", async () => {
    const idle = Number(await printed(shells, "echo $PPID"));
    const busy = printed(shells, "sleep 0.3; echo $PPID");
    await shells.retire();
    assert.match(await busy, /^\d+\n$/);
    for (let waits = 0; existsSync(`/proc/${idle}`) && waits < 100; waits++) await passed(20);
    assert.ok(!existsSync(`/proc/${idle}`));
  });
});
