import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Field } from "../../../provider/inputs/check";
import { kinds } from "../../../provider/resources";
import { RESOURCES } from "../../support/by-hand/program";
import { KINDS } from "../../support/changes";

/** What is no property of an object: whose it is, and how a creation would deal with what stands. */
const NO_PROPERTY = ["owner", "adopt"];

/** What not every kernel has: tests/kernel/vlans.spec.ts. */
const NOT_EVERYWHERE = ["vlans", "vlanFiltering", "vlanDefaultPvid"];

describe("the network that is imported", () => {
  const saysAll = (fields: object, all: readonly object[]): void => {
    const unsaid = Object.entries(fields as Record<string, Field<unknown>>).filter(
      ([name, { default: fallback }]) =>
        ![...NO_PROPERTY, ...NOT_EVERYWHERE].includes(name) &&
        !(all as readonly Record<string, unknown>[]).some(
          ({ [name]: value }) => value !== undefined && !isDeepStrictEqual(value, fallback),
        ),
    );
    assert.deepEqual(unsaid, []);
  };
  const argsOf = (kind: string): object[] =>
    Object.values(RESOURCES)
      .filter(([of]) => of.toLowerCase() === kind.toLowerCase())
      .map(([, , args]) => args);

  // No rule of a firewall is imported that was made by hand, and no service; of a parameter the id tells all; not every kernel has all qdiscs.
  for (const kind of KINDS.filter((it) => !["firewallRule", "sysctl", "service", "qdisc"].includes(it))) {
    it(`has every property of a ${kind} away from its default`, () => saysAll(kinds[kind].fields, argsOf(kind)));
  }

  it("has every property of a pair's other end away from its default", () => {
    const { peer: _peer, ...end } = kinds.vethPair.fields;
    saysAll(
      end,
      argsOf("vethPair").map((args) => (args as { peer: object }).peer),
    );
  });
});
