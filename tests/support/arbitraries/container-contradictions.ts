import fc from "fast-check";
import type { Inputs } from "../plan";
import { hosts, networks } from "./addresses";
import { attachmentLists, containerNetworks, published } from "./containers";
import { interfaceNames } from "./words";

type Row = [path: string, inputs: fc.Arbitrary<Inputs>];

/** Right inputs, with some that do not go with the rest. */
const but = (right: fc.Arbitrary<Inputs>, others: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Inputs> =>
  fc.tuple(right, fc.record(others)).map(([it, rest]) => ({ ...it, ...rest }));

const given = (values: fc.Arbitrary<{ given: unknown }>): fc.Arbitrary<unknown> => values.map((it) => it.given);
const one = (value: unknown): fc.Arbitrary<unknown> => fc.constant(value);
const nothing = one(undefined);

const network = containerNetworks(["ns0", undefined]).map(({ given }): Inputs => ({ ...given, internal: false }));
const dual = network.filter(({ subnet6 }) => subnet6 !== undefined);
const strange = (family: 4 | 6): fc.Arbitrary<unknown> =>
  given(hosts(family).filter(({ canonical }) => !/^(10|fd00)\b/.test(canonical)));

export const NETWORK_CONTRADICTIONS: readonly Row[] = [
  ["subnet", but(network, { subnet: given(networks(6)), gateway: nothing })],
  ["subnet", but(network, { subnet: fc.constantFrom("10.0.0.0/31", "10.0.0.1/32", "10.0.0.1"), gateway: nothing })],
  ["subnet", but(network, { subnet: fc.constantFrom("127.0.0.0/8", "224.0.0.0/4", "128.0.0.0/1"), gateway: nothing })],
  ["subnet6", but(dual, { subnet6: given(networks(4)), gateway6: nothing })],
  ["subnet6", but(dual, { subnet6: fc.constantFrom("fd00::/127", "fd00::1"), gateway6: nothing })],
  ["subnet6", but(dual, { subnet6: fc.constantFrom("ff02::/16", "fe80::/64", "::/64"), gateway6: nothing })],
  ["gateway", but(network, { subnet: one("10.0.0.0/8"), gateway: strange(4) })],
  [
    "gateway",
    but(network, { subnet: one("10.0.0.0/24"), gateway: fc.constantFrom("10.0.0.0", "10.0.0.255", "fd00::1") }),
  ],
  ["gateway6", but(dual, { subnet6: one("fd00::/16"), gateway6: strange(6) })],
  ["gateway6", but(network, { subnet6: nothing, gateway6: given(hosts(6)) })],
  ["uplink", interfaceNames.chain(({ given }) => but(network, { bridge: one(given), uplink: one(given) }))],
  ["uplink", but(network, { internal: one(true), uplink: one("some-uplink") })],
  ["mtu", but(dual, { mtu: fc.integer({ min: 68, max: 1279 }) })],
];

interface Attached extends Inputs {
  network: Inputs;
}

const attached = attachmentLists(["ns0", undefined])
  .map(({ given }) => given as Attached[])
  .filter((all) => all.length > 0);

/** Right networks, of which the last is made otherwise. */
function withLast(change: (last: Attached) => Inputs | undefined): fc.Arbitrary<Inputs> {
  return attached
    .map((all) => [...all.slice(0, -1), change(all.at(-1) as Attached)])
    .filter((all) => all.at(-1) !== undefined)
    .map((networks) => ({ name: "c1", networks }));
}

const has6 = ({ network: { subnet6 } }: Attached): boolean => subnet6 !== undefined;
const mode = fc.constantFrom("none", "host").map((network): Inputs => ({ name: "c1", network }));
const inward = attached.map((all) => all.map((it) => ({ ...it, network: { ...it.network, internal: true } })));
const without6 = attached.map((all): Inputs => {
  const networks = all.map(({ address6: _own, ...it }) => {
    const { subnet6: _subnet, gateway6: _gateway, ...network } = it.network;
    return { ...it, network };
  });
  return { name: "c1", networks: networks.map((it) => ({ ...it, network: { ...it.network, internal: false } })) };
});

export const CONTAINER_CONTRADICTIONS: readonly Row[] = [
  ["network", fc.constant({ name: "c1" })],
  ["networks", but(mode, { networks: attached })],
  ["networks", attached.map((all) => ({ name: "c1", networks: [...all, all[0]] }))],
  ["networks", withLast((it) => ({ ...it, address: it.network.gateway }))],
  ["networks", withLast((it) => (has6(it) ? { ...it, address6: it.network.gateway6 } : undefined))],
  ["networks", withLast((it) => (has6(it) ? undefined : { ...it, address6: "fd00::9" }))],
  ["networks", withLast((it) => (has6(it) ? { ...it, address6: "10.0.0.2" } : undefined))],
  ["networks", withLast((it) => ({ ...it, address: "fd00::9" }))],
  ["networks", withLast((it) => ({ ...it, network: { ...it.network, subnet: "10.0.0.0/24" }, address: "10.0.1.1" }))],
  ["publish", but(mode, { publish: published(4, 6).map((it) => [it.given]) })],
  ["publish", but(fc.record({ name: one("c1"), networks: inward }), { publish: published(4).map((it) => [it.given]) })],
  ["publish", but(without6, { publish: one(["[fd00::5]:8080:80"]) })],
  ["publish", but(without6, { publish: fc.constantFrom(["8080:80", "8080:80/tcp"], ["80-80:1", "80:1"]) })],
  [
    "sysctls",
    but(
      mode.filter(({ network }) => network === "host"),
      { sysctls: one({ "net.ipv4.ip_forward": 1 }) },
    ),
  ],
  [
    "sysctls",
    withLast((it) => (has6(it) ? it : undefined)).map((it) => ({
      ...it,
      sysctls: { "net.ipv6.conf.all.disable_ipv6": 1 },
    })),
  ],
];
