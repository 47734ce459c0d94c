import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeProject } from "../../../cli/new/make";
import { projectName } from "../../../cli/new/project";
import { version } from "../../../package.json";

interface PackageJson {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

describe("a new project", () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "linuxnet-new-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is named after its folder, as Pulumi allows it", () => {
    assert.equal(projectName("web"), "web");
    assert.equal(projectName("My lab (2)"), "My-lab-2");
    assert.equal(projectName(".hidden"), "hidden");
    assert.equal(projectName("§"), "network");
  });

  it("depends on this package by its version", () => {
    makeProject(join(folder, "web"), "docker", undefined);
    const { dependencies, devDependencies } = packageOf("web");
    assert.deepEqual(Object.keys(dependencies), ["@pulumi/pulumi", "pulumi-linuxnet"]);
    assert.equal(dependencies["pulumi-linuxnet"], `^${version}`);
    for (const range of Object.values({ ...dependencies, ...devDependencies })) assert.match(range, /^\^\d/);
  });

  it("depends on a tarball by the way to it", () => {
    const tarball = join(folder, "p.tgz");
    writeFileSync(tarball, "");
    makeProject(join(folder, "web"), "docker", tarball);
    assert.equal(packageOf("web").dependencies["pulumi-linuxnet"], "file:../p.tgz");
  });

  it("goes into an empty folder", () => {
    const text = makeProject(folder, "empty", undefined);
    const files = [".gitignore", "Pulumi.yaml", "README.md", "index.ts", "package.json", "tsconfig.json"];
    assert.deepEqual(readdirSync(folder).sort(), files);
    assert.match(text, /npm install/);
  });

  for (const { what, make, says } of [
    { what: "a folder that holds a file", make: () => writeFileSync(join(folder, "a"), ""), says: /is not empty/ },
    { what: "a folder that holds a folder", make: () => mkdirSync(join(folder, ".git")), says: /is not empty/ },
  ]) {
    it(`refuses ${what}, and writes nothing`, () => {
      make();
      const before = readdirSync(folder);
      assert.throws(() => makeProject(folder, "docker", undefined), says);
      assert.deepEqual(readdirSync(folder), before);
    });
  }

  it("refuses a folder that is a file, and a tarball that is not there", () => {
    writeFileSync(join(folder, "file"), "");
    assert.throws(() => makeProject(join(folder, "file"), "docker", undefined), /new: .*EEXIST/);
    assert.throws(() => makeProject(join(folder, "web"), "docker", join(folder, "none.tgz")), /new: no file/);
    assert.deepEqual(readdirSync(folder), ["file"]);
  });

  function packageOf(name: string): PackageJson {
    return JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")) as PackageJson;
  }
});
