import assert from "node:assert/strict";
import { claims } from "../../examples/05-port-forward/claims";
import { ARTICLE } from "../support/by-hand/article";
import { linesOf } from "../support/by-hand/commands";
import { failures } from "../support/check-claim";
import type { Claim } from "../support/claim";
import { run, sh } from "../support/command";
import { exported, exportedProject } from "../support/exported";
import { settled } from "../support/settled";
import { assertSame, rulesText, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";
import { unmarked } from "../support/unmarked";
import { standingOf, wipe } from "../support/wipe";

const STANDING = new Map([undefined, "wan"].map((place) => [place, standingOf(place)]));

/** MAC addresses tell who made an interface. */
function isOfMacs({ prints }: Claim): boolean {
  return prints.includes("lladdr");
}

function byHand(script: string): void {
  run(["sh"], undefined, script);
}

describe("linuxnet export --shell", () => {
  afterEach(() => wipe(STANDING));

  it("makes the article's network again", async () => {
    for (const line of linesOf(ARTICLE)) sh(line);
    const made = await unmarked();
    const rules = rulesText(undefined, 4);
    const { stdout } = await exported(["--shell"]);
    wipe(STANDING);
    byHand(stdout);
    assertSame(await unmarked(), made);
    assert.equal(rulesText(undefined, 4), rules);
    assert.equal((await exported(["--shell"])).stdout, stdout);
  });
});

describe("linuxnet export --stack", () => {
  afterEach(() => wipe(STANDING));

  for (const example of ["05-port-forward", "08-dual-stack", "09-three-tier", "11-policy-routing"]) {
    it(`says ${example} again, as a program and as a script`, async () => {
      const stack = await Stack.open(`linuxnet-${example}`);
      const folder = `examples/${example}`;
      await settled();
      const empty = await snapshot();
      await stack.run("up", folder);
      const made = await unmarked();

      const project = await exportedProject(stack, "--stack", "dev");
      assert.deepEqual(project.left, []);
      assert.deepEqual((await stack.run("preview", project.folder)).steps, []);

      const { stdout } = await exported(["--stack", "dev", "--shell"], stack);
      assert.doesNotMatch(stdout, /linuxnet|LN-|\b76\b/);
      await stack.run("destroy", project.folder);
      assertSame(await snapshot(), empty);
      byHand(stdout);
      assertSame(await unmarked(), made);
      if (example === "05-port-forward") assert.deepEqual(await failures(claims.filter((it) => !isOfMacs(it))), []);
      stack.remove();
    });
  }
});
