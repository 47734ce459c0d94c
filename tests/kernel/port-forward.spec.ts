import assert from "node:assert/strict";
import { sh } from "../support/command";
import { during, lineServer } from "../support/flow";
import { BLUE, byHand, it, PLACES, rowsFor } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, make } from "../support/made";
import { owner } from "../support/owner";
import { HOST, HOST6, PublishedNetwork, type Question, TARGET, TARGET6, type Who } from "../support/published-network";
import { printed } from "../support/process";
import { serve, stopServers } from "../support/traffic";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };

  describe(`port forward ${where}`, () => {
    afterEach(stopServers);

    it("speaks UDP", async () => {
      const network = await PublishedNetwork.make(place);
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 5353, targetPort: 53, protocol: "udp" });
      const want = { outside: "192.168.64.1 53", router: "10.0.0.1 53", left: "10.0.0.1 53", right: "10.0.0.1 53" };
      for (const [from, answer] of Object.entries(want))
        assert.equal(network.ask(from as Who, HOST, 5353, "udp"), answer, from);
      await forward.settled();
      const v6 = await make("portForward", { ...at, ...TARGET6, hostPort: 5353, targetPort: 53, protocol: "udp" });
      assert.equal(network.ask("outside", HOST6, 5353, "udp"), "fd64::1 53");
      await v6.settled();
    });

    it("keeps the host's own localhost from its neighbours", async () => {
      const network = await PublishedNetwork.make(place);
      await network.attackLocalhost();
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080, targetPort: 80 });
      const attack = (): (string | undefined)[] => [7777, 8080].map((port) => network.ask("right", "127.0.0.1", port));
      assert.deepEqual(attack(), [undefined, undefined]);
      // The attack is a real one: without the guard it succeeds.
      for (const line of ourRules(place)) {
        const [, guard] = /^:(LN-(?:LO|WAS-route_localnet)-\S+)/.exec(line) ?? [];
        if (guard !== undefined) sh(`iptables -w -t raw -F ${guard}`, place);
      }
      assert.equal(attack()[0], "10.0.0.3 7777");
      await forward.repair();
      assert.deepEqual(attack(), [undefined, undefined]);
    });

    for (const [told, inputs] of rowsFor(place, [
      ["its network", { targetNetwork: "10.0.0.0/24" }],
      ["its interface", { outInterface: "br0" }],
      ["nothing more", {}],
    ] as const)) {
      it(`keeps a port of localhost from whoever routes to its target, of which is told: ${told}`, async () => {
        const network = await PublishedNetwork.make(place);
        byHand("iptables -w -P FORWARD ACCEPT", place, "iptables -w -P FORWARD DROP");
        const [target, port] = [TARGET.targetAddress, 80];
        const forward = await make("portForward", {
          ...{ ...at, ...inputs, targetAddress: target, targetPort: port },
          ...{ hostAddress: "127.0.0.1", hostPort: 8080, owner: owner("local") },
        });
        const from = (who: Who): string | undefined => network.ask(who, target, port);
        assert.equal(from("outside"), undefined);
        assert.equal(from("right"), told === "nothing more" ? undefined : "10.0.0.3 80");
        assert.equal(from("router"), "10.0.0.1 80");
        assert.equal(network.ask("outside", target, 8000), "192.168.64.1 8000");
        assert.equal(network.ask("router", "127.0.0.1", 8080), "10.0.0.1 80");
        // The attack is a real one: without the rule it succeeds.
        sh(`iptables -w -t raw -D LN-LO-${owner("local")} 3`, place);
        assert.equal(from("outside"), "192.168.64.1 80");
        await forward.repair();
        assert.equal(from("outside"), undefined);
      });
    }

    it("changes in place, one property after the other", async () => {
      const network = await PublishedNetwork.make(place);
      await serve("right", [80], [["10.0.0.3", 53]]);
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080, targetPort: 80 });
      const steps: [Inputs, Question][] = [
        [{ hostPort: 8081 }, ["outside", HOST, 8081, "192.168.64.1 80"]],
        [{ targetPort: 8000 }, ["outside", HOST, 8081, "192.168.64.1 8000"]],
        [{ hostPort: "8000-8002", targetPort: undefined }, ["outside", HOST, 8002, "192.168.64.1 8002"]],
        [{ hostAddress: HOST }, ["router", HOST, 8001, "10.0.0.1 8001"]],
        [{ hostAddress: "127.0.0.1" }, ["router", "127.0.0.1", 8001, "10.0.0.1 8001"]],
        [{ hostAddress: undefined, outInterface: "br0" }, ["right", HOST, 8001, "10.0.0.1 8001"]],
        [{ targetNetwork: undefined }, ["right", HOST, 8001, "10.0.0.1 8001"]],
        [{ targetNetwork: "10.0.0.0/16", outInterface: undefined }, ["left", HOST, 8001, "10.0.0.1 8001"]],
        [{ targetAddress: "10.0.0.3", hostPort: 80 }, ["left", HOST, 80, "10.0.0.1 80"]],
        [{ ...TARGET6, hostPort: 8080, targetPort: 80 }, ["outside", HOST6, 8080, "fd64::1 80"]],
        [{ ...TARGET, owner: owner("renamed") }, ["outside", HOST, 8080, "192.168.64.1 80"]],
      ];
      for (const [change, question] of steps) {
        await forward.change(change);
        assert.deepEqual(network.answers([question]), [question], JSON.stringify(change));
      }
      await forward.change({ protocol: "udp", hostPort: 53, targetPort: undefined });
      assert.equal(network.ask("outside", HOST, 53, "udp"), "192.168.64.1 53");
      assert.equal(network.ask("outside", HOST, 8080), undefined);
    });

    it("leaves an established connection to its target when that changes", async () => {
      await PublishedNetwork.make(place);
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080 });
      const servers = ["left", "right"].map((name) => lineServer(name, 8080));
      await Promise.all(servers.map((server) => printed(server, "listening")));
      const [from, port] = [place === undefined ? "wan" : BLUE, 8080];
      const seen = await during(
        { one: { from, to: HOST, by: "connection", port }, many: { from, to: HOST, by: "connections", port } },
        { before: ["one", "many"], after: ["one", "many"] },
        () => forward.change({ targetAddress: "10.0.0.3" }),
      );
      for (const server of servers) server.kill("SIGKILL");
      assert.deepEqual(
        [...seen].map(([name, { goesOn, last }]) => [name, goesOn, last]),
        [
          ["one", true, "left"],
          ["many", true, "right"],
        ],
      );
    });

    const DRIFTS: { name: string; commands: string[]; want: RegExp[] }[] = [
      { name: "nat flushed", commands: ["iptables -w -t nat -F LN-DNAT-OWNER"], want: [/^missing: -A LN-DNAT/] },
      {
        name: "guard hook lost",
        commands: [`iptables -w -t raw -D PREROUTING -m comment --comment linuxnet:OWNER -j LN-LO-OWNER`],
        want: [/^missing: -A PREROUTING .* -j LN-LO/],
      },
      {
        name: "both switches off",
        commands: [
          "sysctl -q net.ipv4.ip_forward=0 net.ipv4.conf.all.accept_redirects=1",
          "sysctl -q net.ipv4.conf.all.route_localnet=0",
        ],
        want: [/^net.ipv4.ip_forward is 0/, /^net.ipv4.conf.all.route_localnet is 0/],
      },
      { name: "OUTPUT hook lost", commands: ["iptables -w -t nat -D OUTPUT 1"], want: [/^missing: -A OUTPUT/] },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        const network = await PublishedNetwork.make(place);
        const forward = await make("portForward", {
          ...at,
          ...TARGET,
          hostPort: 8080,
          targetPort: 80,
          owner: owner("web"),
        });
        for (const command of commands) sh(command.replaceAll("OWNER", owner("web")), place);
        const drift = (await forward.drift()) ?? [];
        assert.equal(drift.length, want.length);
        want.forEach((text, index) => assert.match(drift[index] ?? "", text));
        await forward.repair();
        assert.deepEqual(
          [network.ask("outside", HOST, 8080), network.ask("router", "127.0.0.1", 8080)],
          ["192.168.64.1 80", "10.0.0.1 80"],
        );
      });
    }
  });
}
