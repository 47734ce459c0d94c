import assert from "node:assert/strict";
import { run, sh } from "../support/command";
import { explained } from "../support/explained";
import { standingOf, wipe } from "../support/wipe";

/** The kernel tells some 134 of the namespaces that one knows, and no more. */
const COUNT = 140;

describe("explain among many namespaces", () => {
  const before = standingOf(undefined);

  after(() => wipe(new Map([[undefined, before]])));

  it("finds who is on the segment, the last as the first", async () => {
    const all = Array.from({ length: COUNT }, (_, index) => index + 1);
    const each = (lines: (id: number) => string[]): string => all.flatMap(lines).join("\n");
    sh("ip link add br0 type bridge");
    sh("ip link set br0 up");
    sh("iptables -I FORWARD -j ACCEPT");
    run(
      ["ip", "-batch", "-"],
      undefined,
      each((id) => [`netns add p${id}`]),
    );
    const cable = (id: number): string[] => [
      `link add v${id} master br0 type veth peer name e0 netns p${id}`,
      `link set v${id} up`,
    ];
    run(["ip", "-batch", "-"], undefined, each(cable));
    for (const id of [1, 2, COUNT - 1, COUNT]) {
      sh(`ip -n p${id} addr add 10.0.0.${id}/24 dev e0`);
      sh(`ip -n p${id} link set e0 up`);
    }
    for (const [from, to] of [
      [1, COUNT],
      [COUNT, 2],
      [COUNT - 1, COUNT],
    ]) {
      const { stop, at, isOutside } = await explained(`p${from}`, `10.0.0.${to}`, false);
      assert.deepEqual({ stop, at, isOutside }, { stop: undefined, at: `p${to}`, isOutside: false });
    }
  });
});
