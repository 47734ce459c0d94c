import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, linksByHand, PLACES, rowsFor } from "../support/kernel";
import { lifecycleOf, type Inputs, make, refusal } from "../support/made";
import { owner } from "../support/owner";

const rulesAt = (priority: number, place: string | undefined, family = 4): string[] =>
  sh(`ip -${family} rule show priority ${priority}`, place)
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replace(/^\d+:\s+/, "").trim());

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const rule = (inputs: Inputs): Inputs => ({ ...at, priority: 100, ...inputs });

  describe(`rule ${where}`, () => {
    it("changes in place, one property after the other", async () => {
      const made = await make("rule", rule({ from: "10.1.0.0/16", table: 100 }));
      for (const change of [
        { from: "10.2.0.0/16" },
        { to: "10.3.0.1" },
        { inInterface: "lo" },
        { outInterface: "out0" },
        { fwmark: "0x1/0xff" },
        { fwmark: 7 },
        { table: 4294967295 },
        { suppressPrefixLength: 0 },
        { to: undefined },
        { from: undefined },
        { from: "10.1.0.0/16", to: "10.3.0.0/16" },
        { from: undefined, to: undefined, inInterface: undefined, outInterface: undefined, fwmark: undefined },
        { type: "unreachable", table: undefined, suppressPrefixLength: undefined },
        { type: "prohibit" },
        { type: "lookup", from: "10.1.0.0/16" },
        { owner: owner("renamed") },
      ]) {
        await made.change(change);
        assert.equal(rulesAt(100, place).length, 1, JSON.stringify(change));
      }
      assert.deepEqual(rulesAt(100, place), ["from 10.1.0.0/16 lookup main proto 76"]);
    });

    it("of IPv6 stands beside that of IPv4", async () => {
      const made = await make("rule", rule({ table: 100 }));
      const made6 = await make("rule", rule({ family: 6, table: 100 }));
      await made6.change({ from: "fd01::/64", type: "blackhole", table: undefined });
      assert.deepEqual(rulesAt(100, place, 6), ["from fd01::/64 blackhole proto 76"]);
      await made.settled();
    });

    it("decides by which table packets go", async () => {
      linksByHand(place);
      byHand("ip route add default via 10.8.0.2 table 100", place, "ip route del default table 100");
      const way = (words: string): string | undefined => / dev (\S+)/.exec(sh(`ip route get ${words}`, place))?.[1];
      byHand("ip route add 198.18.0.0/15 via 10.7.0.2", place, "ip route del 198.18.0.0/15");
      assert.equal(way("198.18.0.1 mark 5"), "out0");
      const made = await make("rule", rule({ fwmark: 5, table: 100 }));
      assert.equal(way("198.18.0.1 mark 5"), "out1");
      assert.equal(way("198.18.0.1 mark 6"), "out0");
      await made.remove();
      assert.equal(way("198.18.0.1 mark 5"), "out0");
    });

    const add = "ip rule add priority 100";
    const del = "ip rule del priority 100 proto 76";
    const DRIFTS: { name: string; commands: string[]; want: string[] | undefined }[] = [
      { name: "lost", commands: [del], want: undefined },
      { name: "another table", commands: [`${add} from 10.1.0.0/16 table 7 proto 76`, del], want: ["table"] },
      { name: "another source", commands: [`${add} from 10.2.0.0/16 table 100 proto 76`, del], want: ["from"] },
      { name: "another type", commands: [`${add} from 10.1.0.0/16 blackhole proto 76`, del], want: ["type", "table"] },
      {
        name: "more of it",
        commands: [`${add} from 10.1.0.0/16 tos 0x10 table 100 proto 76`, del],
        want: ["it says tos 0x10, too"],
      },
      {
        name: "one more, as an interrupted change leaves it",
        commands: [`${add} from 10.2.0.0/16 table 100 proto 76`],
        want: ["from 10.2.0.0/16 lookup 100 stands, too"],
      },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        const made = await make("rule", rule({ from: "10.1.0.0/16", table: 100 }));
        for (const command of commands) sh(command, place);
        assert.deepEqual((await made.drift())?.sort(), want?.sort());
        await made.upAfterRefresh();
        assert.deepEqual(rulesAt(100, place), ["from 10.1.0.0/16 lookup 100 proto 76"]);
      });
    }

    it("leaves rules of others with its priority alone", async () => {
      for (const words of ["from 10.1.0.0/16 table 100", "from 10.2.0.0/16 table 100 proto static"]) {
        byHand(`${add} ${words}`, place, `ip rule del priority 100 ${words}`);
      }
      const before = rulesAt(100, place);
      const made = await make("rule", rule({ from: "10.1.0.0/16", table: 100 }));
      await made.settled();
      await made.change({ from: "10.2.0.0/16" });
      await made.remove();
      assert.deepEqual(rulesAt(100, place), before);
    });

    it("refuses the priority of another resource's rule", async () => {
      const other = await make("rule", rule({ from: "10.1.0.0/16" }));
      assert.match(
        await refusal("rule", rule({ from: "10.2.0.0/16" })),
        /^rule 100 .*: cannot create, it already exists: a rule from 10\.1\.0\.0\/16 lookup main of protocol 76 that linuxnet made for another resource/,
      );
      await other.settled();
    });

    it("takes back what its interrupted creation left", async () => {
      const lost = await make("rule", rule({ from: "10.1.0.0/16" }));
      lost.forget();
      await (await make("rule", rule({ from: "10.1.0.0/16" }))).settled();
    });

    it("is found by its id, whoever made it, where it is the only one", async () => {
      const words = "from 10.1.0.0/16 fwmark 0x1/0x3 table 100";
      byHand(`${add} ${words}`, place, `${del} ${words}`);
      const id = place === undefined ? "100" : `${place}/100`;
      const lifecycle = lifecycleOf("rule");
      const inputs = { from: "10.1.0.0/16", fwmark: "0x1/0x3", table: "100", type: "lookup", family: 4 };
      const found = await lifecycle.read({ owner: owner("imported") }, id);
      assert.deepEqual(found?.inputs, { ...at, priority: 100, ...inputs, owner: owner("imported") });
      byHand(`${add} from 10.2.0.0/16 table 5`, place, "ip rule del priority 100 from 10.2.0.0/16 table 5");
      await assert.rejects(lifecycle.read({ owner: owner("imported") }, id), /there are from .* and from 10\.2\.0\.0/);
      sh(`ip rule del priority 100 ${words}`, place);
    });
  });
}
