import assert from "node:assert/strict";
import { CANARIES, COMMANDS, linesOf } from "../support/by-hand/commands";
import { CHANGES, programText, RESOURCES } from "../support/by-hand/program";
import { run, sh, succeeds } from "../support/command";
import { settled } from "../support/settled";
import { assertSame, snapshot, withoutSwitches } from "../support/snapshot";
import { Stack } from "../support/stack";

const NAMES = Object.keys(RESOURCES);
const IMPORTED = NAMES.map((name) => `import ${name}`).sort();

/** Without what the spanning tree protocol does in its own time. */
function steady(text: string): string {
  return text.replace(/^ +bridge(_slave)? .*$/gm, "");
}

describe("import", function () {
  let stack: Stack;
  let empty: string;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-import");
    stack.configure({ mode: "plugin" });
    for (const line of linesOf(CANARIES)) sh(line);
    await settled();
    empty = withoutSwitches(await snapshot());
  });

  afterEach(async () => {
    await stack.run("destroy", stack.program(""));
    for (const name of ["lab", "bare"])
      if (succeeds(["test", "-e", `/run/netns/${name}`])) sh(`ip netns delete ${name}`);
    for (const name of ["br0", "br2", "vx1", "canary0"])
      if (succeeds(["ip", "link", "show", name])) sh(`ip link del ${name}`);
    for (const tool of ["iptables", "ip6tables"]) {
      for (const table of ["nat", "filter"]) run([tool, "-t", table, "-F"]);
    }
    for (const line of ["-4 route flush 10.99.0.0/16"]) sh(`ip ${line}`);
    for (const type of ["blackhole 10.30.0.0/16", "prohibit 10.31.0.0/16", "unreachable fd30::/64"]) {
      succeeds(["ip", "route", "del", ...type.split(" ")]);
    }
    succeeds(["ip", "rule", "del", "priority", "102"]);
    sh("sysctl -q -w net.ipv4.ip_forward=0");
    sh("sysctl -q -w net.ipv6.conf.all.forwarding=0");
    stack.remove();
  });

  const makeByHand = async (): Promise<void> => {
    for (const line of linesOf(COMMANDS)) sh(line);
    const isForwarding = (port: string): boolean => sh(`ip -d link show ${port}`).includes("state forwarding");
    for (let tries = 0; tries < 100 && !["veth0", "c0"].every(isForwarding); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await settled();
  };

  it("takes over a network of all kinds that was made by hand, with nothing to change", async () => {
    await makeByHand();
    const made = steady(await snapshot());
    const importing = stack.program(programText({ imports: true }), "importing");
    const preview = await stack.run("preview", importing);
    assert.deepEqual(preview.steps.sort(), IMPORTED);
    assert.deepEqual(
      preview.findings.filter((text) => /exists|forwarded already|fail/.test(text)),
      [],
    );
    assert.deepEqual((await stack.run("up", importing)).steps.sort(), IMPORTED);
    assertSame(steady(await snapshot()), made);

    const program = stack.program(programText());
    for (const operation of ["preview", "up"] as const) {
      const { steps, findings } = await stack.run(operation, program);
      assert.deepEqual(steps, []);
      assert.deepEqual(
        findings.filter((text) => /exists|forwarded already/.test(text)),
        [],
      );
    }
    await stack.run("refresh", program, "--expect-no-changes");
    assertSame(steady(await snapshot()), made);
  });

  it("leaves what was imported as it is where the stack moves to the other mode and back", async () => {
    await makeByHand();
    const made = steady(await snapshot());
    await stack.run("up", stack.program(programText({ imports: true }), "importing"));
    const program = stack.program(programText(), "program", "{}");
    for (const mode of ["dynamic", "plugin"]) {
      stack.configure({ mode });
      const { steps } = await stack.run("up", program);
      assert.deepEqual(steps.sort(), NAMES.map((name) => `update ${name}`).sort());
      assertSame(steady(await snapshot()), made);
      assert.deepEqual((await stack.run("preview", program)).steps, []);
      await stack.run("refresh", program, "--expect-no-changes");
    }
  });

  it("takes over one of each kind by `pulumi import`, which has nothing to warn of", async () => {
    await makeByHand();
    const made = steady(await snapshot());
    const names = [...new Map(NAMES.map((name) => [RESOURCES[name]?.[0], name])).values()];
    for (const name of names) {
      const [kind = "", id = ""] = RESOURCES[name] ?? [];
      const { succeeds, text } = await stack.importOne(`linuxnet:index:${kind}`, name, id);
      assert.ok(succeeds, text);
      assert.doesNotMatch(text, /warning|bug/i);
    }
    assert.deepEqual((await stack.run("preview", stack.program(programText({ names })))).steps, []);
    assertSame(steady(await snapshot()), made);
  });

  it("changes in place what was imported, from then on under its own mark", async () => {
    await makeByHand();
    await stack.run("up", stack.program(programText({ imports: true }), "importing"));
    const changed = stack.program(programText({ changes: CHANGES }));
    const updated = Object.keys(CHANGES)
      .map((name) => `update ${name}`)
      .sort();
    assert.deepEqual((await stack.run("preview", changed)).steps.sort(), updated);
    assert.deepEqual((await stack.run("up", changed)).steps.sort(), updated);
    assert.deepEqual((await stack.run("up", changed)).steps, []);
    assert.match(sh("ip link show dev br0"), /alias linuxnet:/);
    const rules = run(["iptables-save"]);
    for (const gone of [
      "-A FORWARD -i br0",
      "-A FORWARD -i br2",
      "-A FORWARD -d 10.0.0.2/32",
      "-A PREROUTING -d 192.168.64.5/32 -p tcp",
    ]) {
      assert.ok(!rules.includes(gone), gone);
    }
    assert.ok(rules.includes("-A POSTROUTING -s 10.5.0.0/16 -o br0"), "what has not changed is as it was");
    await stack.run("destroy", changed);
    assertSame(withoutSwitches(await snapshot()), empty);
  });

  it("removes what was imported and nothing else", async () => {
    await makeByHand();
    const program = stack.program(programText({ imports: true }));
    await stack.run("up", program);
    await stack.run("destroy", program);
    assertSame(withoutSwitches(await snapshot()), empty);
  });

  it("tells what of it somebody has removed or changed since", async () => {
    await makeByHand();
    await stack.run("up", stack.program(programText({ imports: true }), "importing"));
    sh("ip link set br0 mtu 1300");
    sh("iptables -D FORWARD -i br0 -o enp0s1 -j ACCEPT");
    sh("ip -n lab route del 10.22.0.0/16");
    sh("ip -n lab link del b0");
    const program = stack.program(programText());
    const { steps } = await stack.run("preview", program);
    assert.deepEqual(steps.sort(), ["create cable", "create device", "update br0", "update out"]);
    await stack.run("up", program);
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    assert.ok(!run(["iptables-save"]).includes("-A POSTROUTING -s 10.0.0.0/24 -o enp0s1"), "by hand no more");
    await stack.run("destroy", program);
    assertSame(withoutSwitches(await snapshot()), empty);
  });

  it("refuses ids that are none, of nothing, and of what properties cannot say", async () => {
    await makeByHand();
    sh("ip addr add 10.3.0.1 peer 10.3.0.2/32 dev canary0");
    sh("ip -n lab route add 10.40.0.0/16 nexthop via 10.0.0.1 nexthop via 10.0.0.9");
    sh("iptables -t nat -A POSTROUTING -s 10.6.0.0/16 ! -o br0 -j MASQUERADE");
    sh("iptables -t nat -A PREROUTING -i enp0s1 -p tcp --dport 81 -j DNAT --to-destination 10.0.0.2:81");
    sh("iptables -t nat -A PREROUTING -d 192.168.64.5 -p tcp --dport 82 -j DNAT --to-destination 10.0.0.2:82");
    const refused: [kind: string, id: string, text: RegExp][] = [
      ["Bridge", "a/b/c", /id: expected NAME, .*, got "a\/b\/c"/],
      ["Bridge", "br 0", /id "br 0": name: expected an interface name/],
      ["Route", "lab/10.0.0.0", /id: expected DESTINATION/],
      ["PortForward", "8080/tcp", /id: expected \[ADDRESS\]:PORT\/PROTOCOL/],
      ["PortForward", ":0/tcp", /hostPort: expected/],
      ["Bridge", "br9", /'br9' does not exist/],
      ["Namespace", "nothing", /'nothing' does not exist/],
      ["Route", "lab/10.22.0.0/16@9", /does not exist/],
      ["Masquerade", "10.7.0.0/24", /does not exist/],
      ["Bridge", "veth0", /it is an interface of kind veth, not of kind bridge/],
      ["VethPair", "br0", /it is an interface of kind bridge, not of kind veth/],
      ["Bridge", "canary0", /no property can say: address 10.3.0.1 peer 10.3.0.2\/32/],
      ["Route", "lab/10.40.0.0/16", /no property can say: nexthops/],
      ["Route", "lab/10.1.0.0/16", /comes and goes with what made it/],
      ["Masquerade", "10.6.0.0/16", /do not say what is there: -A POSTROUTING -s 10.6.0.0\/16 ! -o br0/],
      ["PortForward", ":81/tcp", /do not say what is there: -A PREROUTING -i enp0s1/],
      ["PortForward", "192.168.64.5:82/tcp", /it forwards in PREROUTING and not in OUTPUT as well/],
    ];
    for (const [kind, id, text] of refused) {
      const answer = await stack.importOne(`linuxnet:index:${kind}`, "x", id);
      assert.ok(!answer.succeeds, id);
      assert.match(answer.text, text, id);
    }
  });

  it("takes over what another stack has made, whose it is no more once it changes", async () => {
    const other = await Stack.open("linuxnet-other");
    other.configure({ mode: "plugin" });
    const text = (opts: (id: string) => string, mtu = 1500): string => `
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"], mtu: ${mtu} }, ${opts("br0")});
      new linuxnet.Masquerade("out", { source: "10.0.0.0/24", inInterface: "br0", forward: true }, ${opts("10.0.0.0/24")});
      new linuxnet.PortForward("web", { hostAddress: "10.0.0.1", hostPort: "8000-8001", targetAddress: "10.0.0.2", outInterface: "br0", targetPort: ${mtu} },
        ${opts("10.0.0.1:8000-8001/tcp")});
      new linuxnet.FirewallRule("shut", { inInterface: "br0", protocol: "tcp", destinationPort: 25, target: "DROP" },
        ${opts("FORWARD@500@-i br0 -p tcp -m tcp --dport 25 -j DROP")});
      new linuxnet.Sysctl("sack", { key: "net.ipv4.tcp_sack", value: "0" }, ${opts("net.ipv4.tcp_sack")});`;
    const first = other.program(text(() => "{}"));
    await other.run("up", first);
    const made = await snapshot();
    await stack.run(
      "up",
      stack.program(
        text((id) => `{ import: "${id}" }`),
        "importing",
      ),
    );
    assertSame(await snapshot(), made);
    assert.match(await stack.export(), /"mark": "[0-9a-f]{16}"/);
    const program = stack.program(text(() => "{}", 1400));
    assert.deepEqual((await stack.run("up", program)).steps.sort(), ["update br0", "update web"]);
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    await other.run("refresh", first);
    const left = await other.export();
    assert.ok(!left.includes("Bridge::br0") && !left.includes("PortForward::web"), "they are another's by now");
    await stack.run("destroy", program);
    await other.run("destroy", first);
    assertSame(withoutSwitches(await snapshot()), empty);
    other.remove();
  });
});
