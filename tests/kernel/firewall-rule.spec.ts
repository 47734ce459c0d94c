import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, PLACES } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Made, make } from "../support/made";
import { owner } from "../support/owner";
import { routedNetwork, type RoutedNetwork } from "../support/routed-network";
import { ask, serve, stopServers } from "../support/traffic";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const uplink = place === undefined ? "enp0s1" : "up0";

  /** A router that forwards, to where the way back is known, too; FORWARD drops. */
  const network = async (): Promise<RoutedNetwork> => {
    const made = await routedNetwork(place);
    for (const key of ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"]) {
      const before = sh(`sysctl -n ${key}`, place).trim();
      byHand(`sysctl -q ${key}=1`, place, `sysctl -q ${key}=${before}`);
    }
    byHand("sysctl -q net.ipv4.conf.all.accept_redirects=1", place);
    byHand("ip route add 10.0.0.0/16 via 192.168.64.5", made.outside, "ip route del 10.0.0.0/16");
    byHand("ip route add fd00::/64 via fd64::5", made.outside, "ip route del fd00::/64");
    await serve(made.outside, [80, 81], [["8.8.8.8", 53]]);
    return made;
  };
  const rule = (inputs: Inputs): Promise<Made> => make("firewallRule", { ...at, ...inputs });
  const there = { inInterface: "br0", outInterface: uplink, target: "ACCEPT" };
  const back = { inInterface: uplink, outInterface: "br0", states: ["RELATED", "ESTABLISHED"], target: "ACCEPT" };

  describe(`firewall rule ${where}`, () => {
    afterEach(stopServers);

    it("lets through what the policy drops, of both families, and keeps the source", async () => {
      await network();
      const out = await rule(there);
      assert.equal(ask("left", "8.8.8.8", 80), undefined);
      await rule(back);
      assert.equal(ask("left", "8.8.8.8", 80), "10.0.0.2 80");
      assert.equal(ask("left", "8.8.8.8", 53, "udp"), "10.0.0.2 53");
      // So that neither has to look for the other first, while its link-local address is still tried.
      sh("ping -c1 -W2 fd64::1", place);
      assert.equal(ask("left", "fd88::8", 80), "fd00::2 80");
      await out.settled();
      await out.remove();
      assert.equal(ask("left", "8.8.8.8", 80), undefined);
    });

    it("is met in the order of the priorities, and before all that is somebody else's", async () => {
      await network();
      byHand("iptables -w -I FORWARD -p tcp -j DROP", place, "iptables -w -D FORWARD -p tcp -j DROP");
      await rule({ ...there, priority: 600 });
      await rule(back);
      assert.equal(ask("left", "8.8.8.8", 81), "10.0.0.2 81");
      const shut = await rule({ protocol: "tcp", destinationPort: 81, target: "DROP", priority: 700 });
      assert.equal(ask("left", "8.8.8.8", 81), "10.0.0.2 81");
      await shut.change({ priority: 50 });
      assert.equal(ask("left", "8.8.8.8", 81), undefined);
      assert.equal(ask("left", "8.8.8.8", 80), "10.0.0.2 80");
      await shut.change({ destinationPort: "70-80" });
      assert.deepEqual([ask("left", "8.8.8.8", 81), ask("left", "8.8.8.8", 80)], ["10.0.0.2 81", undefined]);
      const hooks = ourRules(place).filter((line) => line.startsWith("-A FORWARD"));
      const order = hooks.flatMap((line) => / -j LN-FW(\d+)-/.exec(line)?.[1] ?? []);
      assert.deepEqual(order, ["50", "500", "600", "50", "500", "600"]);
    });

    it("decides over a masquerade's own accepts", async () => {
      await network();
      const nat = await make("masquerade", { ...at, source: "10.0.0.0/16", outInterface: uplink, inInterface: "br0" });
      assert.equal(ask("left", "8.8.8.8", 80), "192.168.64.5 80");
      const shut = await rule({ source: "10.0.0.2", target: "REJECT" });
      assert.equal(ask("left", "8.8.8.8", 80), undefined);
      assert.equal(ask("right", "8.8.8.8", 80), "192.168.64.5 80");
      for (const made of [nat, shut]) await made.settled();
    });

    it("is for what comes to the namespace itself, or goes from it", async () => {
      await network();
      await serve(place, [8080]);
      const shut = await rule({ chain: "INPUT", inInterface: "br0", protocol: "tcp", target: "DROP" });
      assert.equal(ask("left", "10.0.0.1", 8080), undefined);
      await shut.change({ chain: "OUTPUT", inInterface: undefined, destination: "8.8.8.8", family: 4 });
      assert.equal(ask("left", "10.0.0.1", 8080), "10.0.0.2 8080");
      assert.equal(ask(place, "8.8.8.8", 80), undefined);
      await shut.change({ chain: "FORWARD", destination: undefined, family: undefined, owner: owner("renamed") });
      assert.equal(ask(place, "8.8.8.8", 80), "192.168.64.5 80");
      assert.deepEqual(
        ourRules(place).filter((line) => / -j LN-FW/.test(line) && !line.startsWith("-A FORWARD")),
        [],
      );
    });

    const HOOK = "-m comment --comment linuxnet:OWNER -j CHAIN";
    const DRIFTS: { name: string; command: string; want: RegExp[] | undefined }[] = [
      { name: "the rule is lost", command: "iptables -w -F CHAIN", want: [/^missing: -A LN-FW500-\w+ -i br0/] },
      { name: "another stands before it", command: "iptables -w -I CHAIN -j DROP", want: [/^not ours: .* -j DROP$/] },
      {
        name: "its hook is lost",
        command: `iptables -w -D FORWARD ${HOOK}`,
        want: [/^missing: -A FORWARD .*LN-FW500/],
      },
      {
        name: "somebody's stands above it",
        command: "iptables -w -I FORWARD -i br0 -j DROP",
        want: [/^shadowed by: -A FORWARD -i br0 -j DROP$/],
      },
      { name: "one of two families is flushed", command: "ip6tables -w -F CHAIN", want: [/^missing: -A LN-FW500/] },
    ];
    for (const { name, command, want } of DRIFTS) {
      it(`tells a drift and repairs it: ${name}`, async () => {
        const made = await rule({ ...there, owner: owner("drifting") });
        const line = command.replace("OWNER", owner("drifting")).replace("CHAIN", `LN-FW500-${owner("drifting")}`);
        const undo = "iptables -w -D FORWARD -i br0 -j DROP";
        byHand(line, place, undo);
        const drift = (await made.drift()) ?? [];
        assert.equal(drift.length, want?.length, drift.join());
        want?.forEach((text, index) => assert.match(drift[index] ?? "", text));
        await made.repair();
      });
    }

    it("does not switch forwarding on", async () => {
      await rule({ target: "ACCEPT" });
      assert.equal(sh("sysctl -n net.ipv4.ip_forward", place).trim(), "0");
    });
  });
}
