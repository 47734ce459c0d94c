import assert from "node:assert/strict";
import { sh, succeeds } from "../support/command";
import { BLUE, byHand, it, linksByHand, PLACES, RED, rowsFor } from "../support/kernel";
import { type Inputs, make, refusal } from "../support/made";
import { owner } from "../support/owner";
import { secondsToSend } from "../support/throughput";

const rootOf = (device: string, place: string | undefined): string =>
  sh(`tc qdisc show dev ${device} root`, place).trim();
const hasNetem = succeeds([
  "unshare",
  "--net",
  "--",
  "tc",
  "qdisc",
  "add",
  "dev",
  "lo",
  "root",
  "netem",
  "delay",
  "1ms",
]);

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const qdisc = (inputs: Inputs): Inputs => ({ ...at, device: "out0", ...inputs });

  describe(`qdisc ${where}`, () => {
    it("changes in place, one property after the other, and the kernel's own comes back", async () => {
      linksByHand(place);
      const before = rootOf("out0", place);
      const made = await make("qdisc", qdisc({ rate: "10mbit" }));
      for (const change of [
        { rate: "20mbit" },
        { burst: "64kb" },
        { latency: "100ms" },
        { rate: "9600bit", burst: undefined },
        { rate: "40gbit", latency: undefined },
        { owner: owner("renamed") },
      ]) {
        await made.change(change);
      }
      await made.remove();
      assert.equal(rootOf("out0", place), before);
    });

    it("says that packets are late and lost", async () => {
      if (!hasNetem) return console.log("not checked, because this kernel has no netem: delay, jitter and loss");
      linksByHand(place);
      const made = await make("qdisc", qdisc({ delay: "20ms" }));
      for (const change of [
        { jitter: "5ms" },
        { loss: "1.5%" },
        { rate: "10mbit" },
        { rate: undefined, jitter: undefined },
        { rate: "10mbit" },
        { delay: undefined },
        { loss: undefined },
        { delay: "1s" },
      ]) {
        await made.change(change);
      }
      for (const more of ["1s 1ms 25%", "1s corrupt 1%", "1s duplicate 1%", "1s reorder 1%", "1s loss gemodel 1%"]) {
        sh(`tc qdisc change dev out0 root netem delay ${more}`, place);
        assert.notDeepEqual(await made.drift(), []);
        await made.repair();
      }
    });

    it("is refused with the module's name where the kernel has none of its kind", async () => {
      if (hasNetem) return console.log("not checked, because this kernel has netem: the error without it");
      linksByHand(place);
      const message = await refusal("qdisc", qdisc({ delay: "20ms" }));
      assert.match(
        message,
        /^qdisc of out0 .*: cannot create, this kernel has no queueing .*netem \(module sch_netem\)/,
      );
    });

    const change = "tc qdisc change dev out0 root tbf";
    const DRIFTS: { name: string; commands: string[]; want: string[] | undefined }[] = [
      { name: "lost", commands: ["tc qdisc del dev out0 root"], want: undefined },
      { name: "another rate", commands: [`${change} rate 5mbit burst 32kb latency 50ms`], want: ["rate"] },
      { name: "the rest", commands: [`${change} rate 10mbit burst 40kb latency 60ms`], want: ["burst", "latency"] },
      {
        name: "more of it",
        commands: [`${change} rate 10mbit burst 32kb latency 50ms peakrate 20mbit mtu 2000`],
        want: ["it says minburst, too"],
      },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        linksByHand(place);
        const made = await make("qdisc", qdisc({ rate: "10mbit" }));
        for (const command of commands) sh(command, place);
        const drift = await made.drift();
        assert.deepEqual(drift, want);
        await made.upAfterRefresh();
      });
    }

    it("refuses the place of somebody else's, and leaves one that has taken its place alone", async () => {
      linksByHand(place);
      byHand("tc qdisc add dev out0 root handle 1: tbf rate 1mbit burst 32kb latency 50ms", place);
      const before = rootOf("out0", place);
      const message = await refusal("qdisc", qdisc({ rate: "10mbit" }));
      assert.match(message, /cannot create, it already exists: a qdisc of kind tbf, 1:, that linuxnet did not make/);
      assert.equal(rootOf("out0", place), before);
      const made = await make("qdisc", qdisc({ device: "out1", rate: "10mbit" }));
      sh("tc qdisc replace dev out1 root handle 1: tbf rate 1mbit burst 32kb latency 50ms", place);
      assert.equal(await made.drift(), undefined);
      await assert.rejects(made.change({ rate: "2mbit" }), /there is now a qdisc of kind tbf, 1:/);
      await made.remove();
      assert.match(rootOf("out1", place), /^qdisc tbf 1:/);
    });

    it("takes back what its interrupted creation left", async () => {
      linksByHand(place);
      const lost = await make("qdisc", qdisc({ rate: "10mbit" }));
      lost.forget();
      const again = await make("qdisc", qdisc({ rate: "20mbit", owner: lost.state.owner }));
      await again.settled();
    });

    it("goes with its link", async () => {
      const pair = await make("vethPair", { ...at, name: "v0", peer: { ...at, name: "v1" } });
      const made = await make("qdisc", qdisc({ device: "v0", rate: "10mbit" }));
      await pair.remove();
      assert.equal(await made.drift(), undefined);
      await made.remove();
    });
  });
}

/** RED 10.9.0.1 v0 ── v1 10.9.0.2 BLUE */
function cable(): Promise<unknown> {
  return make("vethPair", {
    ...{ namespace: RED, name: "v0", addresses: ["10.9.0.1/24"] },
    peer: { namespace: BLUE, name: "v1", addresses: ["10.9.0.2/24"] },
  });
}

describe("delay and loss of a qdisc", () => {
  it("are those of packets: late, or lost", async () => {
    if (!hasNetem) return console.log("not checked, because this kernel has no netem: packets that are late or lost");
    await cable();
    const made = await make("qdisc", { namespace: RED, device: "v0", delay: "100ms" });
    const [, ms] = /time=([\d.]+) ms/.exec(sh("ping -c1 -W3 10.9.0.2", RED)) ?? [];
    assert.ok(Number(ms) >= 100, `${ms} ms`);
    await made.change({ delay: undefined, loss: "100%" });
    assert.ok(!succeeds(["ping", "-c2", "-i0.2", "-W0.5", "10.9.0.2"], RED));
    await made.change({ loss: "0.01%" });
    assert.ok(succeeds(["ping", "-c1", "-W3", "10.9.0.2"], RED));
  });
});

describe("the rate of a qdisc", () => {
  it("is that of packets", async () => {
    await cable();
    const send = (): Promise<number> => secondsToSend(400_000, RED, BLUE, "10.9.0.2");
    const free = await send();
    // A megabyte a second, after the first 32 kB.
    const made = await make("qdisc", { namespace: RED, device: "v0", rate: "8mbit", latency: "500ms" });
    const slow = await send();
    assert.ok(slow > 0.3, `${slow} s at 8mbit`);
    assert.ok(slow > 2 * free, `${slow} s at 8mbit, ${free} s without`);
    await made.change({ rate: "1gbit" });
    const again = await send();
    assert.ok(slow > 2 * again, `${slow} s at 8mbit, ${again} s at 1gbit`);
  });
});
