import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { filesOf } from "../../cli/new/project";
import "../support/lab";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";
import { tutorial } from "../support/tutorial";

/* docs/tutorial.md, as its reader goes through it in a project of `linuxnet new`. */
describe("the tutorial", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("tutorial");
    const { "tsconfig.json": options = "" } = filesOf({ name: "tutorial", template: "empty", source: "" });
    writeFileSync(join(stack.folder, "tsconfig.json"), options);
    appendFileSync(join(stack.folder, "Pulumi.yaml"), "main: index.ts\noptions: { refresh: always }\n");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  for (const part of tutorial()) {
    if (part.kind === "program") {
      it(`has a program: ${part.text.trim().split("\n").at(-1)}`, () => {
        const write = part.text.startsWith("import ") ? writeFileSync : appendFileSync;
        write(join(stack.folder, "index.ts"), part.text);
      });
    } else {
      it(`shows what happens: ${part.command}`, async () => {
        const printed = await run(part.command);
        const missing = part.shows.filter((line) => !printed.includes(line));
        assert.deepEqual(missing, [], printed);
      });
    }
  }

  it("leaves nothing behind", async () => assertSame(await snapshot(), start));

  /** Runs a command as somebody types it who says yes to what Pulumi asks. Those of ping and explain that are to fail do. */
  async function run(command: string): Promise<string> {
    const quiet = ["--color never --suppress-progress", ...stack.words].join(" ");
    const unattended = command
      .replace(/^pulumi (up|destroy)$/, `$& --yes --skip-preview ${quiet}`)
      .replace(/^pulumi preview$/, `$& ${quiet}`);
    const options = { cwd: stack.folder, env: stack.env, all: true, reject: false, stdin: "ignore" } as const;
    const { all, exitCode } = await execa("sh", ["-c", unattended], options);
    if (command.startsWith("pulumi ")) assert.equal(exitCode, 0, all);
    return all;
  }
});
