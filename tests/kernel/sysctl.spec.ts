import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { lookUp } from "../../provider/look-up";
import { kinds } from "../../provider/resources";
import { sh } from "../support/command";
import { byHand, foreignNamespace, it, PLACES, withoutForeignRules } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Made, make, notices, refusal } from "../support/made";
import { owner } from "../support/owner";

const [SACK, TTL, FORWARD] = ["net.ipv4.tcp_sack", "net.ipv4.ip_default_ttl", "net.ipv4.ip_forward"];

/** A lifecycle that is cut off before it writes a parameter. */
const cutOff = (): Lifecycle<never, never> => {
  const host: typeof localHost = {
    run: (command) => {
      if (command.argv.includes("--load=-")) throw new Error("killed");
      return localHost.run(command);
    },
  };
  return new Lifecycle(kinds.sysctl, host, firewallOf(host), viewOf(localHost)) as never;
};

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const value = (key = SACK): string => sh(`sysctl -n ${key}`, place).trim();
  const sysctl = (inputs: Inputs): Promise<Made> => make("sysctl", { ...at, key: SACK, value: "0", ...inputs });

  describe(`parameter ${where}`, () => {
    withoutForeignRules();

    it("is set, changed in place, and goes back to what it was", async () => {
      const made = await sysctl({});
      assert.equal(value(), "0");
      await made.settled();
      await made.change({ value: "2" });
      assert.equal(value(), "2");
      await made.change({ key: TTL, value: "99" });
      assert.deepEqual([value(), value(TTL)], ["1", "99"]);
      await made.change({ owner: owner("renamed") });
      await made.remove();
      assert.deepEqual([value(), value(TTL)], ["1", "64"]);
      assert.deepEqual(ourRules(place), []);
    });

    it("may be a list, or nothing before", async () => {
      const key = "net.ipv4.ip_local_reserved_ports";
      const made = await sysctl({ key, value: "8080,9090" });
      assert.equal(value(key), "8080,9090");
      await made.settled();
      await made.remove();
      assert.equal(value(key), "");
    });

    it("stays as somebody else has made it since", async () => {
      const made = await sysctl({ key: TTL, value: "99" });
      byHand(`sysctl -q ${TTL}=77`, place, `sysctl -q ${TTL}=64`);
      assert.deepEqual(await made.drift(), ["value"]);
      await made.remove();
      assert.equal(value(TTL), "77");
    });

    it("is repaired after a drift, and goes back all the same", async () => {
      const made = await sysctl({ key: TTL, value: "99" });
      byHand(`sysctl -q ${TTL}=77`, place);
      await made.repair();
      assert.equal(value(TTL), "99");
      await made.remove();
      assert.equal(value(TTL), "64");
    });

    it("goes back with the last of those that declare it, in any order", async () => {
      const all = await Promise.all(["a", "b"].map((name) => sysctl({ owner: owner(name) })));
      await all[0]?.remove();
      assert.equal(value(), "0");
      await all[1]?.settled();
      await all[1]?.remove();
      assert.equal(value(), "1");
    });

    it("is not torn between two stacks", async () => {
      await sysctl({ owner: "a".repeat(16) });
      assert.match(
        await refusal("sysctl", { ...at, key: SACK, value: "2", owner: "b".repeat(16) }),
        /another stack declares another value of this parameter, by the rule -A LN-SYS-a+ /,
      );
    });

    it("is what it was also after a kill between two commands", async () => {
      const inputs = { ...at, key: TTL, value: "99", owner: owner("killed") } as never;
      await assert.rejects(cutOff().create(inputs), /killed/);
      const made = await sysctl({ key: TTL, value: "99", owner: owner("killed") });
      await made.settled();
      await assert.rejects(
        cutOff().update("", made.state as never, { ...(made.state as object), value: "98" } as never),
      );
      assert.equal(value(TTL), "99");
      assert.deepEqual((await made.drift())?.length, 2);
      await made.remove();
      assert.equal(value(TTL), "64");
    });

    it("is refused by the kernel, and nothing of it is left", async () => {
      assert.match(await refusal("sysctl", { ...at, key: "net.ipv4.none", value: "1" }), /net.ipv4.none/);
      assert.match(await refusal("sysctl", { ...at, key: TTL, value: "999" }), /ip_default_ttl/);
      assert.equal(value(TTL), "64");
      assert.deepEqual(ourRules(place), []);
    });

    it("of an interface that went away keeps nothing else from being changed", async () => {
      byHand("ip link add tmp0 type bridge", place, "ip link del tmp0");
      const made = await sysctl({ key: "net.ipv4.conf.tmp0.rp_filter", value: "2" });
      sh("ip link del tmp0", place);
      await (await sysctl({})).remove();
      assert.deepEqual(await made.drift(), ["net.ipv4.conf.tmp0.rp_filter is not readable"]);
    });

    for (const first of ["masquerade", "sysctl"] as const) {
      it(`that is a switch stays on while a masquerade needs it as well, which is made ${first === "masquerade" ? "first" : "second"}`, async () => {
        const makers = {
          masquerade: () => make("masquerade", { ...at, source: "10.1.0.0/16" }),
          sysctl: () => sysctl({ key: FORWARD, value: "1" }),
        };
        const second = first === "masquerade" ? "sysctl" : "masquerade";
        const all = [await makers[first](), await makers[second]()];
        for (const it of all) await it.settled();
        await all[0]?.remove();
        assert.equal(value(FORWARD), "1");
        await all[1]?.settled();
        await all[1]?.remove();
        assert.equal(value(FORWARD), "0");
      });
    }

    it("that is a switch is told where it is off, and repaired", async () => {
      for (const key of [FORWARD, "net.ipv6.conf.all.forwarding", "net.ipv4.conf.all.route_localnet"]) {
        const made = await sysctl({ key, value: "1" });
        byHand(`sysctl -q ${key}=0`, place);
        assert.deepEqual(await made.drift(), [`${key} is 0, expected 1`]);
        await made.repair();
        assert.equal(value(key), "1");
      }
      assert.deepEqual(notices.splice(0), []);
    });

    it("is imported with its value, and keeps it", async () => {
      byHand(`sysctl -q ${TTL}=77`, place, `sysctl -q ${TTL}=64`);
      const id = place === undefined ? TTL : `${place}/${TTL}`;
      const found = await lookUp(kinds.sysctl, viewOf(localHost), id, owner("importing"));
      assert.deepEqual(found, { ...at, key: TTL, value: "77", owner: owner("importing"), imported: { mark: "" } });
      const lifecycle = new Lifecycle(kinds.sysctl, localHost, firewallOf(localHost), viewOf(localHost));
      assert.deepEqual((await lifecycle.read(found))?.state, found);
      const { imported: _imported, ...inputs } = found;
      const changed = await lifecycle.update(id, found, { ...inputs, value: "99" });
      await lifecycle.delete(changed);
      assert.equal(value(TTL), "77");
    });
  });
}

describe("an imported namespace", () => {
  it("has for its parameters what was changed in it, but what a resource of linuxnet declares", async () => {
    const site = foreignNamespace("site");
    sh(`sysctl -q ${TTL}=77`, site);
    const own = { mark: "", inputs: { sysctls: { [TTL]: "77" } } };
    const found = (): Promise<object | undefined> =>
      kinds.namespace.find({ name: site, adopt: false, owner: owner("importing") }, viewOf(localHost));
    const made = await make("sysctl", { namespace: site, key: SACK, value: "0" });
    assert.deepEqual(await found(), own);
    await made.remove();
    assert.deepEqual(await found(), own);
  });
});
