import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, PLACES, withoutForeignRules } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Kind, make, type Made } from "../support/made";

const SWITCHES = ["net.ipv4.ip_forward", "net.ipv4.conf.all.route_localnet", "net.ipv6.conf.all.forwarding"];

/** Resources that need one or several of the switches. */
const NEEDY: [Kind, Inputs, needed: string][] = [
  ["masquerade", { source: "10.1.0.0/16" }, "100"],
  ["masquerade", { source: "10.2.0.0/16", outInterface: "canary0" }, "100"],
  ["portForward", { hostPort: 8081, targetAddress: "10.0.0.2" }, "110"],
  ["portForward", { hostPort: 8082, targetAddress: "10.0.0.3" }, "110"],
  ["portForward", { hostPort: 8083, targetAddress: "fd00::2" }, "001"],
  ["masquerade", { source: "fd01::/64" }, "001"],
  ["masquerade", { source: "10.3.0.0/16", forward: false }, "000"],
];

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const values = (): string => SWITCHES.map((key) => sh(`sysctl -n ${key}`, place).trim()).join("");
  const create = (index: number): Promise<Made> => {
    const [kind, inputs] = NEEDY[index] as (typeof NEEDY)[number];
    return make(kind, { ...at, ...inputs });
  };
  const redirects = (): string => sh("sysctl -n net.ipv4.conf.all.accept_redirects", place).trim();
  const needed = (indexes: number[]): string =>
    [0, 1, 2].map((digit) => (indexes.some((index) => NEEDY[index]?.[2][digit] === "1") ? "1" : "0")).join("");
  const all = NEEDY.map((_, index) => index);

  describe(`switches ${where}`, () => {
    withoutForeignRules();

    it("stay on until the last that needs them goes, whatever the order", async () => {
      for (const round of place === undefined ? [0, 3] : [5]) {
        const order = [...all.slice(round), ...all.slice(0, round)];
        const standing = new Map<number, Made>();
        for (const index of order) {
          standing.set(index, await create(index));
          assert.equal(values(), needed([...standing.keys()]));
        }
        for (const index of round % 2 === 0 ? order : [...order].reverse()) {
          await standing.get(index)?.remove();
          standing.delete(index);
          assert.equal(values(), needed([...standing.keys()]));
        }
        assert.deepEqual(ourRules(place), []);
      }
    });

    const rounds = place === undefined ? 20 : 5;
    it(`end as they began when all come and go at once, ${rounds} times over`, async () => {
      for (let round = 0; round < rounds; round++) {
        const made = await Promise.all(all.map(create));
        assert.equal(values(), "111");
        const [early, late] = [made.slice(0, round % made.length), made.slice(round % made.length)];
        await Promise.all(early.map((it) => it.remove()));
        const again = Promise.all(early.map((_, index) => create(index)));
        await Promise.all(late.map((it) => it.remove()));
        await Promise.all((await again).map((it) => it.remove()));
        assert.equal(values(), "000");
        assert.deepEqual(ourRules(place), []);
      }
    });

    it("are not touched where they were on before", async () => {
      byHand(
        `sysctl -q ${SWITCHES.map((key) => `${key}=1`).join(" ")}`,
        place,
        `sysctl -q ${SWITCHES.map((key) => `${key}=0`).join(" ")}`,
      );
      byHand("sysctl -q net.ipv4.conf.all.accept_redirects=0", place, "sysctl -q net.ipv4.conf.all.accept_redirects=1");
      byHand("sysctl -q net.ipv6.conf.canary0.forwarding=0", place);
      const made = await Promise.all(all.map(create));
      assert.doesNotMatch(ourRules(place).join(), /LN-WAS/);
      await Promise.all(made.map((it) => it.remove()));
      assert.equal(values(), "111");
    });

    it("come back on when somebody turned them off, and still end as they began", async () => {
      const made = await create(2);
      const other = await create(0);
      byHand("sysctl -q net.ipv4.conf.all.route_localnet=0", place);
      byHand("sysctl -q net.ipv4.ip_forward=0 net.ipv4.conf.all.accept_redirects=1", place);
      await made.repair();
      await other.settled();
      await made.remove();
      assert.equal(values(), "100");
      await other.remove();
      assert.equal(values(), "000");
    });

    it("go on with the interfaces that rules name, which somebody turned off", async () => {
      for (const before of ["0", "1"]) {
        byHand(`sysctl -q net.ipv4.ip_forward=${before}`, place, "sysctl -q net.ipv4.ip_forward=0");
        const made = await create(1);
        byHand("sysctl -q net.ipv4.conf.canary0.forwarding=0 net.ipv4.conf.canary1.forwarding=0", place);
        assert.deepEqual(await made.drift(), ["net.ipv4.conf.canary0.forwarding is 0, expected 1"]);
        await made.repair();
        assert.equal(sh("sysctl -n net.ipv4.conf.canary1.forwarding", place), "0\n");
        await made.remove();
        assert.deepEqual(ourRules(place), []);
      }
    });

    it("give interfaces back that did not forward before", async () => {
      byHand(
        "sysctl -q net.ipv4.ip_forward=1 net.ipv4.conf.canary0.forwarding=0",
        place,
        "sysctl -q net.ipv4.ip_forward=0",
      );
      const all4 = (): string => sh("sysctl -a -r ^net.ipv4.(conf|ip_forward)", place);
      const before = all4();
      const made = [await create(1), await create(0)];
      assert.equal(sh("sysctl -n net.ipv4.conf.canary0.forwarding", place), "1\n");
      await made[0]?.settled();
      // Whoever switches all off and on by hand changes nothing of that.
      byHand("sysctl -q net.ipv4.ip_forward=0 net.ipv4.conf.all.accept_redirects=0", place);
      await made[0]?.repair();
      for (const one of made) await one.remove();
      assert.equal(all4(), before);
    });

    it("leave accept_redirects as it was before somebody turned forwarding off", async () => {
      byHand("sysctl -q net.ipv4.conf.all.accept_redirects=0", place, "sysctl -q net.ipv4.conf.all.accept_redirects=1");
      const made = await create(0);
      sh("sysctl -q net.ipv4.ip_forward=0", place);
      await made.repair();
      assert.equal(redirects(), "0");
      sh("sysctl -q net.ipv4.ip_forward=0", place);
      await made.remove();
      assert.equal(redirects(), "0");
    });

    it("leave accept_redirects as it was", async () => {
      for (const value of ["1", "0"]) {
        byHand(
          `sysctl -q net.ipv4.conf.all.accept_redirects=${value}`,
          place,
          "sysctl -q net.ipv4.conf.all.accept_redirects=1",
        );
        const made = await create(0);
        assert.equal(redirects(), value);
        await made.remove();
        assert.equal(redirects(), value);
      }
    });
  });
}
