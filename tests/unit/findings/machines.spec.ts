import assert from "node:assert/strict";
import { byMachine } from "../../../findings/machines";
import { UNKNOWN } from "../../../provider/inputs/check";

const bridge = (name: string, host?: unknown) => ({
  ...{ kind: "bridge" as const, name },
  inputs: { name, ...(host === undefined ? {} : { host }) } as Record<string, unknown>,
});

describe("a program by its machines", () => {
  it("has what is on each, without its host, by its places in the program", () => {
    const b = { name: "b", address: "192.0.2.7" };
    const found = byMachine([bridge("a"), bridge("b", b), bridge("c"), bridge("d", b)]);
    assert.deepEqual(
      found.map(({ host, indexes, sent }) => [host, indexes, sent.map(({ inputs }) => inputs)]),
      [
        [undefined, [0, 2], [{ name: "a" }, { name: "c" }]],
        [b, [1, 3], [{ name: "b" }, { name: "d" }]],
      ],
    );
  });

  it("leaves out what is on one that is not known yet", () => {
    assert.deepEqual(byMachine([bridge("a", UNKNOWN), bridge("b", { name: "b", address: UNKNOWN })]), []);
  });
});
