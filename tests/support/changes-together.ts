import { attached, type Changes } from "./changes";
import type { AnyKind, Inputs } from "./plan";

/** What a container in one network changes there. */
function attachedElsewhere(others: Inputs): () => Changes {
  const from = { name: "c", networks: [attached(0)] };
  return () => ({ from, updates: { networks: [attached(0, others)] }, replacements: {}, references: [] });
}

/** What one container of a set changes. */
function inSet(others: Inputs): () => Changes {
  const { network, address } = attached(0);
  const from = { name: "s", network, containers: { p1: { address } } };
  return () => ({
    from,
    updates: { containers: { p1: { address, ...others } } },
    replacements: {},
    references: [],
  });
}

/** More of some kinds, whose properties have rules with each other. */
export const MORE: Partial<Record<AnyKind, ((number: number) => Changes)[]>> = {
  bridge: [filtering],
  vethPair: [tagged],
  route: [blackhole],
  rule: [unreachable],
  qdisc: [late],
  vxlan: [trunk],
  firewallRule: [ofPorts],
  containerNetwork: [
    (number) => ({
      from: { name: `net${number}`, subnet: `10.${number}.0.0/24`, subnet6: "fd00::/64" },
      updates: { subnet6: "fd01::/64", gateway6: "fd00::9" },
      ...{ replacements: {}, references: [] },
    }),
  ],
  container: [
    attachedElsewhere({ address: "10.0.0.8" }),
    attachedElsewhere({ mac: "02:00:00:00:00:01" }),
    attachedElsewhere({ network: { ...attached(0).network, mtu: 1400 } }),
    attachedElsewhere({ network: { ...attached(0).network, name: "other" } }),
    () => ({ from: { name: "c", network: "none" }, updates: { network: "host" }, replacements: {}, references: [] }),
    () => ({
      from: { name: "c", network: "none", dns: ["10.9.0.2"] },
      updates: { dnsSearch: ["lan"], dnsOptions: ["ndots:2"] },
      ...{ replacements: {}, references: [] },
    }),
  ],
  containerSet: [
    inSet({ address: "10.0.0.8" }),
    inSet({ mac: "02:00:00:00:00:01" }),
    inSet({ aliases: ["db"], hostname: "www", sysctls: { "net.ipv4.ip_forward": "1" } }),
    () => ({
      from: { name: "s", network: attached(0).network, containers: {}, dns: ["10.9.0.2"] },
      updates: { dnsSearch: ["lan"], dnsOptions: ["ndots:2"] },
      ...{ replacements: {}, references: [] },
    }),
  ],
};

function filtering(number: number): Changes {
  const from = { name: `switch${number}`, vlanFiltering: true };
  const updates = { vlanFiltering: false, vlanDefaultPvid: 2, vlans: [{ vid: "2-4" }, { vid: 5, pvid: true }] };
  return { from, updates, replacements: {}, references: [] };
}

function tagged(number: number): Changes {
  const bridgePort = { flood: false, guard: true };
  const vlans = [{ vid: 2 }];
  const peer = { name: `b${number}`, namespace: "site", master: "br0", bridgePort, vlans };
  const from = { name: `a${number}`, master: "br1", vlans, peer };
  const updates = {
    ...{ vlans: [{ vid: "2-4" }], "peer.vlans": [{ vid: 2, untagged: true }] },
    ...{ "peer.bridgePort": { flood: false }, bridgePort: { rootBlock: true } },
  };
  return { from, updates, replacements: {}, references: [] };
}

function ofPorts(): Changes {
  const from = { protocol: "tcp", target: "ACCEPT" };
  return { from, updates: { sourcePort: 53, destinationPort: "8000-8010" }, replacements: {}, references: [] };
}

function blackhole(number: number): Changes {
  const from = { destination: `10.${number}.4.0/24`, type: "blackhole" };
  return { from, updates: { type: "unreachable" }, replacements: {}, references: [] };
}

function unreachable(number: number): Changes {
  const from = { priority: 300 + number, family: 6, type: "unreachable" };
  return { from, updates: { type: "blackhole" }, replacements: { family: 4 }, references: [] };
}

function trunk(number: number): Changes {
  const vxlan = { name: `vt${number}`, vni: 4000 + number, local: "192.0.2.1", master: "br1" };
  const from = { ...vxlan, vlans: [{ vid: 2 }] };
  return { from, updates: { vlans: [{ vid: "2-4" }] }, replacements: {}, references: [] };
}

function late(): Changes {
  const from = { device: "br0", delay: "10ms" };
  return { from, updates: { delay: "20ms", jitter: "5ms", loss: "1%" }, replacements: {}, references: [] };
}
