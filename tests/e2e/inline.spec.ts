import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import * as linuxnet from "pulumi-linuxnet";
import { succeeds } from "../support/command";
import { Stack } from "../support/stack";

/** Where npm has put the plugin's executable. */
const BIN = resolve(__dirname, "../../node_modules/.bin");
const ON_PATH = { PULUMI_IGNORE_AMBIENT_PLUGINS: "false", PATH: [BIN, process.env.PATH].join(delimiter) };

describe("a program that runs inside another, by the Automation API", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-inline");
  });

  after(() => stack.remove());

  it("has its findings told, for each program its own", async () => {
    const overlapping = await previewed("one", () => {
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      new linuxnet.Bridge("br1", { addresses: ["10.0.0.3/24"] });
    });
    assert.match(overlapping.join(), /subnets overlap on the host: br0 .* br1/);
    assert.deepEqual(await previewed("two", () => void new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] })), []);
  });

  it("fails with linuxnet:strict, and this process does not", async () => {
    const strict = { "linuxnet:strict": { value: "true" } };
    await assert.rejects(
      previewed(
        "three",
        () => {
          new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
          new linuxnet.Bridge("br1", { addresses: ["10.0.0.3/24"] });
        },
        strict,
      ),
      /subnets overlap on the host/,
    );
    assert.equal(process.exitCode, undefined);
  });

  it("is served by the plugin, which is on PATH, in a folder that has no packages", async () => {
    const workDir = mkdtempSync(join(tmpdir(), "linuxnet-inline-"));
    const made = await LocalWorkspace.createOrSelectStack(
      {
        ...{ stackName: "four", projectName: "linuxnet-inline" },
        program: () => Promise.resolve(void new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] })),
      },
      { workDir, envVars: { ...stack.env, PULUMI_HOME: join(workDir, "home"), ...ON_PATH } },
    );
    await made.setAllConfig({ "linuxnet:mode": { value: "plugin" } });
    await made.up({ color: "never" });
    assert.ok(succeeds(["ip", "link", "show", "br0"]));
    await made.destroy({ color: "never" });
    assert.ok(!succeeds(["ip", "link", "show", "br0"]));
    rmSync(workDir, { recursive: true });
  });

  /** The warnings of a preview. */
  async function previewed(stackName: string, program: () => void, config = {}): Promise<string[]> {
    const made = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName: "linuxnet-inline", program: () => Promise.resolve(program()) },
      { workDir: stack.folder, envVars: stack.env },
    );
    await made.setAllConfig(config);
    const messages: string[] = [];
    await made.preview({
      color: "never",
      onEvent: ({ diagnosticEvent }) => {
        if (diagnosticEvent?.severity === "warning") messages.push(diagnosticEvent.message);
      },
    });
    return messages;
  }
});
