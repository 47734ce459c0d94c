import { address, familyOf, inNetwork, partialNetwork } from "../inputs/addresses";
import { type Fields, isUnknown, optional, required } from "../inputs/check";
import { firstHost, hasRoom, isHostOf, isOfHosts } from "../inputs/hosts";
import { device, linkName, namespaceName } from "../inputs/names";
import { flag, mtu, owner } from "../inputs/values";
import { placeText } from "../namespaces";
import { digitsOf, ownerOfPart } from "../owner";
import { bridge } from "./bridge";
import { composed } from "./composed";
import { networkId, networkOfId } from "./ids";
import { LEAST_V6_MTU } from "./link-end";
import { macOfPart, type Reowned, reowned } from "./mac-owner";
import { networkBehind } from "./network-import";
import { networkRules } from "./network-rules";
import { parameters } from "./parameters";
import { part, type Part } from "./part";
import type { CrossCheck, Placed } from "./spec";

export interface ContainerNetworkInputs extends Placed {
  name: string;
  bridge: string;
  subnet: string;
  subnet6?: string;
  gateway: string;
  gateway6?: string;
  uplink?: string;
  internal: boolean;
  isolated: boolean;
  mtu: number;
}

export const attachedNetworkFields = {
  name: required(namespaceName),
  namespace: optional(namespaceName),
  bridge: required(linkName),
  subnet: required(partialNetwork),
  subnet6: optional(partialNetwork),
  gateway: required(address),
  gateway6: optional(address),
  internal: optional(flag, false),
  isolated: optional(flag, false),
  mtu: optional(mtu, 1500),
};

const fields: Fields<ContainerNetworkInputs> = {
  ...attachedNetworkFields,
  bridge: optional(linkName),
  gateway: optional(address),
  uplink: optional(device),
  owner: required(owner),
};

/** The longest name of an interface, see `interfaceName`. */
const LONGEST_NAME = 15;

const crossChecks: CrossCheck<ContainerNetworkInputs>[] = [
  ...subnetChecks("subnet", "gateway", 4),
  ...subnetChecks("subnet6", "gateway6", 6),
  {
    needs: ["gateway6", "subnet6"],
    check({ gateway6, subnet6 }, refuse) {
      if (gateway6 !== undefined && subnet6 === undefined) refuse("gateway6", "none without a subnet6", gateway6);
    },
  },
  {
    needs: ["uplink", "bridge"],
    check({ uplink, bridge }, refuse) {
      if (uplink !== undefined && uplink === bridge)
        refuse("uplink", "an interface other than the network's own bridge", uplink);
    },
  },
  {
    needs: ["uplink", "internal"],
    check({ uplink, internal }, refuse) {
      if (internal && uplink !== undefined)
        refuse("uplink", "none for an internal network, which has no way out", uplink);
    },
  },
  {
    needs: ["mtu", "subnet6"],
    check({ mtu, subnet6 }, refuse) {
      if (subnet6 !== undefined && mtu < LEAST_V6_MTU) refuse("mtu", `at least ${LEAST_V6_MTU}, for IPv6`, mtu);
    },
  },
];

function subnetChecks(
  subnet: "subnet" | "subnet6",
  gateway: "gateway" | "gateway6",
  family: 4 | 6,
): CrossCheck<ContainerNetworkInputs>[] {
  return [
    {
      needs: [subnet],
      check({ [subnet]: network }, refuse) {
        if (network === undefined) return;
        if (familyOf(network) !== family) refuse(subnet, `an IPv${family} network`, network);
        else if (!hasRoom(network, 2)) refuse(subnet, "a network with room for a gateway and a container", network);
        else if (!isOfHosts(network)) refuse(subnet, "a network of hosts, such as 10.0.0.0/24 or fd00::/64", network);
      },
    },
    {
      needs: [subnet, gateway],
      check({ [subnet]: network, [gateway]: address }, refuse) {
        if (network === undefined || address === undefined) return;
        if (familyOf(network) !== family || !hasRoom(network, 2)) return;
        if (!isHostOf(network, address)) refuse(gateway, `an address of a host in ${network}`, address);
      },
    },
  ];
}

type ContainerNetworkState = ContainerNetworkInputs & Reowned;

/**
 * A network for containers as Docker's bridge networks are: a bridge that is their gateway, and the rules that give them
 * a way out, keep others from them, and let through what they publish, whatever the policy of FORWARD is.
 */
export const containerNetwork = composed<ContainerNetworkInputs, ContainerNetworkState>({
  what: "a container network",
  describe: ({ name, namespace }) => `container network ${name} ${placeText(namespace)}`,
  fields,
  defaults({ name, bridge, subnet, subnet6, gateway, gateway6 }) {
    const first = (network: string | undefined): string | undefined =>
      network === undefined || isUnknown(network) ? undefined : firstHost(network);
    const [own, own6] = [gateway ?? first(subnet), gateway6 ?? first(subnet6)];
    return {
      ...(name === undefined || isUnknown(name) ? {} : { bridge: bridge ?? bridgeName(name) }),
      ...(own === undefined ? {} : { gateway: own }),
      ...(own6 === undefined ? {} : { gateway6: own6 }),
    };
  },
  crossChecks,
  id: networkId,
  fromId: networkOfId,
  replaceOn: ["name", "namespace", "bridge"],
  references: [],
  complete: (inputs, standing) => ({ ...inputs, ...reowned(inputs, standing) }),
  inputsOf: ({ macsOf: _macsOf, ...inputs }) => inputs,
  parts,
  find: networkBehind,
});

/** `br-web`, or where that is too long for an interface, twelve digits as Docker's. */
function bridgeName(name: string): string {
  const own = `br-${name}`;
  return own.length <= LONGEST_NAME ? own : `br-${digitsOf(name).slice(0, 12)}`;
}

function parts(inputs: ContainerNetworkState): Part[] {
  const { name, namespace, owner, subnet, subnet6, gateway, gateway6, uplink, internal, isolated, mtu } = inputs;
  const place = namespace === undefined ? {} : { namespace };
  const addresses = [inNetwork(gateway, subnet)];
  if (subnet6 !== undefined && gateway6 !== undefined) addresses.push(inNetwork(gateway6, subnet6));
  return [
    part("bridge", bridge, {
      ...{ name: inputs.bridge, ...place, addresses, mtu, up: true, stp: false, adopt: false, owner },
      ...(inputs.macsOf === undefined ? {} : { mac: macOfPart(inputs, (its) => its, "first") }),
      forward: !isolated,
    }),
    // Below it the bridge has no IPv6.
    ...(mtu < LEAST_V6_MTU ? [] : [noRouters(inputs)]),
    part("rules", networkRules, {
      ...{ network: name, ...place, bridge: inputs.bridge, internal, isolated, owner: ownerOfPart(owner, "rules") },
      ...(uplink === undefined ? {} : { uplink }),
      subnets: [subnet, ...(subnet6 === undefined ? [] : [subnet6])],
    }),
  ];
}

/** Of its own containers none is a router. */
function noRouters({ namespace, bridge, owner }: ContainerNetworkInputs): Part {
  return part("parameters", parameters, {
    ...{ ...(namespace === undefined ? {} : { namespace }), device: bridge, owner: ownerOfPart(owner, "parameters") },
    values: { [`net.ipv6.conf.${bridge.replaceAll(".", "/")}.accept_ra`]: "0" },
  });
}
