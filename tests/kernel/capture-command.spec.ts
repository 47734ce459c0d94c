import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
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

/** The processes of tcpdump in this lab. */
function tcpdumps(): number[] {
  const pids = readdirSync("/proc").filter((it) => /^\d+$/.test(it));
  return pids.map(Number).filter((pid) => {
    try {
      return /^(\/usr)?\/s?bin\/tcpdump\0|^tcpdump\0/.test(readFileSync(`/proc/${pid}/cmdline`, "latin1"));
    } catch {
      return false;
    }
  });
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
    [["host/veth0", "--count", "1.5"], 2, /--count: expected a whole number, got "1.5"/],
    [
      ["host/veth0", "--out", "/run/none/x.pcapng"],
      125,
      /^linuxnet: capture: cannot write \/run\/none\/x\.pcapng: ENOENT/,
    ],
    [["host/veth9"], 125, /host\/veth9: .*No such device exists/],
    [["host/veth0", "--filter", "nonsense ("], 125, /host\/veth0: tcpdump: .*(syntax error|can't parse)/],
  ] as const) {
    it(`says what is wrong: ${words.join(" ")}`, () => {
      const found = spawnSync("linuxnet", ["capture", ...words], { encoding: "utf8", timeout: 10_000 });
      assert.equal(found.status, status, found.stderr);
      assert.match(found.stderr, text);
      assert.deepEqual(tcpdumps(), []);
    });
  }

  it("loses no packet of a burst", async () => {
    const child = await listening("--filter", "icmp", "--json");
    const end = told(child);
    sh("ping -q -f -c 3000 -l 3000 10.0.0.2");
    child.kill("SIGINT");
    assert.equal((await end).lines.length, 12_000);
  });

  it("tells what is lost when more comes than can be read", async () => {
    const child = await listening("--filter", "icmp");
    const end = told(child);
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const dumps = tcpdumps();
    dumps.forEach((pid) => process.kill(pid, "SIGSTOP"));
    sh("ping -q -f -c 20000 -l 20000 10.0.0.2");
    dumps.forEach((pid) => process.kill(pid, "SIGCONT"));
    child.kill("SIGINT");
    await end;
    assert.match(errors, /^linuxnet: capture: host\/veth0: \d+ packets dropped by the kernel, and not told; /m);
  });

  it("ends when nobody reads what it tells, and when the file cannot be written", async () => {
    const unread = await listening("--filter", "icmp");
    unread.stdout?.destroy();
    const full = await listening("--filter", "icmp", "--out", "/dev/full");
    let errors = "";
    full.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const ends = Promise.all([told(unread), told(full)]);
    sh("ping -c3 -i0.5 10.0.0.2");
    assert.deepEqual(
      (await ends).map(({ status }) => status),
      [0, 125],
    );
    assert.match(errors, /^linuxnet: capture: cannot write \/dev\/full: ENOSPC/m);
    assert.deepEqual(tcpdumps(), []);
  });

  it("leaves no process behind after a kill -9", async () => {
    const child = await listening();
    assert.equal(tcpdumps().length, 4);
    child.kill("SIGKILL");
    await once(child, "close");
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(tcpdumps(), []);
  });
});
