import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Json } from "../../cli/explain/text";
import { makeNamespace } from "../support/cable";
import { run, sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

function explain(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("linuxnet", ["explain", ...words], { encoding: "utf8" });
}

function told(...words: string[]): Json {
  return JSON.parse(explain(...words, "--json").stdout) as Json;
}

describe("linuxnet explain", () => {
  const before = new Map([[undefined, standingOf(undefined)] as const, ["wan", standingOf("wan")] as const]);

  beforeEach(makeNamespace);

  afterEach(() => wipe(before));

  it("exits with 0 where a packet arrives, and tells its way", () => {
    const { status, stdout, stderr } = explain("ns0", "10.0.0.1");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ping from ns0 to 10\.0\.0\.1\n/);
    assert.match(stdout, /\n {2}ns0 {3}route: 10\.0\.0\.0\/24 dev ceth0\n {2}host {2}comes in by veth0\n/);
    assert.match(stdout, /\nIt arrives, and the answer comes back\.\n$/);
  });

  it("exits with 1 where it does not, and tells why and what helps", () => {
    const { status, stdout } = explain("ns0", "8.8.8.8");
    assert.equal(status, 1);
    assert.match(
      stdout,
      /\nIt does not arrive \(no-route\), ns0: no route leads to 8\.8\.8\.8\.\nWhat helps, one of:\n/,
    );
    assert.match(stdout, /\n {2}ip -n ns0 route add default via 10\.0\.0\.1\n/);
  });

  it("tells scripts the same as JSON", () => {
    assert.deepEqual(JSON.parse(explain("host", "ns0", "--json").stdout), {
      ...{ arrives: true, reason: null, hop: "ns0", rule: null, fix: [], undecided: [] },
    });
    assert.deepEqual(JSON.parse(explain("host", "10.0.0.2:80", "--json").stdout), {
      ...{ arrives: false, reason: "not-listening", hop: "ns0", rule: null },
      fix: ["start a server on tcp port 80 in ns0"],
      undecided: [],
    });
  });

  it("knows localhost", () => {
    assert.equal(explain("host", "localhost").status, 0);
  });

  it("tells what it cannot decide over", () => {
    const chain = "{ type filter hook input priority 0 ; policy drop ; }";
    sh("nft add table inet f", "ns0");
    run(["nft", "add", "chain", "inet", "f", "c", chain], "ns0");
    const { arrives, reason, rule, fix, undecided } = told("ns0", "10.0.0.1");
    assert.deepEqual([arrives, reason, undecided], [false, "filtered", []]);
    assert.equal(rule, "nft chain inet f c { policy drop; }");
    assert.deepEqual(fix, ["ip netns exec ns0 nft chain inet f c '{ policy accept; }'"]);
    sh("nft add rule inet f c accept", "ns0");
    sh("iptables -A OUTPUT -m statistic --mode nth --every 9 --packet 8 -j DROP", "ns0");
    const after = told("ns0", "10.0.0.1");
    assert.equal(after.arrives, true);
    assert.deepEqual(after.undecided, [
      "iptables -A OUTPUT -m statistic --mode nth --every 9 --packet 8 -j DROP",
      "ns0: chain c of table inet f",
    ]);
    assert.match(
      explain("ns0", "10.0.0.1").stdout,
      /\nNote: .*--every 9.*\nNote: .*: ns0: chain c of table inet f\.\n$/,
    );
  });

  for (const [words, text] of [
    [["nobody", "8.8.8.8"], /FROM: expected host or a namespace \(ns0, wan\), got "nobody"/],
    [["ns0", "there"], /TO: expected an address, .* or a namespace \(ns0, wan\), got "there"/],
    [["ns0", "8.8.8.8:0"], /TO: expected .* got "8\.8\.8\.8:0"/],
    [["ns0", "8.8.8.8", "--udp"], /--udp: expected a port in TO, got "8\.8\.8\.8"/],
    [["ns0", "fe80::1"], /TO: expected an address that is one without an interface, got fe80::1/],
    [["ns0"], /missing required argument 'TO\[:PORT\]'/],
  ] as const) {
    it(`exits with 2 of bad usage: ${words.join(" ")}`, () => {
      const { status, stderr } = explain(...words);
      assert.equal(status, 2, stderr);
      assert.match(stderr, text);
    });
  }
});
