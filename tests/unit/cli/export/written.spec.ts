import assert from "node:assert/strict";
import type { Declared } from "../../../../cli/export/model";
import { programText } from "../../../../cli/export/program";
import { scriptText } from "../../../../cli/export/script";
import { checkInputs } from "../../../../provider/check";
import { kinds } from "../../../../provider/resources";
import type { ResourceSpec } from "../../../../provider/resources/spec";

const owner = "0123456789abcdef";

function declared(kind: Declared["kind"], name: string, args: object, more: Partial<Declared> = {}): Declared {
  const spec = kinds[kind] as unknown as ResourceSpec;
  const { inputs, failures } = checkInputs(spec, { ...("name" in spec.fields ? { name } : {}), ...args, owner });
  assert.deepEqual(failures, []);
  return { kind, name, inputs: inputs as Declared["inputs"], ...more };
}

const NETWORK: Declared[] = [
  declared("portForward", "web", {
    hostPort: 8080,
    targetAddress: "10.0.0.2",
    targetPort: 80,
    targetNetwork: "10.0.0.0/24",
  }),
  declared("masquerade", "out", { source: "10.0.0.0/24", outInterface: "enp0s1", inInterface: "br0" }),
  declared("route", "default0", { namespace: "ns0", destination: "default", gateway: "10.0.0.1" }),
  declared("vethPair", "veth0", {
    master: "br0",
    peer: { name: "ceth0", namespace: "ns0", addresses: ["10.0.0.2/24"], mtu: 1400 },
  }),
  declared("bridge", "br0", { addresses: ["10.0.0.1/24"] }),
  declared("namespace", "ns0", {}),
];

const WITHOUT = { left: [] };

describe("an exported program", () => {
  it("declares each resource after those to which it refers, without what is said by default", () => {
    assert.equal(
      programText({ resources: NETWORK, ...WITHOUT }, ["A stack."]),
      `// A stack.

import * as linuxnet from "pulumi-linuxnet";

const ns0 = new linuxnet.Namespace("ns0");
const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"], mtu: 1400 },
});
new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: "10.0.0.1" });
new linuxnet.Masquerade("out", { source: "10.0.0.0/24", outInterface: "enp0s1", inInterface: br0 });
new linuxnet.PortForward("web", {
  hostPort: 8080,
  targetAddress: "10.0.0.2",
  targetNetwork: "10.0.0.0/24",
  targetPort: 80,
});
`,
    );
  });

  it("imports and adopts what is in no state, after what that needs", () => {
    const forwarding = declared(
      "sysctl",
      "ip_forward",
      { key: "net.ipv4.ip_forward", value: "1" },
      { id: "net.ipv4.ip_forward" },
    );
    const resources = [
      declared("bridge", "br0", { forward: false }, { id: "br0", needs: forwarding }),
      declared("masquerade", "out", { source: "10.0.0.0/24" }, { id: "10.0.0.0/24", needs: forwarding }),
      forwarding,
    ];
    const text = programText({ resources, ...WITHOUT }, []);
    assert.match(text, /^const ip_forward = new linuxnet\.Sysctl\(/m);
    assert.match(text, /new linuxnet\.Bridge\("br0", .*adopt: true.*\{ import: "br0", dependsOn: ip_forward \}\);/s);
    assert.match(text, /new linuxnet\.Masquerade\("out", .*\{ import: "10\.0\.0\.0\/24", dependsOn: ip_forward \}\);/s);
    assert.ok(text.indexOf("Sysctl") < text.indexOf("Bridge"));
  });

  it("tells at its end what it does not say, a line each, whatever is in it", () => {
    const text = programText({ resources: [], left: ["interface a\nnew evil()\u2028x"] }, []);
    assert.ok(text.endsWith("// Not said by this program:\n// - interface a\\u000anew evil()\\u2028x\n"));
  });

  it("gives two of one name other variables", () => {
    const resources = [
      declared("namespace", "lab", {}),
      declared("bridge", "lab", { namespace: "lab" }),
      declared("route", "r", { namespace: "lab", destination: "10.1.0.0/16", device: "lab" }),
    ];
    const text = programText({ resources, ...WITHOUT }, []);
    assert.match(text, /const lab_2 = new linuxnet\.Bridge\("lab", \{ namespace: lab \}\);/);
    assert.match(text, /namespace: lab, destination: "10\.1\.0\.0\/16", device: lab_2/);
  });
});

describe("an exported script", () => {
  it("is what a person would type, without marks, and with rules in the order in which packets meet them", () => {
    assert.equal(
      scriptText({ resources: NETWORK, left: ["interface\nx"] }),
      `#!/bin/sh
set -e

# namespace ns0
ip netns add ns0
ip netns exec ns0 ip link set lo up

# bridge br0 on the host
ip link add br0 type bridge
ip link set dev br0 up
ip addr add 10.0.0.1/24 dev br0

# veth pair veth0 on the host, ceth0 in namespace ns0
ip link add veth0 type veth peer name ceth0 netns ns0
ip link set dev veth0 master br0
ip link set dev veth0 type bridge_slave hairpin on
ip link set dev veth0 up
ip netns exec ns0 ip link set dev ceth0 mtu 1400
ip netns exec ns0 ip link set dev ceth0 up
ip netns exec ns0 ip addr add 10.0.0.2/24 dev ceth0

# route to default in namespace ns0
ip netns exec ns0 ip route add default via 10.0.0.1

# what is forwarded, translated and let through
iptables -t raw -A PREROUTING -d 127.0.0.0/8 ! -i lo -j DROP
iptables -t raw -A PREROUTING -s 127.0.0.0/8 ! -i lo -j DROP
sysctl -w net.ipv4.ip_forward=1
sysctl -w net.ipv4.conf.all.route_localnet=1
iptables -A FORWARD -i br0 -o br0 -j ACCEPT
ip6tables -A FORWARD -i br0 -o br0 -j ACCEPT
iptables -A FORWARD -d 10.0.0.2/32 -p tcp -m tcp --dport 80 -m conntrack --ctstate DNAT -j ACCEPT
iptables -A FORWARD -s 10.0.0.2/32 -p tcp -m tcp --sport 80 -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -A FORWARD -p tcp -m conntrack --ctstate DNAT --ctorigdstport 8080 --ctstatus SEEN_REPLY -j ACCEPT
iptables -A FORWARD -d 10.0.0.2/32 -m conntrack --ctstate RELATED -j ACCEPT
iptables -A FORWARD -s 10.0.0.2/32 -m conntrack --ctstate RELATED -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -d 10.0.0.2/32 -p tcp -m tcp --dport 80 -m conntrack --ctstate DNAT -j MASQUERADE
iptables -t nat -A POSTROUTING -d 10.0.0.2/32 -p tcp -m tcp --dport 80 -m addrtype --src-type LOCAL -m conntrack --ctstate DNAT -j MASQUERADE
iptables -A FORWARD -s 10.0.0.0/24 -i br0 -o enp0s1 -j ACCEPT
iptables -A FORWARD -d 10.0.0.0/24 -i enp0s1 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -d 10.0.0.0/24 -o enp0s1 -j MASQUERADE
iptables -t nat -A PREROUTING -p tcp -m tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80
iptables -t nat -A OUTPUT -p tcp -m tcp --dport 8080 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2:80

# Not made by this script:
# - interface\\u000ax
`,
    );
  });

  it("keeps the words of rules that stand, quoted for a shell", () => {
    const rules = ['nat POSTROUTING -s 10.0.0.0/24 -m comment --comment "it\'s $(x)" -j MASQUERADE'];
    const resources = [declared("masquerade", "out", { source: "10.0.0.0/24" }, { imported: { mark: "", rules } })];
    const text = scriptText({ resources, ...WITHOUT });
    assert.match(
      text,
      /^iptables -t nat -A POSTROUTING -s 10\.0\.0\.0\/24 -m comment --comment 'it'\\''s \$\(x\)' -j MASQUERADE$/m,
    );
    assert.match(text, /^sysctl -w net\.ipv4\.ip_forward=1$/m);
  });

  it("says that a service is not made", () => {
    const text = scriptText({ resources: [declared("service", "web", { command: ["sleep", "1"] })], ...WITHOUT });
    assert.match(text, /^# Not made by this script:\n# - service web.*: a program is not a part of a network$/m);
  });
});
