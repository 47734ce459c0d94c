import assert from "node:assert/strict";
import { LinuxnetError } from "../../provider/errors";
import { run, sh } from "../support/command";
import { foreignNamespace, it } from "../support/kernel";
import { type Inputs, make, refusal } from "../support/made";

const NAT: Inputs = { namespace: "old", source: "10.0.0.0/16" };
const OTHER_PRIORITY = "add chain ip filter FORWARD { type filter hook forward priority 10; policy accept; }";

/** What nft makes in the tables of iptables, and iptables cannot show. */
describe("rules that only nft can show", () => {
  const asNft = (line: string): string => run(["nft", line], "old");

  it("are an error of the creation, which then leaves nothing", async () => {
    foreignNamespace("old");
    asNft("add table ip filter");
    asNft(OTHER_PRIORITY);
    const before = asNft("list ruleset");
    assert.equal(
      await refusal("masquerade", NAT),
      "masquerade of 10.0.0.0/16 in namespace old: cannot create, iptables cannot show all of table filter: " +
        "it holds base chains of another priority or type, see `nft list ruleset`",
    );
    assert.equal(asNft("list ruleset"), before);
  });

  it("are an error of a refresh, and never mean that ours are gone", async () => {
    foreignNamespace("old");
    const nat = await make("masquerade", NAT);
    asNft("add chain ip filter LATE { type filter hook forward priority 10; policy accept; }");
    await assert.rejects(nat.drift(), LinuxnetError);
    await assert.rejects(nat.drift(), /cannot read, iptables cannot show all of table filter/);
    asNft("delete chain ip filter LATE");
    await nat.settled();
  });

  it("are all rules after `nft flush ruleset`, after which one `up` makes ours again", async () => {
    foreignNamespace("old");
    const nat = await make("masquerade", NAT);
    asNft("flush ruleset");
    assert.equal(await nat.drift(), undefined);
    assert.equal(sh("sysctl -n net.ipv4.ip_forward", "old"), "1\n");
    await nat.upAfterRefresh();
  });
});
