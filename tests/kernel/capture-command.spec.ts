import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { makeNamespace } from "../support/cable";
import { sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

const TAPS = ["ns0/ceth0", "host/veth0"];
const FILE = "/run/seen.pcapng";

/** Starts it, and waits until it listens. */
async function listening(...words: string[]): Promise<ChildProcess> {
  const child = spawn("linuxnet", ["capture", ...TAPS, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const [text] = (await once(child.stderr, "data")) as [Buffer];
  assert.equal(String(text), "listening at ns0/ceth0, host/veth0; Ctrl-C ends it\n");
  return child;
}

async function told(child: ChildProcess): Promise<{ status: number; lines: string[] }> {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [status] = (await once(child, "close")) as [number];
  return { status, lines: text.trim().split("\n") };
}

describe("linuxnet capture", () => {
  const before = new Map([[undefined, standingOf(undefined)] as const]);

  beforeEach(makeNamespace);

  afterEach(() => {
    wipe(before);
    rmSync(FILE, { force: true });
  });

  it("tells what several interfaces see, in one time line, until Ctrl-C", async () => {
    const child = await listening("--filter", "icmp");
    const end = told(child);
    sh("ping -c2 -i0.3 10.0.0.2");
    child.kill("SIGINT");
    const { status, lines } = await end;
    assert.equal(status, 0);
    assert.equal(lines.length, 8, lines.join("\n"));
    assert.deepEqual([...lines].sort(), lines);
    const [first = "", second = ""] = lines;
    assert.match(first, /^\d\d:\d\d:\d\d\.\d{6} {2}host\/veth0 {2}IP 10\.0\.0\.1 > 10\.0\.0\.2: ICMP echo request/);
    assert.match(second, /^\d\d:\d\d:\d\d\.\d{6} {2}ns0\/ceth0 {2,3}IP 10\.0\.0\.1 > 10\.0\.0\.2: ICMP echo request/);
  });

  it("tells scripts the same as JSON, and ends after so many packets", async () => {
    const end = told(await listening("--filter", "icmp", "--json", "--count", "4"));
    sh("ping -c3 -i0.2 10.0.0.2");
    const { status, lines } = await end;
    assert.equal(status, 0);
    const all = lines.map(
      (line) => JSON.parse(line) as { time: number; interface: string; length: number; text: string },
    );
    assert.deepEqual(
      all.map((it) => it.interface),
      ["host/veth0", "ns0/ceth0", "ns0/ceth0", "host/veth0"],
    );
    assert.deepEqual([...new Set(all.map(({ length }) => length))], [98]);
    assert.ok(Math.abs((all[0]?.time ?? 0) - Date.now() / 1000) < 60);
  });

  it("writes a file of both interfaces, by their names", async () => {
    const end = told(await listening("--filter", "icmp", "--out", FILE, "--seconds", "2"));
    sh("ping -c1 10.0.0.2");
    assert.equal((await end).lines.length, 4);
    const read = spawnSync("tcpdump", ["-Z", "root", "-n", "-r", FILE], { encoding: "utf8" });
    assert.equal(read.stdout.trim().split("\n").length, 4, read.stderr);
    const bytes = readFileSync(FILE).toString("latin1");
    assert.ok(bytes.includes("ns0/ceth0") && bytes.includes("host/veth0"));
  });

  for (const [words, status, text] of [
    [["ns0"], 2, /INTERFACE: expected NAMESPACE\/NAME or host\/NAME, got "ns0"/],
    [["host/veth0", "--count", "none"], 2, /--count: expected a number above 0, got "none"/],
    [["host/veth9"], 125, /host\/veth9: .*No such device exists/],
    [["host/veth0", "--filter", "nonsense ("], 125, /host\/veth0: tcpdump: .*(syntax error|can't parse)/],
  ] as const) {
    it(`says what is wrong: ${words.join(" ")}`, () => {
      const found = spawnSync("linuxnet", ["capture", ...words], { encoding: "utf8" });
      assert.equal(found.status, status, found.stderr);
      assert.match(found.stderr, text);
    });
  }
});
