import assert from "node:assert/strict";
import { run, sh } from "../support/command";
import { BACKENDS, HAS_BOTH, withBackend } from "../support/backends";
import { foreignNamespace, it } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Kind, make, notices } from "../support/made";
import { owner } from "../support/owner";

const CASES: [Kind, Inputs, change: Inputs][] = [
  ["bridge", { name: "br0" }, { forward: false }],
  ["masquerade", { source: "10.0.0.0/16", outInterface: "out0", inInterface: "in0" }, { toSource: "192.168.64.5" }],
  ["masquerade", { source: "10.0.0.0/16", inInterface: "in0" }, { source: "10.1.2.3/32" }],
  ["masquerade", { source: "fd00::/64", toSource: "fd64::5" }, { outInterface: "out0" }],
  ["portForward", { hostPort: 8080, targetAddress: "10.0.0.2" }, { hostAddress: "192.168.64.5", protocol: "udp" }],
  ["portForward", { hostPort: "80-89", targetAddress: "10.0.0.2", targetPort: 8000 }, { outInterface: "br0" }],
  ["portForward", { hostPort: "80-89", targetAddress: "fd00::2", protocol: "sctp" }, { targetNetwork: "fd00::/64" }],
  ["portForward", { hostAddress: "fd64::5", hostPort: 80, targetAddress: "fd00::2" }, { targetAddress: "fd00::3" }],
  [
    "portForward",
    { hostAddress: "127.0.0.1", hostPort: 80, targetAddress: "10.0.0.2" },
    { outInterface: "br0", targetPort: 81 },
  ],
];

/** Our rules, chain by chain: the backends print tables in different orders. */
function rulesByChain(place: string): string[] {
  const chainOf = (line: string): string => (/ -j LN-/.test(line) ? line : line.split(" ", 2).join(" "));
  return ourRules(place).sort((a, b) => chainOf(a).localeCompare(chainOf(b)));
}

/** What a backend holds of ours, whichever is in use. */
function heldBy(backend: string, place: string): string[] {
  const lines = ["iptables", "ip6tables"].flatMap((tool) => sh(`${tool}-${backend}-save`, place).split("\n"));
  return lines.filter((line) => line.includes("LN-"));
}

(HAS_BOTH ? describe : describe.skip)("iptables", () => {
  for (const [kind, inputs, change] of CASES) {
    it(`of both backends prints, repairs and forgets the same rules: ${kind} ${JSON.stringify(inputs)}`, async () => {
      const place = foreignNamespace("old");
      const stages = async (): Promise<string[][]> => {
        const made = await make(kind, { namespace: place, owner: owner("backends"), ...inputs });
        await made.settled();
        const first = rulesByChain(place);
        for (const tool of ["iptables", "ip6tables"]) {
          const chains = first.flatMap((line) => /^:(LN-(?!WAS)\S+)/.exec(line)?.slice(1) ?? []);
          const isThere = (table: string, chain: string): boolean =>
            sh(`${tool}-save -t ${table}`, place).includes(`:${chain} `);
          for (const table of ["filter", "nat", "raw"]) {
            for (const chain of chains.filter((name) => isThere(table, name)))
              sh(`${tool} -w -t ${table} -F ${chain}`, place);
          }
        }
        await made.repair();
        assert.deepEqual(rulesByChain(place), first);
        await made.change(change);
        const second = rulesByChain(place);
        await made.remove();
        return [first, second, ourRules(place)];
      };
      const nft = await stages();
      await withBackend("legacy", async () => {
        assert.match(sh("iptables --version"), /legacy/);
        assert.deepEqual(await stages(), nft);
      });
      assert.deepEqual(nft.at(-1), []);
    });
  }

  for (const from of BACKENDS) {
    const to = from === "nft" ? "legacy" : "nft";

    it(`takes over from ${from} what it finds there as ${to}, its switches with it`, async () => {
      const place = foreignNamespace("old");
      const [made, before] = await withBackend(from, async () => {
        const all = [
          await make("portForward", { namespace: place, hostPort: 80, targetAddress: "10.0.0.2" }),
          await make("masquerade", { namespace: place, source: "fd00::/64" }),
        ];
        return [all, rulesByChain(place)];
      });
      await withBackend(to, async () => {
        for (const one of made) {
          const drift = (await one.drift()) ?? [];
          assert.match(drift[0] ?? "", new RegExp(`^chain LN-\\w+-\\w+ stands in ip6?tables-${from}$`));
          await one.repair();
        }
        assert.deepEqual(heldBy(from, place), []);
        assert.deepEqual(rulesByChain(place), before);
        for (const one of made) await one.remove();
      });
      assert.deepEqual([heldBy("nft", place), heldBy("legacy", place), switches(place)], [[], [], "0 0 0"]);
    });

    it(`removes as ${to} what it made as ${from}`, async () => {
      const place = foreignNamespace("old");
      const made = await withBackend(from, () =>
        make("portForward", { namespace: place, hostPort: 80, targetAddress: "10.0.0.2" }),
      );
      await withBackend(to, () => made.remove());
      assert.deepEqual([heldBy("nft", place), heldBy("legacy", place), switches(place)], [[], [], "0 0 0"]);
    });

    it(`leaves the rules of others in ${from} alone as ${to}, and on what they may need`, async () => {
      const place = foreignNamespace("old");
      const foreign = "*filter\n:OTHER - [0:0]\n-A FORWARD -j OTHER\n-A OTHER -d 203.0.113.0/24 -j DROP\nCOMMIT\n";
      run([`iptables-${from}-restore`, "--noflush"], place, foreign);
      const theirs = (): string => sh(`iptables-${from}-save -t filter`, place).replace(/^#.*$/gm, "");
      const before = theirs();
      await withBackend(to, async () => {
        const made = await make("portForward", { namespace: place, hostPort: 80, targetAddress: "10.0.0.2" });
        await made.settled();
        assert.equal(theirs(), before);
        await made.remove();
      });
      assert.deepEqual([theirs(), switches(place)], [before, "1 1 0"]);
    });
  }
});

/** A rule of nft's own, for which iptables-nft cannot show the table. */
const SET = ["add table ip nat", "add set ip nat theirs { type ipv4_addr; }"];
const POSTROUTING = "add chain ip nat POSTROUTING { type nat hook postrouting priority 100; }";
const THEIRS = "add rule ip nat POSTROUTING ip saddr @theirs masquerade";

(HAS_BOTH ? describe : describe.skip)("iptables-legacy beside a table that iptables-nft cannot show", () => {
  const NAT: Inputs = { namespace: "old", source: "10.0.0.0/16" };
  const nft = (...lines: string[]): string => lines.map((line) => run(["nft", line], "old")).join("");
  beforeEach(() => notices.splice(0));

  it("works where nothing of ours is in it, and leaves on what its rules may need", async () => {
    foreignNamespace("old");
    nft(...SET, POSTROUTING, THEIRS);
    const before = nft("list ruleset");
    await withBackend("legacy", async () => {
      const nat = await make("masquerade", NAT);
      await nat.settled();
      await nat.remove();
    });
    assert.deepEqual([nft("list ruleset"), switches("old")], [before, "1 0 0"]);
    assert.deepEqual(notices, [
      "net.ipv4.ip_forward stays 1 in namespace old: chain POSTROUTING of table ip nat is not linuxnet's; it was 0",
    ]);
  });

  it("never takes chains of ours in it for gone", async () => {
    foreignNamespace("old");
    const nat = await make("masquerade", NAT);
    nft(...SET, THEIRS);
    await withBackend("legacy", async () => {
      await assert.rejects(nat.drift(), /cannot read, iptables cannot show all of table nat/);
      await assert.rejects(nat.remove(), /cannot read, iptables cannot show all of table nat/);
    });
    nft("flush chain ip nat POSTROUTING", "delete set ip nat theirs");
    await nat.upAfterRefresh();
    await nat.remove();
    assert.deepEqual([heldBy("nft", "old"), switches("old")], [[], "0 0 0"]);
  });
});

function switches(place: string): string {
  const keys = ["net.ipv4.ip_forward", "net.ipv4.conf.all.route_localnet", "net.ipv6.conf.all.forwarding"];
  return sh(`sysctl -n ${keys.join(" ")}`, place)
    .trim()
    .replaceAll("\n", " ");
}
