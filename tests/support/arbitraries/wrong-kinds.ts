import fc from "fast-check";
import type { AnyKind } from "../plan";
import { STATES } from "../../../provider/inputs/values";
import { interfaceAddresses } from "./addresses";
import { WRONG_CONTAINER, WRONG_CONTAINER_NETWORK, WRONG_CONTAINER_SET } from "./wrong-containers";
import {
  noText,
  type Wrong,
  wrongAddresses,
  wrongEndpoints,
  wrongDestinations,
  wrongInterfaceAddresses,
  wrongPartialNetworks,
  wrongRemoteAddresses,
} from "./wrong";
import {
  wrongChoice,
  wrongDevices,
  wrongFlags,
  wrongKeys,
  wrongLinkNames,
  wrongLists,
  wrongMacs,
  wrongMarks,
  wrongNames,
  wrongOwners,
  wrongPaths,
  wrongPortRanges,
  wrongSysctls,
  wrongSysctlValues,
  wrongTables,
  wrongUnits,
  wrongWhole,
} from "./wrong-words";

const namespace = wrongNames(255);
const own = { adopt: wrongFlags, owner: wrongOwners };

const wrongVlans: Wrong = wrongLists(
  fc.record({ vid: fc.integer({ min: 1, max: 4094 }) }),
  fc.oneof(
    fc.record({ vid: fc.oneof(wrongWhole(1, 4094), fc.constantFrom("0-2", "20-10", "4000-4095", "1-", "a-b")) }),
    fc.record({ vid: fc.constant(1), pvid: wrongFlags }),
    fc.constant({}),
    fc.constant({ vid: "2-3", pvid: true }),
  ),
);
const link: Record<string, Wrong> = {
  name: wrongLinkNames,
  namespace,
  addresses: wrongLists(
    interfaceAddresses.map(({ given }) => given),
    wrongInterfaceAddresses,
  ),
  mtu: wrongWhole(68, 65535),
  up: wrongFlags,
  mac: wrongMacs,
  vlans: wrongVlans,
};
const wrongOptions: Wrong = fc.oneof(
  fc.record({ learning: wrongFlags }),
  fc.record({ cost: wrongWhole(1, 65535) }),
  fc.record({ priority: wrongWhole(0, 63) }),
  fc.constant({ other: true }),
);
const port: Record<string, Wrong> = {
  ...{ ...link, master: wrongLinkNames, hairpin: wrongFlags, isolated: wrongFlags },
  bridgePort: wrongOptions,
};
const ofPeer = Object.fromEntries(Object.entries(port).map(([name, wrong]) => [`peer.${name}`, wrong]));

/** Wrong values for the property at each path of each kind. */
export const WRONG: Record<AnyKind, Record<string, Wrong>> = {
  namespace: { name: namespace, sysctls: wrongSysctls, ...own },
  vethPair: {
    ...port,
    ...ofPeer,
    peer: fc.oneof(
      noText.filter((it) => it === null || Array.isArray(it) || typeof it !== "object"),
      fc.string(),
    ),
    ...own,
  },
  bridge: {
    ...{ ...link, stp: wrongFlags, forward: wrongFlags, ...own },
    ...{ vlanFiltering: wrongFlags, vlanDefaultPvid: wrongWhole(0, 4094) },
  },
  route: {
    namespace,
    destination: wrongDestinations,
    gateway: wrongRemoteAddresses,
    device: wrongDevices,
    source: wrongAddresses,
    metric: wrongWhole(0, 4294967295),
    table: wrongTables,
    onlink: wrongFlags,
    type: wrongChoice("unicast", "blackhole", "unreachable", "prohibit"),
    ...own,
  },
  masquerade: {
    namespace,
    source: wrongPartialNetworks,
    outInterface: wrongDevices,
    inInterface: wrongDevices,
    toSource: wrongAddresses,
    forward: wrongFlags,
    owner: wrongOwners,
  },
  portForward: {
    namespace,
    hostAddress: wrongAddresses,
    hostPort: wrongPortRanges,
    protocol: wrongChoice("tcp", "udp", "sctp"),
    targetAddress: wrongRemoteAddresses,
    targetNetwork: wrongPartialNetworks,
    outInterface: wrongDevices,
    targetPort: wrongWhole(1, 65535),
    owner: wrongOwners,
  },
  firewallRule: {
    namespace,
    chain: wrongChoice("INPUT", "FORWARD", "OUTPUT"),
    family: fc.oneof(wrongWhole(4, 6), fc.constant(5)),
    source: wrongPartialNetworks,
    destination: wrongPartialNetworks,
    inInterface: wrongDevices,
    outInterface: wrongDevices,
    protocol: wrongChoice("tcp", "udp", "sctp", "icmp", "icmpv6"),
    sourcePort: wrongPortRanges,
    destinationPort: wrongPortRanges,
    states: wrongLists(fc.constantFrom(...STATES), wrongChoice(...STATES)),
    target: wrongChoice("ACCEPT", "DROP", "REJECT"),
    priority: wrongWhole(0, 999),
    owner: wrongOwners,
  },
  sysctl: {
    namespace,
    key: fc.oneof(noText, wrongKeys),
    value: wrongSysctlValues.filter((it) => it !== null),
    owner: wrongOwners,
  },
  containerNetwork: WRONG_CONTAINER_NETWORK,
  container: WRONG_CONTAINER,
  containerSet: WRONG_CONTAINER_SET,
  service: {
    name: wrongNames(200),
    namespace,
    command: fc.oneof(
      noText.filter((it) => !Array.isArray(it)),
      fc.constantFrom(
        [],
        [""],
        ["./a"],
        ["a/b"],
        ["/"],
        ["/bin/"],
        ["-a"],
        ["a", "b\0"],
        ["a", 1],
        ["a", null],
        "sleep 1",
      ),
    ),
    workingDirectory: wrongPaths,
    environment: fc.oneof(
      fc.constantFrom([], "A=b", 1, { "": "a" }, { "1A": "a" }, { "A-B": "a" }, { "A=": "a" }, { A: 1 }, { A: "a\0" }),
    ),
    user: wrongNames(31).filter((it) => typeof it !== "string" || !/^([A-Za-z_][\w.-]*|\d+)$/.test(it)),
    restart: wrongChoice("no", "on-failure", "always"),
    restartDelay: fc.constantFrom(0, -1, 0.05, 3601, NaN, Infinity, "1", true, [1]),
    logFile: wrongPaths,
    owner: wrongOwners,
  },
  rule: {
    namespace,
    priority: wrongWhole(1, 4294967295),
    family: fc.oneof(wrongWhole(4, 6), fc.constant(5)),
    from: wrongPartialNetworks,
    to: wrongPartialNetworks,
    inInterface: wrongDevices,
    outInterface: wrongDevices,
    fwmark: wrongMarks,
    type: wrongChoice("lookup", "blackhole", "unreachable", "prohibit"),
    table: wrongTables,
    suppressPrefixLength: wrongWhole(0, 128),
    owner: wrongOwners,
  },
  reachable: {
    from: namespace,
    to: wrongEndpoints,
    protocol: wrongChoice("tcp", "udp", "icmp"),
    expect: wrongChoice("open", "refused", "filtered", "unreachable"),
    timeout: wrongWhole(1, 300),
    owner: wrongOwners,
  },
  vxlan: {
    ...{ ...port, ...own, vni: wrongWhole(1, 16777215), port: wrongWhole(1, 65535), learning: wrongFlags },
    ...{ local: wrongRemoteAddresses, device: wrongDevices },
    remotes: wrongLists(fc.constant("192.0.2.2"), wrongRemoteAddresses),
    entries: wrongLists(
      fc.constant({ mac: "02:00:00:00:00:01", remote: "192.0.2.2" }),
      fc.oneof(
        fc.record({ mac: wrongMacs.filter((it) => it !== undefined), remote: fc.constant("192.0.2.2") }),
        fc.constant({ mac: "02:00:00:00:00:01" }),
      ),
    ),
  },
  qdisc: {
    namespace,
    device: wrongDevices,
    rate: wrongUnits("bit", "7kbit", "101gbit", "12bit", "1mbps"),
    burst: wrongUnits("kb", "1599b", "2000mb", "1.5b", "1gb"),
    latency: wrongUnits("ms", "0ms", "61s", "1m", "0.5us"),
    delay: wrongUnits("ms", "0ms", "61s", "1h", "0.5us"),
    jitter: wrongUnits("ms", "0ms", "61s", "1min", "0.5us"),
    loss: wrongUnits("%", "0%", "101%", "0.001%", "1"),
    owner: wrongOwners,
  },
};
