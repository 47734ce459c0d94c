import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, kernel, plan, planOf, scriptOf } from "../support/planned";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { changingProgram as program } from "../support/changing-program";
import { Stack } from "../support/stack";

const WITHOUT_PRIVILEGES = ["setpriv", "--bounding-set", "-net_admin,-sys_admin", "--"];

describe("linuxnet plan", function () {
  this.bail(true);
  let start: string;

  before(async () => {
    await settled();
    start = await snapshot();
  });

  describe("of the article's network", () => {
    const folder = "examples/05-port-forward";
    let stack: Stack;
    let typed: string;

    before(async () => (stack = await Stack.open("linuxnet-05-port-forward")));
    after(() => stack.remove());

    it("changes nothing", async () => {
      const { summary, unseen, findings } = await planOf(stack, folder);
      assert.deepEqual(summary, { create: 9, update: 0, replace: 0, delete: 0 });
      assert.deepEqual([unseen, findings], [[], []]);
      assertSame(await snapshot(), start);
    });

    it("needs no privileges, and says what it could not read", async () => {
      const { steps, unseen } = await planOf(stack, folder, WITHOUT_PRIVILEGES);
      const saves = ["ip6tables", "iptables"].flatMap((tool) => [`${tool}-nft-save`, `${tool}-save`]);
      assert.deepEqual(unseen.sort(), saves);
      assert.deepEqual(
        steps.filter(({ commands, findings }) => commands.length === 0 || findings.length > 0),
        [],
      );
      assertSame(await snapshot(), start);
    });

    it("is what a person would type to make the same as pulumi up", async () => {
      byHand(await scriptOf(stack, folder));
      typed = await kernel();
      // What stands bears the marks of the program's own resources: it is taken back.
      await stack.run("up", folder);
      assertSame(await kernel(), typed);
      await stack.run("destroy", folder);
      assertSame(await snapshot(), start);
      await stack.run("up", folder);
      assertSame(await kernel(), typed);
    });

    it("has nothing to do then", async () => {
      assert.equal(await scriptOf(stack, folder), "# nothing to do\n");
      assert.deepEqual((await planOf(stack, folder)).steps, []);
    });

    it("repairs what somebody flushed, and nothing else", async () => {
      const before = await kernel();
      sh("iptables -F FORWARD");
      const { steps } = await planOf(stack, folder);
      assert.deepEqual(steps.map(({ op, name }) => `${op} ${name}`).sort(), [
        "update br0",
        "update internet",
        "update web",
      ]);
      for (const { because, changes } of steps) {
        assert.match(because.join(), /^drift: missing: -A FORWARD [^,]+$/);
        assert.deepEqual(changes, []);
      }
      byHand(await scriptOf(stack, folder));
      assertSame(await kernel(), before);
      assert.equal(await scriptOf(stack, folder), "# nothing to do\n");
      await stack.run("destroy", folder);
      assertSame(await snapshot(), start);
    });
  });

  describe("of changes", () => {
    let stack: Stack;

    before(async () => (stack = await Stack.open("linuxnet-plan")));
    after(() => stack.remove());

    it("tells why something is replaced, and what that interrupts", async () => {
      await stack.run("up", stack.program(program("ns1", 1500)));
      const { steps } = await planOf(stack, stack.program(program("other", 1400)));
      const told = (wanted: string): object => {
        const { changes, because, interrupts } = steps.find(({ name }) => name === wanted) ?? {};
        return { changes, because, interrupts };
      };
      const others = "br0 10.0.0.1/24 on the host, ceth0 10.0.0.2/24 in ns0";
      const lost = `ceth1 10.0.0.4/24 in ns1 loses its link to ${others}`;
      assert.deepEqual(told("ns1"), {
        changes: [{ property: "name", old: "ns1", new: "other", replaces: true }],
        because: [],
        interrupts: [lost, "ns1 loses its way to all other networks"],
      });
      assert.deepEqual(told("veth1"), {
        changes: [{ property: "peer.namespace", old: "ns1", new: "other", replaces: true }],
        because: ["peer refers to ns1, replaced as well"],
        interrupts: [lost],
      });
      assert.deepEqual(told("veth0"), {
        changes: [
          { property: "mtu", old: 1500, new: 1400, replaces: false },
          { property: "peer.mtu", old: 1500, new: 1400, replaces: false },
        ],
        because: [],
        interrupts: [],
      });
    });

    it("shows what the program warns of, with its resource", async () => {
      const text = program("ns1", 1500, `pulumi.log.warn("look here", veth0);`);
      const { steps } = await planOf(stack, stack.program(text));
      const told = steps.map(({ op, name, findings }) => [
        op,
        name,
        findings.map(({ message }) => message.split("\n")[0]),
      ]);
      assert.deepEqual(told, [
        ["same", "veth0", ["look here"]],
        ["same", "default1", ["forwarding is off: the host is the gateway of ns1, and does not forward its packets"]],
      ]);
    });

    it("foretells what stands in the way of an up", async () => {
      const folder = stack.program(program("ns1", 1500, `new linuxnet.Namespace("wan");`), "in-the-way");
      const { exitCode, stdout } = await plan(stack, folder);
      const message = await stack.fail("up", folder);
      const [headline] = /namespace wan: cannot create, .*/.exec(message) ?? [];
      assert.ok(headline !== undefined && stdout.includes(`#   error: ${headline}\n`), stdout);
      assert.equal(exitCode, 1);
      assert.match(stdout, /^echo 'the plan ends at \w+' >&2; exit 1$/m);
    });

    it("passes on what the preview refuses", async () => {
      const folder = stack.program(`new linuxnet.Bridge("br0", { name: "sixteen-bytes-xy" });`, "refused");
      const { exitCode, stdout, stderr } = await plan(stack, folder);
      assert.notEqual(exitCode, 0);
      assert.equal(stdout, "");
      assert.match(stderr, /name: expected an interface name of 1-15 bytes.*, got "sixteen-bytes-xy"/);
      assert.equal((await plan(stack, folder, ["--jsn"])).exitCode, 2);
    });

    it("leaves nothing", async () => {
      await stack.run("destroy", stack.program(program("ns1", 1500)));
      assertSame(await snapshot(), start);
    });
  });
});
