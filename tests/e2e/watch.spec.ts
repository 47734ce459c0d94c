import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { sh } from "../support/command";
import { linuxnet } from "../support/linuxnet";
import { Stack } from "../support/stack";

const PROGRAM = `
const network = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
new linuxnet.Container("c1", { network, address: "10.0.0.2" });
`;

interface Told {
  time: number;
  place: string;
  kind: string;
  verb: string;
  text: string;
}

describe("linuxnet watch", () => {
  let stack: Stack;
  let folder: string;

  before(async () => {
    stack = await Stack.open("watched");
    folder = stack.program(PROGRAM, "program", "{}");
    await stack.run("up", folder);
  });

  after(async () => {
    await stack.run("destroy", folder);
    stack.remove();
  });

  async function watching(...words: string[]): Promise<{ child: ChildProcess; lines: string[] }> {
    const child = spawn("linuxnet", ["watch", "--stack", "dev", ...words], {
      cwd: stack.folder,
      env: { ...process.env, ...stack.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    const [text] = (await once(child.stderr, "data")) as [Buffer];
    assert.equal(String(text), "watching; Ctrl-C ends it\n");
    return { child, lines };
  }

  /** Until a line is told, 10 s at most. */
  async function until(lines: readonly string[], is: (line: string) => boolean): Promise<void> {
    for (let tries = 0; tries < 100 && !lines.some(is); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(lines.some(is), lines.join("\n"));
  }

  it("tells what changes of the stack, and nothing else", async () => {
    const { child, lines } = await watching("--json");
    sh("ip -n c1 addr add 10.9.0.1/24 dev eth0");
    sh("ip -n c1 route del default");
    sh("ip link set br-web mtu 1400");
    sh("iptables -I FORWARD -i br-web -j DROP");
    sh("ip link add other0 type bridge");
    sh("iptables -A INPUT -i other0 -j DROP");
    try {
      await until(lines, (line) => line.includes("-j DROP"));
    } finally {
      sh("iptables -D INPUT -i other0 -j DROP");
      sh("iptables -D FORWARD -i br-web -j DROP");
      sh("ip link del other0");
    }
    child.kill("SIGINT");
    const [status] = (await once(child, "close")) as [number];
    assert.equal(status, 0);
    const all = lines.map((line) => JSON.parse(line) as Told);
    const has = (place: string, kind: string, verb: string, text: RegExp): boolean =>
      all.some((it) => it.place === place && it.kind === kind && it.verb === verb && text.test(it.text));
    assert.ok(has("c1", "address", "set", /10\.9\.0\.1\/24/), lines.join("\n"));
    assert.ok(has("c1", "route", "removed", /^default via 10\.0\.0\.1 dev eth0/), lines.join("\n"));
    assert.ok(has("host", "link", "set", /br-web: .* mtu 1400 /), lines.join("\n"));
    assert.ok(has("host", "rule", "set", /^-t filter -A FORWARD -i br-web -j DROP$/), lines.join("\n"));
    assert.ok(!lines.some((line) => line.includes("other0")), lines.join("\n"));
  });

  it("tells people, a line each", async () => {
    const { child, lines } = await watching();
    sh("ip -n c1 addr add 10.9.0.3/24 dev eth0");
    await until(lines, (line) => /^\d\d:\d\d:\d\d\.\d{3} {2}c1 {4}\+ address {2}.*10\.9\.0\.3\/24/.test(line));
    child.kill("SIGINT");
    await once(child, "close");
  });

  it("says when there is nothing to watch", async () => {
    const empty = await Stack.open("unwatched");
    try {
      const { exitCode, stderr } = await linuxnet(empty, "watch", "--stack", "dev");
      assert.equal(exitCode, 125);
      assert.match(stderr, /watch: this stack has no network/);
    } finally {
      empty.remove();
    }
  });
});
