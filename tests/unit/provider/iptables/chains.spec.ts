import assert from "node:assert/strict";
import {
  chainName,
  chainsOf,
  hookRule,
  isPart,
  ownerOfChain,
  type Part,
  rankOf,
} from "../../../../provider/iptables/chains";
import { SWITCHES } from "../../../../provider/iptables/switches";

const owner = "0123456789abcdef";
const other = "fedcba9876543210";
const parts: Part[] = ["FWD", "BR", "DNAT", "SNAT", "LO", "SYS", "FW0", "FW999"];

describe("chains", () => {
  it("have these names, which stand on users' hosts", () => {
    assert.deepEqual(
      parts.map((part) => chainName(part, owner)),
      ["FWD", "BR", "DNAT", "SNAT", "LO", "SYS", "FW0", "FW999"].map((part) => `LN-${part}-0123456789abcdef`),
    );
    assert.deepEqual(
      SWITCHES.map(({ marker }) => marker),
      ["LN-WAS-ip_forward-", "LN-WAS-forwarding-", "LN-WAS-route_localnet-"],
    );
  });

  it("have names that iptables takes, markers with a value of 4 digits too", () => {
    const names = [...parts.map((part) => chainName(part, owner)), ...SWITCHES.map(({ marker }) => `${marker}2147`)];
    for (const name of names) assert.match(name, /^[A-Za-z][A-Za-z0-9_-]{0,27}$/);
  });

  it("belong to one owner and one part", () => {
    const standing = [...parts.map((part) => chainName(part, owner)), chainName("FWD", other)];
    const foreign = ["FORWARD", `FWD-${owner}`, owner, `DOCKER-${owner}`, "LN-WAS-ip_forward-0", `LN-FWD-${owner}-x`];
    assert.deepEqual(chainsOf(owner, [...foreign, ...standing]), standing.slice(0, -1));
    assert.deepEqual(chainsOf(other, [...foreign, ...standing]), [chainName("FWD", other)]);
    assert.deepEqual(
      parts.map((part) => isPart(chainName("FWD", owner), part)),
      [true, ...parts.slice(1).map(() => false)],
    );
    assert.deepEqual(new Set(standing.slice(0, -1).map(ownerOfChain)), new Set([owner]));
  });

  it("have their hooks in the order of priorities, and those before all others", () => {
    const names = (["FW0", "FW5", "FW10", "FW999", "INT", "FWD", "ISO", "NET"] as const).map((part) =>
      chainName(part, owner),
    );
    const ranks = names.map((name) => rankOf(name, []) as number);
    assert.deepEqual(
      ranks,
      [...new Set(ranks)].sort((a, b) => a - b),
    );
  });

  it("are hooked by a rule that names the owner, as iptables-save prints it", () => {
    assert.equal(
      hookRule(owner, "LN-FWD-0123456789abcdef"),
      '-m comment --comment "linuxnet:0123456789abcdef" -j LN-FWD-0123456789abcdef',
    );
  });
});
