import assert from "node:assert/strict";
import { execa } from "execa";
import type { Report } from "../../cli/survey/report";
import { NETWORK } from "../support/crash-programs";
import { linuxnet } from "../support/linuxnet";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

describe("what bears the mark of a stack that was renamed", function () {
  this.bail(true);
  let stack: Stack;
  let program: string;
  let start: string;
  let standing: string;

  const pulumi = async (...words: string[]): Promise<void> => {
    await execa("pulumi", ["stack", ...words], { cwd: stack.folder, env: stack.env, stdin: "ignore" });
  };

  before(async () => {
    await settled();
    start = await snapshot();
    stack = await Stack.open("linuxnet-renamed");
    program = stack.program(NETWORK(20));
    await stack.run("up", program);
    await settled();
    standing = await snapshot();
    await pulumi("rename", "prod", "--stack", "dev");
  });
  after(() => stack.remove());

  const sweptNothing = async (...words: string[]): Promise<void> => {
    const { exitCode, stdout, stderr } = await linuxnet(stack, "sweep", ...words, "--yes");
    assert.deepEqual([exitCode, stderr], [0, ""], stdout);
    assert.match(stdout, /^0 removed, 0 left$/);
    assertSame(await snapshot(), standing);
  };

  it("is not swept as that of one that is gone", () => sweptNothing("organization/linuxnet-renamed/dev", "--gone"));

  it("stands, as its status tells", async () => {
    const { exitCode, stdout } = await linuxnet(stack, "status", "--stack", "prod", "--json");
    const { resources, orphans } = JSON.parse(stdout) as Report;
    assert.deepEqual([exitCode, orphans], [0, []], stdout);
    assert.deepEqual([...new Set(resources.map(({ status }) => status))], ["stands"]);
  });

  it("is not swept as that of a new stack of the old name", async () => {
    await pulumi("init", "dev");
    await sweptNothing("dev");
    await pulumi("rm", "dev", "--yes");
  });

  it("is not swept though the project was renamed, too", async () => {
    await pulumi("rename", "organization/elsewhere/prod", "--stack", "prod");
    await sweptNothing("organization/linuxnet-renamed/dev", "--gone");
    await pulumi("rename", "organization/linuxnet-renamed/dev", "--stack", "organization/elsewhere/prod");
  });

  it("goes with its stack", async () => {
    await stack.run("destroy", program);
    await settled();
    assertSame(await snapshot(), start);
  });
});
