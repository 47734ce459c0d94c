import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../cli/survey/report";
import { sh, succeeds } from "../support/command";
import { cancel, crashUnrecorded, crashWhileCreating, forgetStack } from "../support/crash";
import { NETWORK, ONE_OF_EACH } from "../support/crash-programs";
import { hasLink, ourRules } from "../support/links";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";
import { linuxnet, linuxnetAnswered, linuxnetUnprivileged } from "../support/linuxnet";

const rules = (parts: string): RegExp => new RegExp(`^rules (LN-(${parts})-[0-9a-f]{16}(, )?)+ on the host$`);

describe("what a crash left", function () {
  this.bail(true);
  let other: Stack;
  let start: string;

  before(async () => {
    // Somebody else's: a link, a bridge, rules, a route, a namespace; a route with linuxnet's mark; another stack.
    sh("ip link add theirs0 type veth peer name theirs1");
    sh("ip link set theirs0 addrgenmode none up alias foreign");
    sh("ip link add theirs type bridge");
    sh("ip netns add theirs");
    sh("iptables -w -N THEIRS");
    sh("iptables -w -I FORWARD -d 203.0.113.0/24 -j THEIRS");
    sh("iptables -w -t nat -A PREROUTING -d 203.0.113.0/24 -j RETURN");
    sh("ip route add blackhole 203.0.113.0/24 proto 76");
    other = await Stack.open("linuxnet-other");
    await other.run("up", other.program(NETWORK(20)));
    await settled();
    start = await snapshot();
  });

  after(async () => {
    await other.run("destroy", other.program(NETWORK(20)));
    other.remove();
  });

  const reportOf = async (stack: Stack, exitCode: number): Promise<Report> => {
    const answer = await linuxnet(stack, "status", "--stack", "dev", "--json");
    assert.deepEqual([answer.exitCode, answer.stderr], [exitCode, ""]);
    return JSON.parse(answer.stdout) as Report;
  };

  const UNCLAIMED = ["route blackhole 203.0.113.0/24 on the host"];

  describe("of creations that had begun", () => {
    let stack: Stack;
    let program: string;

    before(async () => {
      stack = await Stack.open("linuxnet-sweep");
      program = stack.program(ONE_OF_EACH);
      await crashWhileCreating(stack, program, 6);
    });
    after(() => stack.remove());

    const WANT = [
      rules("BR"),
      rules("FWD|SNAT"),
      rules("FWD|SNAT|DNAT|LO"),
      /^route blackhole 10\.9\.0\.0\/16 on the host$/,
      /^bridge br0 on the host$/,
      /^veth (veth0|ceth0) on the host, (veth0|ceth0) on the host$/,
      /^namespace ns0$/,
    ];

    it("is not swept while the engine's lock stands", async () => {
      const { exitCode, stderr } = await linuxnet(stack, "sweep", "dev", "--yes");
      assert.equal(exitCode, 125);
      assert.match(stderr, /dev is locked by process \d+ of .*; if that was killed, run `pulumi cancel` first/);
      assert.equal((await reportOf(stack, 1)).locks.length, 1);
    });

    it("is not known to a destroy, and shown by status: exactly that", async () => {
      await cancel(stack);
      await stack.run("destroy", program);
      const { orphans, pending, resources, unclaimed, unread } = await reportOf(stack, 1);
      assert.deepEqual([resources, unread], [[], []]);
      const whats = orphans.map(({ what }) => what);
      assert.equal(whats.length, WANT.length, whats.join("\n"));
      for (const want of WANT)
        assert.ok(
          whats.some((what) => want.test(what)),
          `${want} in\n${whats.join("\n")}`,
        );
      assert.deepEqual(pending.map(({ op, name }) => `${op} ${name}`).sort(), [
        ...["creating br0", "creating internet", "creating nowhere", "creating ns0", "creating veth0", "creating web"],
      ]);
      assert.deepEqual(
        unclaimed.map(({ what }) => what),
        UNCLAIMED,
      );
    });

    it("is told of a state in a file, too", async () => {
      const file = join(stack.folder, "state.json");
      writeFileSync(file, await stack.export());
      const { exitCode, stdout } = await linuxnet(stack, "status", "--stack-file", file);
      assert.equal(exitCode, 1);
      assert.match(stdout, /^stack organization\/linuxnet-sweep\/dev\n/);
      assert.match(stdout, /\n {2}bridge br0 on the host \(br0, whose creation was cut off\)\n[^]*\n7 in no state$/);
    });

    it("is not swept without a yes", async () => {
      const before = await snapshot();
      const { exitCode, stderr } = await linuxnet(stack, "sweep", "dev");
      assert.equal(exitCode, 2);
      assert.match(stderr, /\n {2}namespace ns0 \(ns0, whose creation was cut off\)\n/);
      assert.match(stderr, /If somebody else has a stack of the same names on this host/);
      const asked = await linuxnetAnswered(stack, "n", "sweep", "dev");
      assert.equal(asked.exitCode, 1);
      assert.match(
        asked.stdout,
        /remove it\? \[y\/N\] \S*n\s[^]*left namespace ns0: it was not removed\s[^]*\s0 removed, 7 left\s*$/,
      );
      assertSame(await snapshot(), before);
    });

    it("is neither told nor swept without privileges", async () => {
      const status = await linuxnetUnprivileged(stack, "status", "--stack", "dev");
      assert.deepEqual([status.exitCode, status.stderr], [125, ""]);
      assert.match(
        status.stdout,
        /not readable:\n {2}what stands on the host: permission denied[^]*not all could be read$/,
      );
      const { exitCode, stderr } = await linuxnetUnprivileged(stack, "sweep", "dev", "--yes");
      assert.equal(exitCode, 125);
      assert.match(stderr, /^linuxnet: sweep: it needs CAP_NET_ADMIN and CAP_SYS_ADMIN: run it as root$/);
    });

    it("is not told of a stack that nobody knows", async () => {
      for (const [words, code, says] of [
        [["status", "--stack", "nosuch"], 125, /status: no stack named 'nosuch' found/],
        [["status", "--stack-file", "/nosuch"], 125, /status: cannot read \/nosuch/],
        [["status", "--stack-file", "Pulumi.yaml"], 125, /status: Pulumi.yaml holds no exported stack/],
        [["sweep", "nosuch", "--yes"], 125, /sweep: no stack named 'nosuch' found/],
        [["sweep", "dev", "--gone", "--yes"], 2, /sweep: --gone needs organization\/project\/stack, got dev/],
        [["sweep"], 2, /missing required argument 'STACK'/],
      ] as const) {
        const { exitCode, stderr } = await linuxnet(stack, ...words);
        assert.equal(exitCode, code, stderr);
        assert.match(stderr, says);
      }
    });

    it("is swept, and nothing else", async () => {
      const { exitCode, stdout } = await linuxnet(stack, "sweep", "dev", "--yes");
      assert.equal(exitCode, 0, stdout);
      assert.match(stdout, /\n7 removed, 0 left$/);
      await settled();
      assertSame(await snapshot(), start);
    });

    it("is gone to the next status and the next sweep", async () => {
      const { orphans, pending } = await reportOf(stack, 0);
      assert.deepEqual([orphans, pending.length], [[], 6]);
      const { exitCode, stdout } = await linuxnet(stack, "sweep", "dev");
      assert.equal(exitCode, 0);
      assert.match(stdout, /may be another stack's: route blackhole 203\.0\.113\.0\/24 on the host\n {2}ip route del /);
      assert.match(stdout, /\n0 removed, 0 left$/);
      assertSame(await snapshot(), start);
    });

    it("does not keep the next up from its work, of which status tells what somebody changed", async () => {
      await stack.run("up", program);
      assert.deepEqual(
        (await reportOf(stack, 0)).resources.map(({ status }) => status),
        Array(6).fill("stands"),
      );
      sh("ip link set dev br0 mtu 1400");
      sh("ip link del dev veth0");
      sh("ip route replace blackhole 10.9.0.0/16");
      sh("iptables -w -D FORWARD 1");
      const { resources } = await reportOf(stack, 1);
      const told = new Map(
        resources.map(({ name, status, differences }) => [name, [status, ...differences].join("; ")]),
      );
      assert.equal(told.get("ns0"), "stands");
      assert.match(told.get("br0") ?? "", /^drifted; mtu is 1400, expected 1500/);
      assert.equal(told.get("veth0"), "gone");
      assert.match(told.get("nowhere") ?? "", /^foreign; there is a route .* that linuxnet did not make$/);
      assert.ok(
        [...told.values()].some((text) => text.includes("missing: -A FORWARD")),
        [...told.values()].join(),
      );
      sh("ip route del blackhole 10.9.0.0/16");
      await stack.run("up", program);
      assert.deepEqual(
        (await reportOf(stack, 0)).resources.map(({ status }) => status),
        Array(6).fill("stands"),
      );
      assert.deepEqual((await linuxnet(stack, "sweep", "dev", "--yes")).exitCode, 0);
      assert.deepEqual(
        (await reportOf(stack, 0)).resources.map(({ status }) => status),
        Array(6).fill("stands"),
      );
      await stack.run("destroy", program);
      await settled();
      assertSame(await snapshot(), start);
    });
  });

  describe("of an up that recorded nothing", () => {
    let stack: Stack;
    let program: string;

    before(async () => {
      stack = await Stack.open("linuxnet-sweep");
      program = stack.program(NETWORK(30, "setInterval(() => undefined, 1000);"));
      const stands = (): boolean => {
        const own = ourRules().filter((line) => line.includes(" 10.30.0.0/24 ") || line.includes("--dport 8030"));
        const route = (): boolean => succeeds(["sh", "-c", "ip route | grep -q default"], "ns30");
        return (
          hasLink("veth30") &&
          own.some((line) => line.includes("dport")) &&
          own.some((line) => line.includes("MASQ")) &&
          route()
        );
      };
      await crashUnrecorded(stack, program, stands);
    });
    after(() => stack.remove());

    it("is swept also when Pulumi has forgotten the stack", async () => {
      await cancel(stack);
      await forgetStack(stack);
      const name = "organization/linuxnet-sweep/dev";
      assert.match((await linuxnet(stack, "sweep", "dev", "--yes")).stderr, /no stack named 'dev' found/);
      assert.equal((await linuxnet(stack, "sweep", "dev", "--gone", "--yes")).exitCode, 2);
      const { exitCode, stdout } = await linuxnetAnswered(stack, "yes", "sweep", name, "--gone");
      assert.equal(exitCode, 0, stdout);
      assert.match(stdout, /marked as .*, and Pulumi has no such stack:/);
      assert.match(stdout, /removed route default via 10\.30\.0\.1 dev ceth30 in namespace ns30\s/);
      await settled();
      assertSame(await snapshot(), start);
    });

    it("is not swept as gone while Pulumi has the stack", async () => {
      const { exitCode, stderr } = await linuxnet(other, "sweep", "organization/linuxnet-other/dev", "--gone", "--yes");
      assert.equal(exitCode, 125);
      assert.match(stderr, /is still there: leave --gone out/);
      assertSame(await snapshot(), start);
    });
  });
});
