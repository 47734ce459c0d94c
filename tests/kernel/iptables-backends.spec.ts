import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { sh } from "../support/command";
import { foreignNamespace, it } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Kind, make } from "../support/made";
import { owner } from "../support/owner";

/** Debian's iptables is a link to the one, the other lies beside it. A lab has mounts of its own. */
const [NFT, LEGACY] = ["/usr/sbin/xtables-nft-multi", "/usr/sbin/xtables-legacy-multi"];

const CASES: [Kind, Inputs, change: Inputs][] = [
  ["bridge", { name: "br0" }, { forward: false }],
  ["masquerade", { source: "10.0.0.0/16", outInterface: "out0", inInterface: "in0" }, { toSource: "192.168.64.5" }],
  ["masquerade", { source: "10.0.0.0/16", inInterface: "in0" }, { source: "10.1.2.3/32" }],
  ["masquerade", { source: "fd00::/64", toSource: "fd64::5" }, { outInterface: "out0" }],
  ["portForward", { hostPort: 8080, targetAddress: "10.0.0.2" }, { hostAddress: "192.168.64.5", protocol: "udp" }],
  ["portForward", { hostPort: "80-89", targetAddress: "10.0.0.2", targetPort: 8000 }, { outInterface: "br0" }],
  ["portForward", { hostPort: "80-89", targetAddress: "fd00::2", protocol: "sctp" }, { targetNetwork: "fd00::/64" }],
  ["portForward", { hostAddress: "fd64::5", hostPort: 80, targetAddress: "fd00::2" }, { targetAddress: "fd00::3" }],
];

/** Our rules, chain by chain: the backends print tables in different orders. */
function rulesByChain(place: string): string[] {
  const chainOf = (line: string): string => (/ -j LN-/.test(line) ? line : line.split(" ", 2).join(" "));
  return ourRules(place).sort((a, b) => chainOf(a).localeCompare(chainOf(b)));
}

(existsSync(NFT) && existsSync(LEGACY) ? describe : describe.skip)("iptables", () => {
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
      sh(`mount --bind ${LEGACY} ${NFT}`);
      try {
        assert.match(sh("iptables --version"), /legacy/);
        assert.deepEqual(await stages(), nft);
      } finally {
        sh(`umount ${NFT}`);
      }
      assert.deepEqual(nft.at(-1), []);
    });
  }
});
