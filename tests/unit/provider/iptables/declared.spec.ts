import assert from "node:assert/strict";
import type { Tables } from "../../../../provider/iptables/chains";
import {
  declaration,
  declaredIn,
  isRememberable,
  markerOfDeclared,
  rememberedIn,
  takenParameter,
} from "../../../../provider/iptables/declared";
import { OTHER, OWNER } from "../../../support/plan";

const [KEY, LIST] = ["net.ipv4.conf.eth0/7.rp_filter", "net.ipv4.tcp_rmem"];
const filter = (chains: Record<string, string[]>): Tables => new Map([["filter", new Map(Object.entries(chains))]]);
const chain = (owner: string, key: string, value: string) => ({
  ...({ family: 4, table: "filter", hooks: [] } as const),
  ...{ name: `LN-SYS-${owner}`, rules: [declaration(key, value)] },
});

describe("declared parameters", () => {
  it("are those of our chains, of which the last in the backend in use counts", () => {
    const tables = filter({
      [`LN-SYS-${OWNER}`]: [declaration(KEY, "1")],
      [`LN-SYS-${OTHER}`]: [declaration(KEY, "2"), declaration(LIST, "1 2 3"), "-j DROP"],
      ["LN-SYS-x"]: [declaration("net.x.y", "1")],
      ["FORWARD"]: [declaration("net.x.z", "1")],
    });
    const other = filter({ [`LN-SYS-${"1".repeat(16)}`]: [declaration(KEY, "3")] });
    const want = [
      [KEY, "2"],
      [LIST, "1 2 3"],
    ];
    assert.deepEqual([...declaredIn([tables, other])], want);
  });

  it("were what the marker says, which knows empty values, and the earlier of ours", () => {
    const remembered = new Map([
      [KEY, { before: "0", ours: "1" }],
      [LIST, { before: "", ours: undefined }],
    ]);
    const { name, rules } = markerOfDeclared(remembered);
    assert.deepEqual(rememberedIn([filter({ [name]: [...rules] })]), remembered);
    assert.deepEqual(rememberedIn([filter({})]), new Map());
  });

  it("are taken by another stack that says otherwise", () => {
    const standing = filter({ [`LN-SYS-${OTHER}`]: [declaration(KEY, "2")] });
    const taken = (key: string, value: string, owner = OWNER, insteadOf?: string): string | undefined =>
      takenParameter({ owner, chains: [chain(owner, key, value)], insteadOf }, [standing]);
    assert.equal(taken(KEY, "1"), `-A LN-SYS-${OTHER} ${declaration(KEY, "2")}`);
    for (const free of [
      taken(KEY, "2"),
      taken(LIST, "1"),
      taken(KEY, "1", OTHER.replace(/.$/, "f")),
      taken(KEY, "1", OWNER, OTHER),
    ]) {
      assert.equal(free, undefined);
    }
  });

  it("can be remembered where a comment carries their value", () => {
    const values = ["", "1", "a b", "1-2,3", "x".repeat(232), "x".repeat(233), 'a"b', "a\\b", "a\nb", "ö"];
    assert.deepEqual(
      values.map((value) => isRememberable(LIST, value)),
      [true, true, true, true, true, false, false, false, false, false],
    );
  });
});
