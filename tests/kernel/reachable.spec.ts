import assert from "node:assert/strict";
import { makeNamespace } from "../support/cable";
import { sh } from "../support/command";
import { lifecycleOf, make, refusal } from "../support/made";
import { serve, stopServers } from "../support/traffic";
import { standingOf, wipe } from "../support/wipe";

describe("a claim of reachability", () => {
  const before = new Map([[undefined, standingOf(undefined)] as const, ["wan", standingOf("wan")] as const]);

  beforeEach(async () => {
    makeNamespace();
    sh("ip -n ns0 link set lo up");
    await serve("ns0", [80], [["10.0.0.2", 53]]);
  });

  afterEach(async () => {
    await stopServers();
    wipe(before);
  });

  const reject = (words: string): void => void sh(`iptables -A INPUT ${words}`, "ns0");

  for (const [what, claim, prepare] of [
    ["a ping", { to: "10.0.0.2" }],
    ["a connection", { to: "10.0.0.2:80" }],
    ["a datagram", { to: "10.0.0.2:53", protocol: "udp" }],
    ["a ping of its own host", { from: "ns0", to: "10.0.0.1" }],
    ["nothing that listens", { to: "10.0.0.2:81", expect: "refused" }],
    ["nothing that listens, by UDP", { to: "10.0.0.2:54", protocol: "udp", expect: "refused" }],
    ["no route", { from: "ns0", to: "8.8.8.8", expect: "unreachable" }],
    ["no route, by TCP", { from: "ns0", to: "8.8.8.8:80", expect: "unreachable" }],
    ["nobody there", { to: "10.0.0.9", expect: "unreachable", timeout: 9 }],
    ["a rule that drops", { to: "10.0.0.2:80", expect: "filtered" }, () => reject("-p tcp -j DROP")],
    ["a rule that drops pings", { to: "10.0.0.2", expect: "filtered" }, () => reject("-p icmp -j DROP")],
    ["a rule that rejects", { to: "10.0.0.2:80", expect: "refused" }, () => reject("-p tcp -j REJECT")],
  ] as const) {
    it(`is met: ${what}`, async () => {
      prepare?.();
      const claimed = await make("reachable", claim);
      assert.deepEqual(await claimed.drift(), []);
      await claimed.remove();
    });
  }

  it("that is not met fails, and tells where packets end and what helps", async () => {
    sh("iptables -A INPUT -p tcp --dport 80 -j DROP", "ns0");
    const text = await refusal("reachable", { to: "10.0.0.2:80", timeout: 1 });
    assert.match(text, /reachability of 10\.0\.0\.2:80 by tcp, from the host: /);
    assert.match(text, /expected open, it is filtered: it ends in namespace ns0 \(filtered\)/);
    assert.match(text, /what helps: ip netns exec ns0 iptables -D INPUT -p tcp -m tcp --dport 80 -j DROP/);
  });

  it("waits as long as it may", async () => {
    await stopServers();
    const later = new Promise((resolve) => setTimeout(resolve, 700)).then(() => serve("ns0", [80]));
    await make("reachable", { to: "10.0.0.2:80", timeout: 20 });
    await later;
  });

  it("is seen to be broken, and to be met again", async () => {
    const claimed = await make("reachable", { to: "10.0.0.2:80" });
    sh("iptables -A INPUT -p tcp -j DROP", "ns0");
    assert.deepEqual(await claimed.drift(), ["expected open, it is filtered"]);
    sh("iptables -F INPUT", "ns0");
    assert.deepEqual(await claimed.drift(), []);
  });

  it("may be of a namespace that is gone", async () => {
    const claimed = await make("reachable", { from: "ns0", to: "10.0.0.1" });
    sh("ip netns del ns0");
    assert.deepEqual(await claimed.drift(), ["expected open, it is unreachable"]);
    await claimed.remove();
  });

  for (const [what, given, text] of [
    [
      "a ping to a port",
      { to: "10.0.0.2:80", protocol: "icmp" },
      /to: expected an address without a port, for a ping, got "10\.0\.0\.2:80"/,
    ],
    [
      "TCP without a port",
      { to: "10.0.0.2", protocol: "tcp" },
      /to: expected an address with a port, for tcp, got "10\.0\.0\.2"/,
    ],
    ["no address", { to: "web:80" }, /to: expected an address, .* got "web:80"/],
  ] as const) {
    it(`is refused with ${what}`, () => {
      const { failures } = lifecycleOf("reachable").check({ owner: "0123456789abcdef", ...given });
      assert.match(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"), text);
    });
  }
});
