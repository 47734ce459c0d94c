import assert from "node:assert/strict";
import { ownerFrom } from "../../provider/owner";
import { it, PLACES } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, make, refusal } from "../support/made";

const ofStack = (stack: string, name: string): Inputs => ({
  owner: ownerFrom("web", stack, { kind: "PortForward", parents: [], name }),
});
const TARGET = { targetAddress: "10.0.0.2", targetPort: 80 };
const TARGET6 = { targetAddress: "fd00::2", targetPort: 80 };

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const on = place === undefined ? "on the host" : `in namespace ${place}`;
  const other = ofStack("other", "web");
  const ours = ofStack("dev", "web");
  /** Makes a forward of the other stack, and answers what keeps one of ours from being made, and that nothing was. */
  const refused = async (theirs: Inputs, given: Inputs): Promise<string> => {
    await make("portForward", { ...at, ...TARGET, ...theirs, ...other });
    const before = ourRules(place);
    const text = await refusal("portForward", { ...at, ...TARGET, targetAddress: "10.0.0.3", ...given, ...ours });
    assert.deepEqual(ourRules(place), before);
    return text;
  };

  describe(`a port that another stack forwards ${where}`, () => {
    it("is refused, with the rule that forwards it", async () => {
      const chain = `LN-DNAT-${String(other.owner)}`;
      assert.equal(
        await refused({ hostPort: 8080 }, { hostPort: 8080 }),
        `port forward :8080/tcp ${on}: cannot create, another stack forwards this port already, by the rule ` +
          `-A ${chain} -p tcp -m tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80; ` +
          "remove that one, or choose another hostPort or hostAddress",
      );
    });

    for (const [what, theirs, given] of [
      ["within a range", { hostPort: "8000-8100" }, { hostPort: 8080 }],
      ["of one address", { hostPort: 8080, hostAddress: "127.0.0.1" }, { hostPort: 8080, hostAddress: "127.0.0.1" }],
      ["of IPv6", { hostPort: 8080, ...TARGET6 }, { hostPort: 8080, targetAddress: "fd00::3" }],
      ["of UDP", { hostPort: 53, protocol: "udp" }, { hostPort: 53, protocol: "udp" }],
    ] as const) {
      it(`is refused: one ${what}`, async () => {
        assert.match(await refused(theirs, given), /: cannot create, another stack forwards this port already/);
      });
    }

    for (const [what, inputs] of [
      ["another port", { hostPort: 8081 }],
      ["another protocol", { hostPort: 8080, protocol: "udp" }],
      ["another family", { hostPort: 8080, ...TARGET6 }],
      ["an address, where the other means any", { hostPort: 8080, hostAddress: "127.0.0.1" }],
    ] as const) {
      it(`is not ${what}`, async () => {
        await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...other });
        const forward = await make("portForward", { ...at, ...TARGET, ...inputs, ...ours });
        await forward.settled();
      });
    }

    it("is not one of the same stack, as while a forward is renamed", async () => {
      await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...ofStack("dev", "before") });
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...ours });
      await forward.settled();
    });

    it("is not its own, of a stack that was renamed", async () => {
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...ours });
      await forward.change({ ...ofStack("renamed", "web"), targetAddress: "10.0.0.3" });
    });

    it("is refused to a forward that moves there, which stays where it is", async () => {
      await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...other });
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8081, ...ours });
      await assert.rejects(
        forward.change({ hostPort: 8080 }),
        /: cannot change, another stack forwards this port already/,
      );
      await forward.settled();
    });

    it("is free once that one has gone", async () => {
      const theirs = await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...other });
      await theirs.remove();
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080, ...ours });
      await forward.settled();
    });
  });
}
