import assert from "node:assert/strict";
import { type Source, survey } from "../../../../cli/survey/survey";
import type { Host } from "../../../../provider/host/host";
import { exported, stateWith } from "../../../support/survey";

describe("a survey", () => {
  it("reads the kernel, then who is at work, then the state: what nobody is at work on is recorded by then", async () => {
    const order: string[] = [];
    const note = (what: string): void => {
      if (order.at(-1) !== what) order.push(what);
    };
    const later = async <T>(what: string, answer: T): Promise<T> => {
      note(what);
      await new Promise((resolve) => setImmediate(resolve));
      note(what);
      return answer;
    };
    const state = stateWith([exported("bridge", "a", { name: "br0" })]);
    const host: Host = { run: ({ argv }) => later("kernel", argv[0] === "ip" ? "[]" : "") };
    const source: Source = {
      fullName: "organization/web/dev",
      locks: () => later("locks", ["somebody"]),
      state: () => later("state", state),
      elsewhere: () => later("elsewhere", new Set()),
    };
    const found = await survey(source, host);
    assert.deepEqual(order, ["kernel", "locks", "state"]);
    assert.deepEqual([found.locks, found.state, found.orphans, found.unread], [["somebody"], state, [], []]);
  });
});
