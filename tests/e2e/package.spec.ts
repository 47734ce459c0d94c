import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { execa } from "execa";
import { installNextPatch, installPacked } from "../support/packed";
import { Stack } from "../support/stack";

const ROOT = resolve(__dirname, "../..");
const LIMIT_MS = 300_000;

/** The article's network, and outputs with the types that they are to have. */
const PROGRAM = `${readFileSync(join(ROOT, "examples/05-port-forward/index.ts"), "utf8")}
import * as pulumi from "@pulumi/pulumi";
export const address: pulumi.Output<string | undefined> = br0.address;
export const peer: pulumi.Output<string> = veth0.peer.name;
export const path: pulumi.Output<string> = ns0.path;
`;

const JAVASCRIPT = readFileSync(join(ROOT, "examples/05-port-forward/index.ts"), "utf8").replace(
  /^import .*$/m,
  `const linuxnet = require("pulumi-linuxnet");`,
);

const RESOLUTIONS = [
  ["node10", "commonjs"],
  ["node16", "node16"],
  ["bundler", "esnext"],
] as const;

/** What runs, its types, what it reads, and what people read. */
const NEEDED =
  /^(package\.json|schema\.json|LICENSE|(README|CHANGELOG|docs\/\w+)\.md|templates\/\w+\.ts|.+\.sh|cli\/(completion\/script|view\/page\/\w+)\.\w+|dist\/cli\/.+\.js|dist\/(sdk|provider|findings)\/.+\.(js|d\.ts))$/;

const PING = "nsenter --net=/run/netns/ns0 ping -c1 -W1 8.8.8.8";

/* What npm publishes, packed and installed outside this repository. */
describe("the package", function () {
  this.timeout(LIMIT_MS);
  let folder: string;
  let stack: Stack;
  let installed: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "linuxnet-package-"));
    installed = await installPacked(folder);
    stack = await Stack.open("packaged");
  });

  after(() => {
    stack.remove();
    rmSync(folder, { recursive: true });
  });

  it("holds what users need, and nothing else", () => {
    const root = join(installed, "node_modules/pulumi-linuxnet");
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
    const paths = files.map(({ parentPath, name }) => relative(root, join(parentPath, name)));
    assert.deepEqual(
      paths.filter((path) => !NEEDED.test(path)),
      [],
    );
    for (const path of ["README.md", "CHANGELOG.md", "LICENSE", "docs/tutorial.md"]) assert.ok(paths.includes(path));
  });

  for (const [moduleResolution, module] of RESOLUTIONS) {
    it(`type-checks with moduleResolution ${moduleResolution}`, async () => {
      const project = write(installed, moduleResolution, { "index.ts": PROGRAM });
      const options = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2020"];
      const modules = ["--module", module, "--moduleResolution", moduleResolution];
      await execa(join(ROOT, "node_modules/.bin/tsc"), [...options, ...modules, "index.ts"], { cwd: project });
    });
  }

  it("serves a JavaScript program", async () => {
    const project = write(installed, "javascript", { "index.js": JAVASCRIPT });
    await inLab(up(project), PING, destroy(project));
  });

  it("serves a TypeScript program that has no typescript: Pulumi's own reads the declarations", async () => {
    const project = write(installed, "typescript", { "index.ts": PROGRAM });
    await inLab(up(project), PING, destroy(project));
    const wrong = write(installed, "wrong", { "index.ts": PROGRAM.replace(`["10.0.0.1/24"]`, `[10001]`) });
    await assert.rejects(inLab(up(wrong)), /TS2322/);
  });

  it("sees no change when its patch version rises", async () => {
    const upgraded = await installNextPatch(folder, installed);
    const [before, after] = [installed, upgraded].map((where) => write(where, "version", { "index.js": JAVASCRIPT }));
    await inLab(up(before as string), `${up(after as string)} --expect-no-changes`, PING, destroy(after as string));
  });

  /** Runs shell commands, the first that fails being the last, in a lab that the installed package makes. */
  async function inLab(...commands: string[]): Promise<void> {
    const script = ["set -e", ...commands].join("\n");
    const words = ["lab", "--wan", "--", "sh", "-c", script];
    const env = { ...stack.env, PULUMI_NODEJS_TRANSPILE_ONLY: "false" };
    await execa(join(installed, "node_modules/.bin/linuxnet"), words, { env });
  }

  function up(project: string): string {
    return `pulumi -C ${project} up --yes --skip-preview ${stack.words.join(" ")}`;
  }

  function destroy(project: string): string {
    return `pulumi -C ${project} destroy --yes --skip-preview ${stack.words.join(" ")}`;
  }

  /** Writes a program into a project where the package is installed. */
  function write(where: string, name: string, files: Record<string, string>): string {
    const project = join(where, name);
    const [main] = Object.keys(files);
    const yaml = `name: packaged\nruntime: nodejs\nmain: ${main}\noptions: { refresh: always }\n`;
    mkdirSync(project);
    for (const [file, text] of Object.entries({ ...files, "Pulumi.yaml": yaml }))
      writeFileSync(join(project, file), text);
    return project;
  }
});
