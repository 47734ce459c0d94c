import assert from "node:assert/strict";
import { recorded } from "../support/engine/clean";
import { comparable } from "../support/engine/comparable";
import { SECOND } from "../support/engine/network";
import { it } from "../support/kernel";
import { assertSame } from "../support/snapshot";
import { Stack } from "../support/stack";
import { type Place } from "../support/command";
import { type Standing, standingOf, wipe } from "../support/wipe";

describe("after a reboot", function () {
  let stack: Stack;
  let program: string;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-reboot");
    program = stack.program(SECOND, "program", "{}");
  });

  afterEach(() => stack.remove());

  /** Makes the network, and takes away all that a reboot takes. */
  async function rebooted(): Promise<string> {
    const places: Place[] = [undefined, "wan", "red", "blue"];
    const untouched = new Map<Place, Standing>(places.map((place) => [place, standingOf(place)]));
    const start = await comparable();
    await stack.run("up", program);
    const network = await comparable();
    wipe(untouched);
    assertSame(await comparable(), start);
    return network;
  }

  it("a refresh tells that all is gone, and the next up makes all of it anew", async () => {
    const network = await rebooted();
    await stack.run("refresh", program);
    assert.deepEqual((await recorded(stack)).names, []);
    const { steps } = await stack.run("up", program);
    assert.deepEqual(
      steps.map((step) => step.split(" ")[0]),
      Array(9).fill("create"),
    );
    assertSame(await comparable(), network);
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    await stack.run("destroy", program);
  });

  it("an up with a refresh makes all of it anew", async () => {
    const network = await rebooted();
    await stack.run("up", program, "--refresh");
    assertSame(await comparable(), network);
    assert.deepEqual((await stack.run("preview", program, "--refresh")).steps, []);
    await stack.run("destroy", program);
  });

  it("a destroy has nothing to do", async () => {
    await rebooted();
    await stack.run("destroy", program);
    assert.deepEqual(await recorded(stack), { names: [], pending: 0 });
  });
});
