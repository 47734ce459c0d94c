import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

const WITHOUT_PRIVILEGES = ["setpriv", "--bounding-set", "-net_admin,-sys_admin", "--"];

interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

function graph(words: readonly string[] = [], before: readonly string[] = []): Answer {
  const [program = "", ...rest] = [...before, "linuxnet", "graph", "--live", ...words];
  return spawnSync(program, rest, { encoding: "utf8" });
}

/** The lines within the box of a place, without what fills them up. */
function linesOf(place: string): string[] {
  const { status, stdout, stderr } = graph();
  assert.equal(status, 0, stderr);
  const box = stdout.split("┌─ ").find((it) => it.startsWith(`${place} ─`)) ?? assert.fail(`no ${place} in ${stdout}`);
  return [...box.matchAll(/^│ (.*?) +│$/gm)].map(([, line = ""]) => line);
}

describe("linuxnet graph --live", () => {
  const before = new Map([[undefined, standingOf(undefined)] as const, ["wan", standingOf("wan")] as const]);
  const start = linesOf("host");

  /** What has come into the host's box. */
  const news = (): string[] => linesOf("host").filter((line) => !start.includes(line));

  afterEach(() => wipe(before));

  it("shows what others made, in every namespace", () => {
    sh("ip netns add ns0");
    sh("ip link add br0 type bridge");
    sh("ip addr add 10.0.0.1/24 dev br0");
    sh("ip link add veth0 type veth peer name ceth0 netns ns0");
    sh("ip link set veth0 master br0 up");
    sh("ip -n ns0 addr add 10.0.0.2/24 dev ceth0");
    sh("ip -n ns0 link set ceth0 up");
    sh("ip -n ns0 route add default via 10.0.0.1");
    sh("ip -n ns0 route add blackhole 10.9.0.0/16 metric 5 table 7");
    sh("ip rule add priority 100 from 10.0.0.0/24 lookup 7 protocol 76");
    sh("iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE");
    sh("ip6tables -A FORWARD -i br0 -j DROP");
    assert.deepEqual(news(), [
      "br0 10.0.0.1/24  (bridge, down)",
      "└─ veth0 ═════ ns0: ceth0 10.0.0.2/24",
      "100 from 10.0.0.0/24 lookup 7  (rule)",
      "POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE  (nat rule)",
      "FORWARD -i br0 -j DROP  (IPv6 filter rule)",
    ]);
    assert.deepEqual(linesOf("ns0"), [
      "ceth0 10.0.0.2/24 ═════ host: veth0",
      "10.9.0.0/16 ──▶ blackhole  (table 7, metric 5)",
      "default ──▶ host: br0 10.0.0.1 by ceth0",
    ]);
  });

  it("shows no more than what stands", () => {
    sh("ip netns add ns0");
    assert.deepEqual([linesOf("ns0"), news()], [["lo alone"], []]);
    sh("ip netns delete ns0");
    assert.doesNotMatch(graph().stdout, /ns0/);
  });

  it("shows an end of which the other is in a network without a name", async () => {
    const other = spawn("unshare", ["--net", "sh", "-c", "echo; exec sleep 60"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(other.stdout, "data");
    sh(`ip link add veth0 type veth peer name a netns ${other.pid}`);
    assert.deepEqual(news(), ["veth0  (its other end is in a network without a name, down)"]);
    other.kill();
  });

  it("draws the same in every format, whatever a name holds", () => {
    sh("ip link add br\\&; type bridge");
    const formats = ["mermaid", "dot", "svg"].map((format) => graph(["--format", format]).stdout);
    const [mermaid = "", dot = "", svg = ""] = formats;
    assert.match(mermaid, /\[\["br#92;#38;#59;<br\/>down"\]\]/);
    assert.match(dot, /label="br\\\\&amp;;\\ndown"/);
    assert.match(svg, />br\\&amp;;<\/text>[^]*<\/svg>\n$/);
  });

  it("takes root", () => {
    const { status, stdout, stderr } = graph([], WITHOUT_PRIVILEGES);
    assert.deepEqual([status, stdout], [125, ""]);
    assert.equal(stderr, "linuxnet: graph: to look into namespaces and rules takes root\n");
  });

  it("is of no stack", () => {
    const { status, stderr } = graph(["--stack", "dev"]);
    assert.equal(status, 2);
    assert.match(stderr, /option '--live' cannot be used with option '--stack <NAME>'/);
  });
});
