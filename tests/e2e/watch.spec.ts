import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
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
  const running: ChildProcess[] = [];

  before(async () => {
    stack = await Stack.open("watched");
    folder = stack.program(PROGRAM, "program", "{}");
    await stack.run("up", folder);
  });

  after(async () => {
    await stack.run("destroy", folder);
    stack.remove();
  });

  afterEach(() => running.splice(0).forEach((it) => it.kill("SIGKILL")));

  async function watching(...words: string[]): Promise<{ child: ChildProcess; lines: string[] }> {
    const child = spawn("linuxnet", ["watch", "--stack", "dev", ...words], {
      cwd: stack.folder,
      env: { ...process.env, ...stack.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(child);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    const [text] = (await once(child.stderr, "data")) as [Buffer];
    assert.equal(String(text), "watching; Ctrl-C ends it\n");
    return { child, lines };
  }

  /** The processes of `ip monitor` in this lab. */
  function monitors(): string[] {
    return readdirSync("/proc").filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("ip\0-o\0monitor\0");
      } catch {
        return false;
      }
    });
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
    await until(lines, (line) => /^\d\d:\d\d:\d\d\.\d{3} {2}c1 {4}\+ address {4}.*10\.9\.0\.3\/24/.test(line));
    child.kill("SIGINT");
    await once(child, "close");
  });

  it("lets go of a namespace that is removed, and follows what is made anew under its name", async () => {
    sh("ip netns add spare");
    const { child, lines } = await watching("--json");
    const has = (kind: string, verb: string, text: string) => (line: string) => {
      const it = JSON.parse(line) as Told;
      return it.place === "c1" && it.kind === kind && it.verb === verb && it.text.includes(text);
    };
    sh("ip netns del c1");
    await until(lines, has("namespace", "removed", "c1"));
    assert.equal(monitors().length, 1);
    sh("ip netns add c1");
    await until(lines, has("namespace", "set", "c1"));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    sh("ip -n c1 addr add 10.9.0.4/32 dev lo");
    await until(lines, has("address", "set", "10.9.0.4/32"));
    sh("ip -n c1 rule add priority 77 table 99");
    await until(lines, has("ip rule", "set", "77:"));
    sh("ip netns del c1");
    await stack.run("up", folder, "--refresh");
    sh("ip netns del spare");
    child.kill("SIGINT");
    const [status] = (await once(child, "close")) as [number];
    assert.equal(status, 0);
    assert.ok(!lines.some((line) => line.includes("spare")), lines.join("\n"));
  });

  it("follows the namespaces that an update adds", async () => {
    const { child, lines } = await watching("--json");
    const more = `${PROGRAM}new linuxnet.Container("c2", { network, address: "10.0.0.3" });\n`;
    await stack.run("up", stack.program(more, "more", "{}"));
    await until(lines, (line) => line.includes('"place":"c2"'));
    sh("ip -n c2 addr add 10.9.0.5/32 dev lo");
    await until(lines, (line) => line.includes("10.9.0.5/32"));
    child.kill("SIGINT");
    await once(child, "close");
  });

  for (const [signal, what] of [
    ["SIGKILL", "a kill -9"],
    ["SIGTERM", "a SIGTERM"],
  ] as const) {
    it(`leaves no process behind after ${what}`, async () => {
      const { child } = await watching();
      assert.notDeepEqual(monitors(), []);
      child.kill(signal);
      await once(child, "close");
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.deepEqual(monitors(), []);
    });
  }

  it("ends when nobody reads what it tells", async () => {
    const { child } = await watching();
    child.stdout?.destroy();
    for (const number of [6, 7]) {
      sh(`ip -n c1 addr add 10.9.0.${number}/32 dev lo`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const [status] = child.exitCode === null ? ((await once(child, "close")) as [number]) : [child.exitCode];
    assert.equal(status, 0);
    assert.deepEqual(monitors(), []);
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
