import { address } from "../inputs/addresses";
import { type Fields, hasUnknown, isUnknown, list, object, optional, required } from "../inputs/check";
import { allotted } from "../inputs/hosts";
import { hostName, namespaceName } from "../inputs/names";
import { published } from "../inputs/publish";
import { hostAddresses, nameServers, resolverOption, searchDomain } from "../inputs/resolver";
import { sysctls } from "../inputs/sysctls";
import { mac, oneOf, owner } from "../inputs/values";
import { composed } from "./composed";
import { containerChecks } from "./container-checks";
import { attachedNetworkFields, type ContainerNetworkInputs } from "./container-network";
import { findContainer } from "./container-import";
import { ownerOfLink, partsOf, sparePublished } from "./container-parts";
import { namespaceId, namespaceOfId } from "./ids";
import { macOfPart, type Reowned, reowned } from "./mac-owner";
import type { Owned } from "./spec";
import { refuseTakenAddresses } from "./taken-address";

/** A network, as far as its containers need to know it. */
export type AttachedNetwork = Omit<ContainerNetworkInputs, "uplink" | "owner">;

/** What a container has in a network. */
export interface Attachment {
  network: AttachedNetwork;
  address: string;
  address6?: string;
  mac?: string;
  /** Its other names there. */
  aliases?: string[];
}

export interface ContainerInputs extends Owned {
  name: string;
  hostname?: string;
  /** The modes without a network. */
  network?: "none" | "host";
  networks?: Attachment[];
  publish?: string[];
  sysctls?: Record<string, string>;
  /** Addresses of others by name. */
  hosts?: Record<string, string>;
  dns?: string[];
  dnsSearch?: string[];
  dnsOptions?: string[];
}

export interface ContainerState extends ContainerInputs, Reowned {
  /** Its network namespace; in the mode "host" it has none of its own. */
  namespace?: string;
  /** Those of its first network. */
  address?: string;
  address6?: string;
  mac?: string;
}

const attachment: Fields<Attachment> = {
  network: required(object<AttachedNetwork>(attachedNetworkFields)),
  address: optional(address),
  address6: optional(address),
  mac: optional(mac),
  aliases: optional(list(hostName)),
};

const fields: Fields<ContainerInputs> = {
  name: required(namespaceName),
  hostname: optional(hostName),
  network: optional(oneOf("none", "host")),
  networks: optional(list(object<Attachment>(attachment))),
  publish: optional(list(published)),
  sysctls: optional(sysctls),
  hosts: optional(hostAddresses),
  dns: optional(nameServers),
  dnsSearch: optional(list(searchDomain)),
  dnsOptions: optional(list(resolverOption)),
  owner: required(owner),
};

/**
 * A container's network, in one of Docker's three modes: none, host, or a namespace with an interface in each network.
 * It is a namespace, for each network a veth pair from eth0 on and the rule that keeps its address to it, the default
 * route by the first that is not internal, a port forward for what it publishes, and the files by which it and the others
 * in its networks find each other by name.
 */
export const container = composed<ContainerInputs, ContainerState>({
  what: "a container",
  describe: ({ name }) => `container ${name}`,
  fields,
  defaults({ name, networks }) {
    if (name === undefined || isUnknown(name) || !Array.isArray(networks)) return {};
    return {
      networks: networks.map((it) =>
        isUnknown(it) || !(it as Partial<Attachment> | undefined)?.network ? it : withAddresses(it, name),
      ),
    };
  },
  crossChecks: containerChecks,
  id: namespaceId,
  fromId: namespaceOfId,
  replaceOn: ["name"],
  references: [],
  complete(inputs, standing) {
    const [first] = Array.isArray(inputs.networks) ? inputs.networks : [];
    if (first === undefined || isUnknown(first))
      return inputs.network === "host" ? inputs : { ...inputs, namespace: inputs.name };
    const state = { ...inputs, ...reowned(inputs, standing) };
    return {
      ...state,
      namespace: inputs.name,
      address: first.address,
      ...(first.address6 === undefined ? {} : { address6: first.address6 }),
      mac: first.mac ?? macOfPart(state, (owner) => ownerOfLink(owner, first.network.name), "peer"),
    };
  },
  inputsOf: ({
    namespace: _namespace,
    address: _address,
    address6: _address6,
    mac: _mac,
    macsOf: _macsOf,
    ...inputs
  }) => inputs,
  parts: partsOf,
  spares: (state) => sparePublished([state], state.owner),
  refuseTaken: refuseTakenAddresses,
  claims({ networks = [] }, given) {
    if (!Array.isArray(networks) || hasUnknown(networks)) return [];
    const asked = given.networks as Partial<Attachment>[];
    return networks.flatMap(({ network: { namespace = "", bridge }, ...its }, index) =>
      (["address", "address6"] as const).flatMap((name) => {
        const value = its[name];
        if (value === undefined || asked[index]?.[name] !== undefined) return [];
        return [{ key: `${namespace}/${bridge} ${value}`, path: `networks[${index}].${name}`, value }];
      }),
    );
  },
  find: findContainer,
});

/** With an address in each of its subnets. */
function withAddresses(it: Attachment, container: string): Attachment {
  if (hasUnknown(it.network)) return it;
  const { name, subnet, subnet6, gateway, gateway6 } = it.network;
  const seed = `${name}/${container}`;
  // A subnet that was refused is not there.
  const free = (subnet: string | undefined, gateway: string | undefined): string | undefined =>
    subnet === undefined ? undefined : allotted(subnet, seed, (one) => one === gateway);
  const [address, address6] = [it.address ?? free(subnet, gateway), it.address6 ?? free(subnet6, gateway6)];
  return { ...it, ...(address === undefined ? {} : { address }), ...(address6 === undefined ? {} : { address6 }) };
}
