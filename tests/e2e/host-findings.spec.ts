import assert from "node:assert/strict";
import { sh } from "../support/command";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";
import { serve, stopServers } from "../support/traffic";

const CONTAINER = `
  const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
  const ns0 = new linuxnet.Namespace("ns0");
  const veth0 = new linuxnet.VethPair("veth0", {
    master: br0,
    peer: { name: "eth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
  });`;

/** What stands on the host, a program that does not go with it, and what its preview finds. */
const CASES: { by: string[]; undo: string[]; program: string; findings: string[] }[] = [
  {
    by: ["ip link add br0 type bridge", "ip netns add ns0"],
    undo: ["ip link del br0", "ip netns delete ns0"],
    program: CONTAINER,
    findings: [
      "br0: interface br0 on the host already exists: an interface of kind bridge that linuxnet did not make",
      "ns0: namespace ns0 already exists: a namespace that linuxnet did not make",
    ],
  },
  {
    by: ["ip netns add lab", "ip -n lab link add name br0 type bridge"],
    undo: ["ip netns delete lab"],
    program: `new linuxnet.Bridge("br0", { namespace: "lab" });`,
    findings: [
      "br0: interface br0 in namespace lab already exists: an interface of kind bridge that linuxnet did not make",
    ],
  },
  {
    by: ["ip route add 10.0.0.0/16 via 192.168.64.1"],
    undo: ["ip route del 10.0.0.0/16"],
    program: CONTAINER,
    findings: [
      "br0: subnet 10.0.0.0/24 of br0 overlaps a route that stands on the host: 10.0.0.0/16 via 192.168.64.1 dev enp0s1",
    ],
  },
  {
    by: ["ip route add 10.9.0.0/16 via 192.168.64.1"],
    undo: ["ip route del 10.9.0.0/16"],
    program: `new linuxnet.Route("lan", { destination: "10.9.0.0/16", gateway: "192.168.64.7" });`,
    findings: [
      "lan: route to 10.9.0.0/16 on the host already exists: a route to 10.9.0.0/16 via 192.168.64.1 dev enp0s1 of protocol boot that linuxnet did not make",
    ],
  },
  {
    by: [],
    undo: [],
    program: `new linuxnet.Namespace("ns0", { sysctls: { "net.ipv4.no_such": "1", "net.ipv4.ip_forward": "1" } });`,
    findings: [`ns0: sysctls["net.ipv4.no_such"]: this kernel has no such parameter in a new namespace`],
  },
  {
    by: ["sysctl -q net.ipv6.conf.all.disable_ipv6=1"],
    undo: ["sysctl -q net.ipv6.conf.all.disable_ipv6=0"],
    program: `new linuxnet.Bridge("br0", { addresses: ["fd00::1/64"] });`,
    findings: ["br0: br0 has an IPv6 address, and IPv6 is switched off here (net.ipv6.conf.all.disable_ipv6 is 1)"],
  },
  {
    by: [],
    undo: [],
    program: `${CONTAINER}
      new linuxnet.Masquerade("internet", { source: "10.0.0.0/24", outInterface: "enp0s9" });`,
    findings: ["internet: outInterface: no interface enp0s9 exists on the host, and the program makes none"],
  },
];

describe("a mistake against the host", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-host-findings");
    await settled();
  });

  after(() => stack.remove());

  for (const { by, undo, program, findings } of CASES) {
    it(`is found by the preview, which changes nothing: ${findings.map((text) => text.slice(0, 60)).join("; ")}`, async () => {
      for (const line of by) sh(line);
      try {
        await settled();
        const before = await snapshot();
        const found = await stack.run("preview", stack.program(program));
        assert.deepEqual(found.findings.sort(), findings);
        assertSame(await snapshot(), before);
      } finally {
        for (const line of undo) sh(line);
      }
    });
  }

  it("is a port that somebody listens on", async () => {
    await serve(undefined, [8080]);
    const program = `${CONTAINER}
      new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: veth0.peer });`;
    const { findings } = await stack.run("preview", stack.program(program)).finally(stopServers);
    assert.deepEqual(findings, [
      "web: port 8080/tcp on the host is in use: something listens on every address already",
    ]);
  });

  it("is a tool that is not installed", async () => {
    sh("mount --bind /dev/null /usr/sbin/iptables-restore");
    const text = await stack
      .run("preview", stack.program(CONTAINER))
      .finally(() => sh("umount /usr/sbin/iptables-restore"));
    assert.deepEqual(text.findings, [
      "br0: not installed on this host: iptables-save, iptables-restore, ip6tables-save, ip6tables-restore (apt install iptables)",
    ]);
  });

  it("is none once the network stands, nor after it was changed in place", async () => {
    const program = stack.program(CONTAINER);
    await stack.run("up", program);
    assert.deepEqual((await stack.run("preview", program)).messages, []);
    assert.deepEqual((await stack.run("preview", stack.program(CONTAINER.replace("0.2/24", "0.3/24")))).messages, []);
    await stack.run("destroy", program);
  });
});
