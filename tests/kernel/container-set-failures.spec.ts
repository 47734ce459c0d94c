import assert from "node:assert/strict";
import type { Owned } from "../../provider/resources/spec";
import { sh, succeeds } from "../support/command";
import { foreignNamespace, it } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, lifecycleOf, make, refusal } from "../support/made";

import { NETWORK, p1, p2, p3, pods, OTHER_OWNER, network, failing, containersOf } from "../support/container-sets";

describe("a set of containers of which one fails", () => {
  it("makes the others where one cannot be made, and that one later", async () => {
    await network();
    foreignNamespace("pods-p2");
    const inputs = { owner: OTHER_OWNER, ...pods({ p1, p2, p3 }) };
    const lifecycle = lifecycleOf("containerSet");
    const wanted = lifecycle.check(inputs).inputs as Owned;
    const failure = await failing(lifecycle.create(wanted));
    assert.match(
      failure.message,
      /container set pods: cannot create 1 of 3\ncontainer pods-p2: cannot create, .*already exists/,
    );
    assert.deepEqual(Object.keys(containersOf(failure.state)), ["p1", "p3"]);
    assert.equal(succeeds(["ip", "-n", "pods-p1", "link", "show", "dev", "eth0"]), true);
    sh("ip netns del pods-p2");
    const state = await lifecycle.update(failure.id, failure.state as Owned, wanted);
    assert.deepEqual((await lifecycle.read(state))?.state, state);
    await lifecycle.delete(state);
    assert.doesNotMatch(sh("ip netns list"), /pods/);
  });

  it("keeps what stands of one that cannot be changed, and changes the others", async () => {
    await network();
    const set = await make("containerSet", pods({ p1, p2 }));
    // Somebody else's in the place of what is to come.
    foreignNamespace("pods-p9");
    const lifecycle = lifecycleOf("containerSet");
    const given = { ...set.inputs, ...pods({ p1: { ...p1, publish: ["9009:80"] }, p2, p9: { address: "10.5.0.9" } }) };
    const wanted = lifecycle.check(given).inputs as Owned;
    const failure = await failing(lifecycle.update(set.id, set.state, wanted));
    assert.match(failure.message, /cannot change 1 of 1\n|cannot change 1 of 2\n/);
    assert.deepEqual(Object.keys(containersOf(failure.state)), ["p1", "p2"]);
    sh("ip netns del pods-p9");
    set.state = await lifecycle.update(set.id, failure.state as Owned, wanted);
    assert.deepEqual((await lifecycle.read(set.state))?.state, set.state);
  });

  it("is not begun where a port is another stack's", async () => {
    await network();
    const c1 = { networks: [{ network: NETWORK, address: "10.5.7.7" }], publish: ["9001:80"] };
    await make("container", { name: "c1", owner: OTHER_OWNER, ...c1 });
    const rules = ourRules();
    assert.match(await refusal("containerSet", pods({ p1, p2 })), /another stack forwards this port already/);
    assert.deepEqual(ourRules(), rules);
    assert.equal(sh("ip netns list").includes("pods-"), false);
  });

  it("leaves out those that somebody else keeps from being made, with their rules and names", async () => {
    await network();
    const other = { owner: OTHER_OWNER, networks: [{ network: NETWORK, address: p3.address }] };
    await make("container", { name: "c1", ...other });
    sh("ip netns add pods-p2");
    const before = ourRules();
    const failed = await failing(make("containerSet", pods({ p1, p2, p3 })));
    assert.match(failed.message, /cannot create 2 of 3\n/);
    assert.match(failed.message, /container pods-p3: address 10\.5\.0\.4 in network web is taken/);
    assert.match(failed.message, /pods-p2/);
    assert.deepEqual(Object.keys(containersOf(failed.state)), ["p1"]);
    assert.equal(succeeds(["ls", "/etc/netns/pods-p2", "/etc/netns/pods-p3"]), false);
    assert.doesNotMatch(ourRules().join("\n").replace(before.join("\n"), ""), /9003/);
    const { state } = failed as unknown as { state: Inputs };
    const set = await lifecycleOf("containerSet").read(state as never, "pods");
    assert.deepEqual(set?.state, state);
    await lifecycleOf("containerSet").delete(failed.state as never);
    sh("ip netns del pods-p2");
  });
});
