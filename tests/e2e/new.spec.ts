import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { TEMPLATES, type TemplateName } from "../../cli/new/templates";
import { installProject, packHere } from "../support/packed";
import { Stack } from "../support/stack";

const LIMIT_MS = 300_000;

/** What shows in a lab that a template's network stands. */
const CHECKS: Record<TemplateName, string> = {
  docker: "curl -sSf --retry 9 --retry-connrefused 127.0.0.1:8080 && linuxnet exec c2 -- ping -c1 -W1 8.8.8.8",
  article: "curl -sSf --retry 9 --retry-connrefused 127.0.0.1:8080 && linuxnet exec c2 -- ping -c1 -W1 8.8.8.8",
  empty: "linuxnet exec ns0 -- ip link show lo",
};

/* `linuxnet new` as a newcomer has it: from the package that npm publishes, and what it makes, as its README says. */
describe("linuxnet new", function () {
  this.timeout(LIMIT_MS);
  let folder: string;
  let stack: Stack;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "linuxnet-new-"));
    // Its settings are taken, and its state is not: a project has its own.
    stack = await Stack.open("new");
    const tarball = await packHere(folder);
    await execa("linuxnet", ["new", "docker", "--package", tarball], { cwd: folder });
    await installProject(join(folder, "docker"));
  });

  after(() => {
    stack.remove();
    rmSync(folder, { recursive: true });
  });

  for (const template of Object.keys(TEMPLATES) as TemplateName[]) {
    it(`makes a project of the template ${template} that works as its README says`, async () => {
      const project = await projectOf(template);
      await execa(join(folder, "docker/node_modules/.bin/tsc"), ["--project", project]);
      const readme = readFileSync(join(project, "README.md"), "utf8").split("\n");
      const commands = readme.filter((line) => /^ {4}(export|pulumi|npx linuxnet explain) /.test(line));
      const unattended = commands.map((line) => line.replace(/pulumi (up|destroy)/, "$& --yes --skip-preview"));
      const explain = unattended.findIndex((line) => line.includes("explain"));
      assert.equal(unattended.length, 5);
      // An empty namespace reaches nothing, which is what explain tells of it.
      if (template === "empty") unattended[explain] += " || test $? = 1";
      await inLab(project, [
        ...unattended.slice(0, -1),
        CHECKS[template],
        "linuxnet status",
        ...unattended.slice(-1),
        "test -z $(ls /run/netns | grep -v wan)",
      ]);
    });
  }

  it("refuses a folder that holds anything", async () => {
    const { exitCode, stderr } = await execa("linuxnet", ["new", "docker"], { cwd: folder, reject: false });
    assert.equal(exitCode, 125);
    assert.equal(stderr, "linuxnet: new: docker is not empty");
  });

  /** The first is installed as a project; others stand in it, and find there what it has. */
  async function projectOf(template: TemplateName): Promise<string> {
    const first = join(folder, "docker");
    if (template === "docker") return first;
    await execa(join(first, "node_modules/.bin/linuxnet"), ["new", template, "--template", template], { cwd: first });
    return join(first, template);
  }

  /** Runs shell commands in a project, the first that fails being the last, in a lab that its package makes. */
  async function inLab(project: string, commands: string[]): Promise<void> {
    const { PULUMI_BACKEND_URL: _state, ...env } = stack.env;
    const bin = join(folder, "docker/node_modules/.bin");
    const script = ["set -e", `PATH=${bin}:$PATH`, ...commands].join("\n");
    const settings = { cwd: project, env: { ...env, PULUMI_NODEJS_TRANSPILE_ONLY: "false" } };
    await execa(join(bin, "linuxnet"), ["lab", "--wan", "--", "sh", "-c", script], settings);
  }
});
