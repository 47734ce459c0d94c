import assert from "node:assert/strict";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { sh } from "../support/command";
import { it, until } from "../support/kernel";
import { hasLink } from "../support/links";

describe("the other end of a veth", () => {
  it("is not known while its namespace is being deleted", async () => {
    sh("ip netns add going");
    sh("ip link add veth0 type veth peer name veth1 netns going");
    const view = viewOf({
      async run(command) {
        const answer = await localHost.run(command);
        if (command.argv.includes("list-id")) sh("ip netns delete going");
        return answer;
      },
    });
    const link = await view.link(undefined, "veth0");
    assert.ok(link);
    assert.equal(await view.otherEnd(undefined, link), undefined);
    await until(() => !hasLink("veth0"), "the pair to go with the namespace");
  });
});
