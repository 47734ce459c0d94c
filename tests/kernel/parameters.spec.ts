import assert from "node:assert/strict";
import { foreignNamespace, it } from "../support/kernel";
import { run } from "../support/command";
import { pureLifecycle } from "../support/plan";
import { owner } from "../support/owner";

/** What sysctl(8) tells of a namespace: each parameter's name, and its value where that is one line of plain words. */
function parametersOf(place: string): [key: string, value: string][] {
  const lines = run(["sh", "-c", "sysctl -a --pattern '^net\\.' 2>/dev/null"], place).split("\n");
  return lines.flatMap((line): [string, string][] => {
    const [, key, value] = /^(\S+) = (.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined || value === "" ? [] : [[key, value.replace(/\s+/g, " ")]];
  });
}

describe("parameters of a namespace", () => {
  it("are taken as the kernel tells them", () => {
    const parameters = parametersOf(foreignNamespace("params"));
    assert.ok(parameters.length > 500, String(parameters.length));
    const refused = parameters.flatMap(([key, value]) => {
      const given = { name: "params", owner: owner("params"), sysctls: { [key]: value } };
      const { inputs, failures } = pureLifecycle("namespace").check(given);
      const [canonical] = Object.values((inputs as { sysctls?: object }).sysctls ?? {}) as unknown[];
      return failures.length === 0 && canonical === value ? [] : [`${key} = ${value}: ${failures[0]?.reason}`];
    });
    assert.deepEqual(refused, []);
    return Promise.resolve();
  });
});
