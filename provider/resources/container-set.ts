import type { Drifted } from "../diff";
import { LinuxnetError } from "../errors";
import { address } from "../inputs/addresses";
import { type Fields, hasUnknown, isUnknown, list, object, optional, required } from "../inputs/check";
import { map } from "../inputs/map";
import { hostName, namespaceName } from "../inputs/names";
import { published } from "../inputs/publish";
import { hostAddresses, nameServers, resolverOption, searchDomain } from "../inputs/resolver";
import { sysctls } from "../inputs/sysctls";
import { mac, owner } from "../inputs/values";
import { composed } from "./composed";
import type { AttachedNetwork, ContainerInputs, ContainerState } from "./container";
import { attachedNetworkFields } from "./container-network";
import { withAllAddresses } from "./container-set-addresses";
import { containerSetChecks } from "./container-set-checks";
import { commonParts, entryOf, entryParts, spareParts, straysOf, takenOf } from "./container-set-parts";
import { containerEntry } from "./container-entry";
import type { Reowned } from "./mac-owner";
import { reowned } from "./mac-owner";
import type { Collection } from "./collection";
import type { Owned, ResourceSpec } from "./spec";

/** What a program says of one container of a set. */
export interface SetContainerInputs extends Pick<ContainerInputs, "hostname" | "publish" | "sysctls"> {
  address: string;
  address6?: string;
  mac?: string;
  /** Its other names in the network. */
  aliases?: string[];
}

export interface SetContainerState extends SetContainerInputs {
  namespace: string;
  mac: string;
}

export interface ContainerSetInputs extends Owned, Pick<ContainerInputs, "hosts" | "dns" | "dnsSearch" | "dnsOptions"> {
  name: string;
  /** The one that all are in. */
  network: AttachedNetwork;
  containers: Record<string, SetContainerInputs>;
}

export interface ContainerSetState extends ContainerSetInputs, Reowned {
  containers: Record<string, SetContainerState>;
}

const containerFields: Fields<SetContainerInputs> = {
  address: optional(address),
  address6: optional(address),
  mac: optional(mac),
  aliases: optional(list(hostName)),
  hostname: optional(hostName),
  publish: optional(list(published)),
  sysctls: optional(sysctls),
};

const fields: Fields<ContainerSetInputs> = {
  name: required(namespaceName),
  network: required(object<AttachedNetwork>(attachedNetworkFields)),
  containers: required(map(namespaceName, object<SetContainerInputs>(containerFields))),
  hosts: optional(hostAddresses),
  dns: optional(nameServers),
  dnsSearch: optional(list(searchDomain)),
  dnsOptions: optional(list(resolverOption)),
  owner: required(owner),
};

const what = { what: "a container set", describe: ({ name }: { name: string }) => `container set ${name}` };

const common = {
  ...what,
  fields,
  id: ({ name }: { name: string }) => name,
  fromId: (id: string) => ({ name: id }),
  replaceOn: ["name"],
  references: [],
  complete(inputs: ContainerSetInputs, standing?: ContainerSetState): ContainerSetState {
    const state = { ...inputs, ...reowned(inputs, standing) };
    if (isUnknown(inputs.containers) || hasUnknown(inputs.network)) return state as ContainerSetState;
    const containers = Object.entries(inputs.containers).map(([key, it]) => {
      if (isUnknown(it)) return [key, it] as const;
      const { name: namespace, mac } = entryOf(state, key);
      return [key, { ...it, namespace, mac }] as const;
    });
    return { ...state, containers: Object.fromEntries(containers) as ContainerSetState["containers"] };
  },
  inputsOf({ macsOf, ...state }: ContainerSetState): ContainerSetInputs {
    const containers = Object.entries(state.containers).map(([key, { namespace: _namespace, mac, ...rest }]) => {
      const { drift: _drift, ...it } = rest as typeof rest & Drifted;
      const own = entryOf({ ...state, ...(macsOf === undefined ? {} : { macsOf }), containers: { [key]: it } }, key);
      return [key, own.mac === mac ? it : { ...it, mac }] as const;
    });
    return { ...state, containers: Object.fromEntries(containers) };
  },
  find: () => Promise.reject(new LinuxnetError("a set is imported by its containers: Container")),
};

/** What the containers of a set have in common: rules and names. */
const commons = composed<ContainerSetInputs, ContainerSetState>({ ...common, parts: commonParts, spares: spareParts });

/**
 * Many containers of one network in one resource: each of them is known, made, changed and repaired by itself, and what
 * they publish is one set of rules.
 */
export const containerSet: ResourceSpec<ContainerSetInputs, ContainerSetState> = {
  ...composed<ContainerSetInputs, ContainerSetState>({
    ...common,
    defaults: withAllAddresses,
    crossChecks: containerSetChecks,
    parts: (state) => [
      ...commonParts(state),
      ...Object.keys(state.containers).flatMap((key) => entryParts(state, key)),
    ],
    claims({ network, containers }, given) {
      if (hasUnknown(network) || hasUnknown(containers)) return [];
      const asked = given.containers as Record<string, Partial<SetContainerInputs> | undefined>;
      return Object.entries(containers).flatMap(([key, its]) =>
        (["address", "address6"] as const).flatMap((name) => {
          const value = its[name];
          if (value === undefined || asked[key]?.[name] !== undefined) return [];
          const path = `containers[${JSON.stringify(key)}].${name}`;
          return [{ key: `${network.namespace ?? ""}/${network.bridge} ${value}`, path, value }];
        }),
      );
    },
  }),
  collection: collection(),
};

function collection(): Collection<ContainerSetInputs, ContainerSetState, Owned> {
  const own: Collection<ContainerSetInputs, ContainerSetState, ContainerState> = {
    ...{ property: "containers", commons, entry: containerEntry, entryOf, straysOf, takenOf },
  };
  return own;
}
