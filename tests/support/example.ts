import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { failures } from "./check-claim";
import type { Claim } from "./claim";
import { FORWARDINGS, LABS_OWN, setForwarding } from "./forwarding";
import { settled } from "./settled";
import { assertSame, snapshot } from "./snapshot";
import { Stack } from "./stack";

const EXAMPLES = resolve(__dirname, "../../examples");

/** A program, by its folder below examples/, and what holds once it is up. */
export interface Step {
  folder: string;
  claims: readonly Claim[];
  /** What the preview finds wrong with it: the resource and the first line. @default nothing */
  findings?: readonly string[];
}

/**
 * Takes one stack through the steps of an example. Each is made by `up`, its claims hold whatever FORWARD's policy and
 * br_netfilter are, and nothing is left to do then; after the last, `destroy` leaves the kernel as it was.
 */
export function describeExample(steps: readonly [Step, ...Step[]]): void {
  const last = steps.at(-1) as Step;
  describe(`example ${last.folder}`, function () {
    this.bail(true);
    let stack: Stack;
    let start: string;
    let previewed: readonly string[];

    before(async () => {
      stack = await Stack.open(projectName(last));
      await settled();
      start = await snapshot();
    });

    after(() => stack.remove());

    it("is previewed before anything exists", async () => {
      const { steps: planned, findings } = await stack.run("preview", pathOf(steps[0]));
      previewed = planned;
      assert.deepEqual([...findings].sort(), steps[0].findings ?? []);
      assertSame(await snapshot(), start);
    });

    for (const step of steps) {
      const title = step === last ? "" : `${basename(step.folder)}: `;

      it(`${title}is made`, async () => {
        const { steps: made, findings } = await stack.run("up", pathOf(step));
        assert.deepEqual([...findings].sort(), step.findings ?? []);
        if (step === steps[0]) assert.deepEqual([...made].sort(), [...previewed].sort());
      });

      for (const forwarding of FORWARDINGS) {
        const { policy, bridgedFrames } = forwarding;
        it(`${title}its claims hold with FORWARD ${policy}, bridge-nf-call-iptables ${bridgedFrames}`, async () => {
          setForwarding(forwarding);
          const failed = await failures(step.claims.filter((claim) => (claim.policy ?? policy) === policy));
          setForwarding(LABS_OWN);
          assert.deepEqual(failed, []);
        });
      }

      it(`${title}has nothing left to do`, async () => {
        assert.deepEqual((await stack.run("up", pathOf(step))).steps, []);
        await stack.run("preview", pathOf(step), "--expect-no-changes");
      });
    }

    it("is destroyed without a trace", async () => {
      await stack.run("destroy", pathOf(last));
      assertSame(await snapshot(), start);
    });
  });
}

function pathOf({ folder }: Step): string {
  return join(EXAMPLES, folder);
}

function projectName(step: Step): string {
  return /^name: (.+)$/m.exec(readFileSync(join(pathOf(step), "Pulumi.yaml"), "utf8"))?.[1] ?? "";
}
