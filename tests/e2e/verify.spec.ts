import assert from "node:assert/strict";
import { sh } from "../support/command";
import { linuxnet } from "../support/linuxnet";
import { Stack } from "../support/stack";
import { serve, stopServers } from "../support/traffic";

const PROGRAM = `
const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
const db = new linuxnet.ContainerNetwork("db", { subnet: "10.0.1.0/24", isolated: true });
new linuxnet.Container("c1", { network: web, address: "10.0.0.2" });
new linuxnet.Container("c2", { network: web, address: "10.0.0.3" });
new linuxnet.Container("d1", { network: db, address: "10.0.1.2" });
`;

interface Answer {
  agrees: boolean;
  tried: { from: string; to: string; protocol: string; port: number | null; outcome: string; reason: string | null }[];
}

describe("linuxnet verify", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("verified");
    await stack.run("up", stack.program(PROGRAM, "program", "{}"));
    await serve("c2", [80]);
  });

  after(async () => {
    await stopServers();
    await stack.run("destroy", stack.program(PROGRAM, "program", "{}"));
    stack.remove();
  });

  it("tells who reaches whom, as explain does", async () => {
    const { exitCode, stdout, stderr } = await linuxnet(stack, "verify", "--json", "--stack", "dev");
    assert.equal(exitCode, 0, stdout + stderr);
    const { agrees, tried } = JSON.parse(stdout) as Answer;
    assert.ok(agrees);
    const found = (from: string, to: string, port: number | null): string | undefined =>
      tried.find((it) => it.from === from && it.to === to && it.port === port)?.outcome;
    assert.equal(found("c1", "c2", null), "open");
    assert.equal(found("c1", "c2", 80), "open");
    assert.equal(found("host", "c2", 80), "open");
    assert.equal(found("c1", "d1", null), "filtered");
    assert.equal(found("d1", "c2", 80), "filtered");
  });

  it("prints a table", async () => {
    const { exitCode, stdout } = await linuxnet(stack, "verify", "--stack", "dev");
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /│ from │ .*c1.* │ /);
    assert.match(stdout, /\nReal packets fare as `linuxnet explain` tells\.$/);
  });

  it("tells what explain does not see", async () => {
    sh("nft add table inet other", "c1");
    sh("nft add chain inet other input { type filter hook input priority 0 ; }", "c1");
    sh("nft add rule inet other input drop", "c1");
    try {
      const { exitCode, stdout } = await linuxnet(stack, "verify", "--stack", "dev");
      assert.equal(exitCode, 1, stdout);
      assert.match(
        stdout,
        /\(!\) from host to 10\.0\.0\.2: explain tells that it arrives, a real packet is (filtered|unreachable)/,
      );
    } finally {
      sh("nft delete table inet other", "c1");
    }
  });
});
