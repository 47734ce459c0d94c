import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../../../cli/failure";
import { type Source, stackSource, survey } from "../../../../cli/survey/survey";
import type { Host } from "../../../../provider/host/host";
import { Stack } from "../../../support/stack";
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

  it("fails where half of the state is lost, with Pulumi's own words", async () => {
    const before = { ...process.env };
    const stack = await Stack.open("linuxnet-broken");
    try {
      Object.assign(process.env, stack.env);
      const source = await stackSource("sweep", "organization/linuxnet-broken/dev");
      writeFileSync(join(stack.folder, "state/.pulumi/stacks/linuxnet-broken/dev.json"), '{"vers');
      const host: Host = { run: ({ argv }) => Promise.resolve(argv[0] === "ip" ? "[]" : "") };
      await assert.rejects(survey(source, host), (error) => {
        assert.ok(error instanceof Failure, String(error));
        assert.equal(error.exitCode, 125);
        assert.match(error.message, /^sweep: pulumi stack export failed: error: failed to load checkpoint/);
        return true;
      });
    } finally {
      process.env = before;
      stack.remove();
    }
  });
});
