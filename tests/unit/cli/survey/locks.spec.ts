import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "../../../../cli/failure";
import { locksOf } from "../../../../cli/survey/locks";

const STACK = "organization/web/dev";

/** With Pulumi itself, which tells where its state is. */
describe("the locks of a stack", () => {
  const before = { ...process.env };
  let folder: string;
  let locks: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "linuxnet-locks-"));
    locks = join(folder, ".pulumi/locks", STACK);
    mkdirSync(dirname(locks), { recursive: true });
    Object.assign(process.env, {
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${folder}?metadata=skip`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.env = { ...before };
  });

  const lock = (name: string, text: string): void => {
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, name), text);
  };

  it("are none where nobody has ever been at work, or all have ended", async () => {
    assert.deepEqual(await locksOf(STACK), []);
    mkdirSync(locks);
    assert.deepEqual(await locksOf(STACK), []);
  });

  it("tell who is at work", async () => {
    const owner = { pid: 7, username: "ann", hostname: "lab1", timestamp: "2026-01-02T03:04:05Z" };
    lock("a.json", JSON.stringify(owner));
    lock("a.json.attrs", "{}");
    assert.deepEqual(await locksOf(STACK), ["process 7 of ann on lab1, since 2026-01-02T03:04:05Z"]);
  });

  for (const text of ["", `{"pid": 7, "user`]) {
    it(`are told by their files where they hold ${JSON.stringify(text)}`, async () => {
      lock("a.json", text);
      assert.deepEqual(await locksOf(STACK), [join(locks, "a.json")]);
    });
  }

  it("are told by their files where those cannot be read", async () => {
    mkdirSync(join(locks, "a.json"), { recursive: true });
    assert.deepEqual(await locksOf(STACK), [join(locks, "a.json")]);
  });

  const unable = (says: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.exitCode, 125);
    assert.match(error.message, says);
    return true;
  };

  it("cannot be told where their folder cannot be read", async () => {
    writeFileSync(locks, "");
    await assert.rejects(locksOf(STACK), unable(/^cannot read the locks in .*\/organization\/web\/dev: ENOTDIR/));
  });

  it("cannot be told where Pulumi does not tell where they are", async () => {
    process.env.PULUMI_BACKEND_URL = `file://${folder}/nosuch`;
    await assert.rejects(
      locksOf(STACK),
      unable(/^pulumi whoami failed, which tells where locks are: error: unable to open/),
    );
  });
});
