import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "../../../../provider/errors";
import { isWell } from "../../../../provider/host/ended";
import { localHost, localHostWithin } from "../../../../provider/host/local-host";

/** The error with which a command ends. */
async function failureOf(argv: string[], stdin?: string): Promise<CommandError> {
  const error = await localHost.run({ argv, ...(stdin === undefined ? {} : { stdin }) }).catch((it: unknown) => it);
  assert.ok(error instanceof CommandError, String(error));
  return error;
}

describe("local host", () => {
  it("gives programs a PATH of its own, the C locale and nothing else", async () => {
    process.env.LINUXNET_SECRET = "secret";
    const text = await localHost.run({ argv: ["env"] });
    delete process.env.LINUXNET_SECRET;
    assert.deepEqual(text.trim().split("\n").sort(), ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
  });

  it("lets a program read, and answers what it prints to the last byte", async () => {
    assert.equal(await localHost.run({ argv: ["cat"], stdin: "a\n\nb\n\n" }), "a\n\nb\n\n");
    assert.equal(await localHost.run({ argv: ["cat"] }), "");
  });

  it("tells what a program reads the program's process id", async () => {
    const text = await localHost.run({ argv: ["env", "--", "sh", "-c", "echo $$; cat"], stdin: (pid) => `${pid}\n` });
    const [own, told] = text.split("\n");
    assert.equal(told, own);
  });

  it("keeps to itself what a program reads that others must not see", async () => {
    const failed = localHost.run({ argv: ["false"], stdin: "a secret\n", isSecret: true });
    await assert.rejects(failed, (error: CommandError) => !error.message.includes("secret"));
  });

  it("minds an answer that broke off only where nothing but the answer is wanted", async () => {
    const told = "Dump was interrupted and may be inconsistent.";
    await localHost.run({ argv: ["sh", "-c", `echo "${told}" >&2`] });
    assert.equal(isWell({ timedOut: false, exitCode: 0, stdout: "", stderr: told }, false), true);
    assert.equal(isWell({ timedOut: false, exitCode: 0, stdout: "", stderr: told }, true), false);
  });

  it("takes words for words", async () => {
    const words = ["$(id)", "a b", "--", "sh", "ip", "constructor", "'\"\\", ""];
    const text = await localHost.run({ argv: ["printf", "%s\\n", ...words] });
    assert.deepEqual(text.split("\n").slice(0, -1), ["$(id)", "a b", "--", "/usr/bin/sh", ...words.slice(4)]);
  });

  it("finds the program behind -- as it finds the first", async () => {
    assert.equal(await localHost.run({ argv: ["env", "-i", "--", "echo", "ip"] }), "ip\n");
    assert.equal((await failureOf(["env", "-i", "--", "no-such-tool"])).reason, "missing tool");
  });

  it("names the package of a program that is missing", async () => {
    const { message, reason } = await failureOf(["no-such-tool"]);
    assert.equal(reason, "missing tool");
    assert.match(
      message,
      /^a program that linuxnet needs is not installed\n[^]*no-such-tool is in none of \/usr\/sbin, /,
    );
  });

  it("shows the command, what it read and what it said, whatever that was", async () => {
    const script = 'echo "RTNETLINK answers: File exists" >&2; echo "Command failed -:2" >&2; exit 1';
    const { reason, line, message } = await failureOf(["sh", "-c", script], "first\nsecond\n");
    assert.deepEqual([reason, line], ["exists", 2]);
    assert.match(
      message,
      /^it already exists\n {2}command: sh -c .*\n {6}< first\n {6}< second\n {2}answer: RTNETLINK answers: File exists\n/,
    );
    const silent = await failureOf(["sh", "-c", "exit 7"]);
    assert.deepEqual([silent.reason, silent.line], ["other", undefined]);
    assert.match(silent.message, /^the command failed: [^\n]*exit code 7/);
  });

  for (const { name, script, ends } of [
    { name: "that hangs", script: "echo $$; exec sleep 60", ends: true },
    { name: "whose child hangs", script: "sh -c 'echo $$; exec sleep 60'; true", ends: true },
    { name: "that has left a child behind", script: "sleep 60 & echo $!", ends: false },
  ]) {
    it(`waits for no program past its time: one ${name}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "linuxnet-hanging-"));
      const file = join(folder, "pid");
      const argv = ["sh", "-c", `exec 3>&1 >${file}; ${script}`];
      const start = Date.now();
      const error: unknown = await localHostWithin(500)
        .run({ argv })
        .catch((it: unknown) => it);
      const pid = Number(readFileSync(file, "utf8"));
      rmSync(folder, { recursive: true });
      // One that has ended, and that nobody has waited for yet, has no command line.
      const isAlive = existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
      if (isAlive) process.kill(pid, "SIGKILL");
      assert.ok(error instanceof CommandError && error.reason === "timeout", String(error));
      assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
      assert.equal(isAlive, !ends);
    });
  }

  it("survives a program that is gone before it has read all", async () => {
    assert.equal(await localHost.run({ argv: ["true"], stdin: "x".repeat(1_000_000) }), "");
    assert.equal((await failureOf(["false"], "x".repeat(1_000_000))).reason, "other");
  });
});
