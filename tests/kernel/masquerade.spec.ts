import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, PLACES, rowsFor } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, make } from "../support/made";
import { owner } from "../support/owner";
import { routedNetwork, type RoutedNetwork } from "../support/routed-network";
import { ask, serve, stopServers } from "../support/traffic";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const uplink = place === undefined ? "enp0s1" : "up0";
  const [NET, NET6] = ["10.0.0.0/16", "fd00::/64"];

  const network = async (): Promise<RoutedNetwork> => {
    const made = await routedNetwork(place);
    await serve(
      made.outside,
      [80],
      [
        ["8.8.8.8", 53],
        ["fd88::8", 53],
      ],
    );
    return made;
  };

  describe(`masquerade ${where}`, () => {
    afterEach(stopServers);

    it("gives a network the internet, which does not reach into it", async () => {
      const { outside } = await network();
      await serve("left", [80]);
      assert.equal(ask("left", "8.8.8.8", 80), undefined);
      const nat = await make("masquerade", { ...at, source: NET, outInterface: uplink, inInterface: "br0" });
      const rules = ourRules(place).map((line) =>
        line.replace(/LN-(\w+)-\w+/g, "LN-$1").replace(/linuxnet:\w+/, "TAG"),
      );
      assert.deepEqual(
        rules.filter((line) => !line.includes("LN-BR") && !line.startsWith(":")),
        [
          '-A FORWARD -m comment --comment "TAG" -j LN-FWD',
          `-A LN-FWD -s 10.0.0.0/16 -i br0 -o ${uplink} -j ACCEPT`,
          `-A LN-FWD -d 10.0.0.0/16 -i ${uplink} -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
          '-A POSTROUTING -m comment --comment "TAG" -j LN-SNAT',
          `-A LN-SNAT -s 10.0.0.0/16 ! -d 10.0.0.0/16 -o ${uplink} -j MASQUERADE`,
        ],
      );
      assert.equal(ask("left", "8.8.8.8", 80), "192.168.64.5 80");
      assert.equal(ask("right", "8.8.8.8", 53, "udp"), "192.168.64.5 53");
      byHand("ip route add 10.0.0.0/16 via 192.168.64.5", outside, "ip route del 10.0.0.0/16");
      assert.equal(ask(outside, "10.0.0.2", 80), undefined);
      await nat.settled();
      await nat.remove();
      assert.equal(ask("left", "8.8.8.8", 80), undefined);
    });

    const SHAPES: { name: string; inputs: Inputs; want: string | undefined }[] = [
      { name: "no interface", inputs: {}, want: "192.168.64.5 80" },
      { name: "the inner interface", inputs: { inInterface: "br0" }, want: "192.168.64.5 80" },
      { name: "another outer interface", inputs: { outInterface: "canary0" }, want: undefined },
      { name: "another inner interface", inputs: { inInterface: "canary0" }, want: undefined },
      { name: "another network", inputs: { source: "10.0.1.0/24" }, want: undefined },
      { name: "a source", inputs: { toSource: "192.168.64.7", outInterface: uplink }, want: "192.168.64.7 80" },
      { name: "no forwarding", inputs: { forward: false }, want: undefined },
    ];
    for (const { name, inputs, want } of rowsFor(place, SHAPES)) {
      it(`with ${name}`, async () => {
        await network();
        byHand(`ip address add 192.168.64.7/24 dev ${uplink}`, place, `ip address del 192.168.64.7/24 dev ${uplink}`);
        const nat = await make("masquerade", { ...at, source: NET, ...inputs });
        assert.equal(ask("left", "8.8.8.8", 80), want);
        await nat.settled();
      });
    }

    it("only changes the source where forwarding is somebody else's", async () => {
      await network();
      byHand("iptables -w -P FORWARD ACCEPT", place, `iptables -w -P FORWARD DROP`);
      byHand(
        "sysctl -q net.ipv4.ip_forward=1 net.ipv4.conf.all.accept_redirects=1",
        place,
        "sysctl -q net.ipv4.ip_forward=0",
      );
      const nat = await make("masquerade", { ...at, source: NET, forward: false });
      assert.equal(ask("left", "8.8.8.8", 80), "192.168.64.5 80");
      await nat.remove();
      assert.equal(sh("sysctl -n net.ipv4.ip_forward", place).trim(), "1");
    });

    it("keeps the source between the addresses of its own network", async () => {
      await network();
      await serve("right", [81]);
      await make("masquerade", { ...at, source: NET });
      assert.equal(ask("left", "10.0.0.3", 81), "10.0.0.2 81");
      assert.equal(ask(place, "10.0.0.3", 81), "10.0.0.1 81");
    });

    it("speaks IPv6", async () => {
      await network();
      assert.equal(ask("left", "fd88::8", 80), undefined);
      const nat = await make("masquerade", { ...at, source: NET6, outInterface: uplink });
      assert.equal(ask("left", "fd88::8", 80), "fd64::5 80");
      await nat.change({ toSource: "fd64::5", inInterface: "br0" });
      assert.equal(ask("left", "fd88::8", 53, "udp"), "fd64::5 53");
      await nat.remove();
      assert.equal(ask("left", "fd88::8", 80), undefined);
    });

    it("changes in place, one property after the other", async () => {
      await network();
      const nat = await make("masquerade", { ...at, source: NET });
      for (const [change, want] of [
        [{ outInterface: uplink }, "192.168.64.5 80"],
        [{ inInterface: "br0" }, "192.168.64.5 80"],
        [{ toSource: "192.168.64.5" }, "192.168.64.5 80"],
        [{ toSource: undefined, inInterface: undefined }, "192.168.64.5 80"],
        [{ forward: false }, undefined],
        [{ forward: true, source: "10.9.0.0/16" }, undefined],
        [{ source: "10.0.0.5/16", outInterface: undefined }, "192.168.64.5 80"],
        [{ source: NET6 }, undefined],
        [{ source: NET, owner: owner("renamed") }, "192.168.64.5 80"],
      ] as const) {
        await nat.change(change);
        assert.equal(ask("left", "8.8.8.8", 80), want, JSON.stringify(change));
      }
      assert.doesNotMatch(ourRules(place).join("\n"), new RegExp(`LN-(FWD|SNAT)-(?!${owner("renamed")})`));
    });

    const HOOK = `-m comment --comment linuxnet:OWNER -j CHAIN`;
    const DRIFTS: { name: string; commands: string[]; want: (string | RegExp)[] | undefined }[] = [
      { name: "nat flushed", commands: ["iptables -w -t nat -F SNAT"], want: [/^missing: -A LN-SNAT.*MASQUERADE$/] },
      {
        name: "one rule lost",
        commands: ["iptables -w -D FWD 1"],
        want: [/^missing: -A LN-FWD.*-o (enp0s1|up0) -j ACCEPT$/],
      },
      { name: "foreign rule", commands: ["iptables -w -I FWD 1 -j DROP"], want: [/^not ours: -A LN-FWD-\w+ -j DROP$/] },
      {
        name: "order",
        commands: ["iptables -w -D FWD 1", "iptables -w -A FWD -s 10.0.0.0/16 -o UPLINK -j ACCEPT"],
        want: [/^in another order: -A LN-FWD/],
      },
      { name: "hook lost", commands: ["iptables -w -D FORWARD 1"], want: [/^missing: -A FORWARD .* -j LN-FWD-\w+$/] },
      {
        name: "hook doubled",
        commands: [`iptables -w -t nat -I POSTROUTING ${HOOK.replace("CHAIN", "SNAT")}`],
        want: [/^2 times: -A POSTROUTING/],
      },
      {
        name: "forwarding off",
        commands: ["sysctl -q net.ipv4.ip_forward=0"],
        want: ["net.ipv4.ip_forward is 0, expected 1"],
      },
      {
        name: "one chain gone",
        commands: ["iptables -w -D FORWARD 1", "iptables -w -F FWD", "iptables -w -X FWD"],
        want: [/^chain LN-FWD-\w+ is missing$/, /^missing/, /^missing/, /^missing: -A FORWARD/],
      },
      {
        name: "all gone",
        commands: [
          "iptables -w -D FORWARD 1",
          "iptables -w -F FWD",
          "iptables -w -X FWD",
          "iptables -w -t nat -D POSTROUTING 1",
          "iptables -w -t nat -F SNAT",
          "iptables -w -t nat -X SNAT",
        ],
        want: undefined,
      },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        await network();
        const nat = await make("masquerade", { ...at, source: NET, outInterface: uplink, owner: owner("nat") });
        for (const command of commands) {
          sh(
            command
              .replace(/\b(SNAT|FWD)\b/, `LN-$1-${owner("nat")}`)
              .replace("OWNER", owner("nat"))
              .replace("UPLINK", uplink),
            place,
          );
        }
        const drift = await nat.drift();
        assert.equal(drift?.length, want?.length);
        want?.forEach((text, index) =>
          assert.match(drift?.[index] ?? "", typeof text === "string" ? new RegExp(`^${text}$`) : text),
        );
        await nat.upAfterRefresh();
        assert.equal(ask("left", "8.8.8.8", 80), "192.168.64.5 80");
      });
    }
  });
}

describe("rules in a namespace that is gone", () => {
  it("are gone with it: there is nothing to remove", async () => {
    const lab = await make("namespace", { name: "lab" });
    const nat = await make("masquerade", { namespace: "lab", source: "10.0.0.0/16" });
    const port = await make("portForward", { namespace: "lab", hostPort: 8080, targetAddress: "10.0.0.2" });
    await lab.remove();
    for (const it of [port, nat]) {
      assert.equal(await it.drift(), undefined);
      await it.remove();
    }
  });
});
