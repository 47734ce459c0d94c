import assert from "node:assert/strict";
import { run, sh } from "../support/command";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const BY_HAND = [
  "ip netns add lab",
  "ip -n lab link set lo up",
  "ip link add br0 type bridge",
  "ip addr add 10.0.0.1/24 dev br0",
  "ip link set br0 up",
  "ip link add veth0 type veth peer name ceth0 netns lab",
  "ip link set veth0 master br0 up",
  "ip -n lab addr add 10.0.0.2/24 dev ceth0",
  "ip -n lab link set ceth0 up",
  "ip -n lab route add default via 10.0.0.1",
  "iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o enp0s1 -j MASQUERADE",
  ...["PREROUTING", "OUTPUT"].map(
    (chain) => `iptables -t nat -A ${chain} -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80`,
  ),
];
const PROGRAM = `
const lab = linuxnet.Namespace.get("lab", "lab");
const br0 = linuxnet.Bridge.get("br0", "br0");
const veth0 = linuxnet.VethPair.get("veth0", "veth0");
const route = linuxnet.Route.get("route", "lab/default");
const out = linuxnet.Masquerade.get("out", "10.0.0.0/24@enp0s1");
const web = linuxnet.PortForward.get("web", "192.168.64.5:8080/tcp");
new linuxnet.VethPair("x0", { master: br0, peer: { name: "x1", namespace: lab } });
const all = [lab.path, br0.address, br0.namespace, veth0.master, veth0.peer.address, route.gateway, out.forward, web.targetPort];
exports.all = pulumi.all(all).apply((values) => values.map(String).join(" "));
`;
const ALL = "/run/netns/lab 10.0.0.1 undefined br0 10.0.0.2 10.0.0.1 false 80";

for (const mode of ["dynamic", "plugin"] as const) {
  describe(`get: in mode ${mode}`, function () {
    let stack: Stack;

    before(async () => {
      stack = await Stack.open("linuxnet-get");
      stack.configure({ mode });
      for (const line of BY_HAND) sh(line);
      await settled();
    });

    after(() => {
      sh("ip link del br0");
      sh("ip netns delete lab");
      run(["iptables", "-t", "nat", "-F"]);
      stack.remove();
    });

    it("reads what stands, and leaves it as it is", async () => {
      const before = withoutPorts(await snapshot());
      const program = stack.program(PROGRAM);
      await stack.run("preview", program);
      await stack.run("up", program);
      assert.ok((await stack.export()).includes(`"all": "${ALL}"`));
      assert.deepEqual(
        (await stack.run("preview", program)).steps.filter((step) => !step.startsWith("read ")),
        [],
      );
      await stack.run("destroy", program);
      await settled();
      assertSame(withoutPorts(await snapshot()), before);
    });

    it("finds by its id, from the next refresh on, what a change in place has moved to another", async () => {
      const at = (port: number): string =>
        stack.program(
          `new linuxnet.PortForward("web", { hostPort: ${port}, targetAddress: "10.0.0.2", targetPort: 80 });`,
          "moving",
          "{}",
        );
      await stack.run("up", at(9000));
      await stack.run("up", at(9001));
      await stack.run("refresh", at(9001));
      assert.match(await stack.export(), /"id": ":9001\/tcp"/);
      assert.deepEqual((await stack.run("preview", at(9001))).steps, []);
      await stack.run("destroy", at(9001));
    });

    it("says that nothing stands there", async () => {
      const text = await stack.fail("preview", stack.program(`linuxnet.Bridge.get("br9", "br9");`));
      assert.match(text, mode === "plugin" ? /'br9' does not exist/ : /br9: nothing stands there/);
    });
  });
}

/** Without what a port that came and went leaves in its bridge. */
function withoutPorts(text: string): string {
  return text.replace(/^ +bridge(_slave)? .*$/gm, "");
}
