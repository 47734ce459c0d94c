/*
 * A network of all six kinds, and what it changes to: one property of each in place, but for ns1, which is replaced with
 * its cable and its route.
 */

interface Version {
  bridge: string;
  ns0: string;
  mtu: number;
  ns1: string;
  metric: number;
  source: string;
  port: number;
}

function program({ bridge, ns0, mtu, ns1, metric, source, port }: Version): string {
  return `
    const br0 = new linuxnet.Bridge("br0", { addresses: ${bridge} });
    const ns0 = new linuxnet.Namespace("ns0", ${ns0});
    const veth0 = new linuxnet.VethPair("veth0", {
      master: br0, mtu: ${mtu}, peer: { name: "ceth0", namespace: ns0, mtu: ${mtu}, addresses: ["10.0.0.2/24"] },
    });
    const ns1 = new linuxnet.Namespace("ns1", { name: "${ns1}" });
    const veth1 = new linuxnet.VethPair("veth1", {
      master: br0, peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24"] },
    });
    new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: br0, metric: ${metric} });
    new linuxnet.Route("default1", { namespace: ns1, destination: "default", gateway: br0 });
    new linuxnet.Masquerade("internet", { source: "${source}", outInterface: "enp0s1", inInterface: br0 });
    new linuxnet.PortForward("web", { hostPort: ${port}, targetAddress: veth0.peer });`;
}

/** What is beside the network in it: one of each kind that makes a rule or a setting, which changes in place. */
function others({ metric, source, port }: Version): string {
  return `
    new linuxnet.FirewallRule("web-rule", { inInterface: br0, protocol: "tcp", destinationPort: ${port}, target: "ACCEPT" });
    new linuxnet.Rule("detour", { priority: ${port}, from: "${source}", table: 100 });
    new linuxnet.Qdisc("shaped", { device: veth0, rate: "${metric}mbit" });
    new linuxnet.Sysctl("patience", { namespace: ns0, key: "net.ipv4.tcp_retries2", value: "${metric}" });`;
}

const first: Version = {
  bridge: '["10.0.0.1/24"]',
  ns0: "{}",
  mtu: 1500,
  ns1: "one",
  metric: 10,
  source: "10.0.0.0/16",
  port: 8080,
};

const second: Version = {
  bridge: '["10.0.0.1/24", "10.1.0.1/24"]',
  ns0: '{ sysctls: { "net.ipv4.conf.lo.rp_filter": "2" } }',
  mtu: 1400,
  ns1: "two",
  metric: 20,
  source: "10.0.0.0/24",
  port: 8081,
};

export const [FIRST, SECOND] = [program(first), program(second)];

/** With more steps to be killed in. */
export const [FIRST_OF_ALL, SECOND_OF_ALL] = [FIRST + others(first), SECOND + others(second)];
