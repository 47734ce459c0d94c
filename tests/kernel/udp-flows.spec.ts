import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { sh, succeeds } from "../support/command";
import { byHand, it, PLACES } from "../support/kernel";
import { make } from "../support/made";
import { owner } from "../support/owner";
import { HOST, PublishedNetwork, TARGET } from "../support/published-network";
import { ask, serve, stopServers } from "../support/traffic";
import { UdpClient } from "../support/udp-client";

const DNS = { hostPort: 53, protocol: "udp", ...TARGET };
const RIGHT = { targetAddress: "10.0.0.3" };

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };

  /* One client with one port, whose packets are one flow to the kernel. */
  describe(`a UDP flow that goes on ${where}`, () => {
    let running: UdpClient | undefined;

    afterEach(async () => {
      running?.stop();
      await stopServers();
    });

    const setUp = async (): Promise<UdpClient> => {
      const { places } = await PublishedNetwork.make(place);
      await serve("right", [], [["10.0.0.3", 53]]);
      return (running = await UdpClient.start(places.outside, HOST));
    };

    it("begins to be led when a forward appears, and ceases when it goes", async () => {
      const client = await setUp();
      assert.equal(await client.ask(53), undefined);
      const forward = await make("portForward", { ...at, ...DNS });
      assert.equal(await client.ask(53), "192.168.64.1 53");
      await forward.remove();
      assert.equal(await client.ask(53), undefined);
    });

    it("follows the forward to another target", async () => {
      const client = await setUp();
      const forward = await make("portForward", { ...at, ...DNS });
      assert.equal(await client.ask(53), "192.168.64.1 53");
      await forward.change(RIGHT);
      await stopServers();
      await serve("right", [], [["10.0.0.3", 53]]);
      assert.equal(await client.ask(53), "192.168.64.1 53");
    });

    it("follows each port of a range", async () => {
      const client = await setUp();
      await serve("left", [], [["10.0.0.2", 54]]);
      const forward = await make("portForward", { ...at, ...DNS, hostPort: "53-54" });
      assert.deepEqual([await client.ask(53), await client.ask(54)], ["192.168.64.1 53", "192.168.64.1 54"]);
      await forward.change({ targetPort: 54 });
      assert.deepEqual([await client.ask(53), await client.ask(54)], ["192.168.64.1 54", undefined]);
    });

    it("ceases with the next removal, where one was cut off after its rules", async () => {
      const client = await setUp();
      const forward = await make("portForward", { ...at, ...DNS });
      assert.equal(await client.ask(53), "192.168.64.1 53");
      const mark = owner(`portForward ${JSON.stringify({ ...at, ...DNS })}`);
      await firewallOf(localHost).apply(place, { owner: mark, chains: [] });
      assert.match(sh("conntrack -L -p udp --dport 53", place), /src=10\.0\.0\.2/);
      await forward.remove();
      assert.equal(sh("conntrack -L -p udp --dport 53", place), "");
    });

    it("is left alone where it goes elsewhere", async () => {
      await setUp();
      // The kernel remembers those of other tests for half a minute.
      succeeds(["conntrack", "-D", "-p", "udp"], place);
      await make("masquerade", { ...at, source: "10.0.0.0/24" });
      const rule = "OUTPUT -d 10.0.0.1 -p udp --dport 53 -j DNAT --to-destination 10.0.0.3";
      byHand(`iptables -w -t nat -A ${rule}`, place, `iptables -w -t nat -D ${rule}`);
      for (const [from, host, want] of [
        ["right", "8.8.8.8", undefined],
        [place, "8.8.8.8", undefined],
        [place, "10.0.0.1", "10.0.0.1 53"],
      ] as const) {
        assert.equal(ask(from, host, 53, "udp"), want);
      }
      const flows = (): string[] => sh("conntrack -L -p udp", place).match(/src=\S+ dst=\S+ sport=\d+ dport=53/g) ?? [];
      const before = flows();
      assert.ok(before.length >= 3, before.join());
      const forward = await make("portForward", { ...at, ...DNS });
      assert.deepEqual(flows(), before);
      await forward.remove();
      assert.deepEqual(flows(), before);
    });
  });
}
