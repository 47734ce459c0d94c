import { placeText } from "../host/namespaces";
import { type Fields, optional, required } from "../inputs/check";
import { flag, owner } from "../inputs/values";
import { type Chain, chainName } from "../iptables/chains";
import { chainDrift } from "../iptables/drift";
import { macOf, type Owner } from "../owner";
import {
  addWords,
  configureSteps,
  ipStep,
  type LinkEnd,
  linkFields,
  linkOwner,
  observedEnd,
  whatLink,
} from "./link-end";
import type { Placed, ResourceSpec, Step } from "./spec";

export interface BridgeInputs extends Placed, LinkEnd {
  stp: boolean;
  forward: boolean;
  adopt: boolean;
}

export interface BridgeState extends BridgeInputs {
  mac: string;
  /** The owner at creation: the MAC that it gave stays when the owner's name changes. */
  born: Owner;
}

const fields: Fields<BridgeInputs> = {
  ...linkFields,
  stp: optional(flag, false),
  forward: optional(flag, true),
  adopt: optional(flag, false),
  owner: required(owner),
};

/**
 * `ip link add … type bridge`. With `forward`, per family:
 *
 *     filter FORWARD -> LN-BR-<owner>: -i br0 -o br0 -j ACCEPT
 */
export const bridge: ResourceSpec<BridgeInputs, BridgeState> = {
  kind: "Bridge",
  describe: ({ name, namespace }) => `bridge ${name} ${placeText(namespace)}`,
  fields,
  id: ({ name, namespace }) => (namespace === undefined ? name : `${namespace}/${name}`),
  replaceOn: ["name", "namespace"],
  references: [],
  complete(inputs, standing) {
    const born = standing?.born ?? inputs.owner;
    return { ...inputs, born, mac: inputs.mac ?? macOf(born, inputs.name) };
  },
  inputsOf({ born, mac, ...inputs }) {
    return mac === macOf(born, inputs.name) ? inputs : { ...inputs, mac };
  },
  create: (wanted) => [
    ipStep(wanted.namespace, "link", "add", ...birthWords(wanted), "type", "bridge", ...stpWords(wanted)),
    ...configureSteps(wanted, wanted.owner),
    chainStep(wanted),
  ],
  update: (standing, wanted) => [
    ipStep(wanted.namespace, "link", "set", "dev", wanted.name, "type", "bridge", ...stpWords(wanted)),
    ...configureSteps(wanted, wanted.owner, standing),
    chainStep(wanted),
    ...(standing.owner === wanted.owner ? [] : [noChains(standing)]),
  ],
  remove: (state) => [noChains(state), ipStep(state.namespace, "link", "del", "dev", state.name)],
  async observe(wanted, view) {
    const link = await view.link(wanted.namespace, wanted.name);
    const owner = link && linkOwner(link, wanted.owner);
    const chains = chainsOf(wanted);
    const drift = await chainDrift(view, wanted.namespace, wanted.owner, chains);
    if (owner !== wanted.owner && drift) {
      return { owner: wanted.owner, what: "rules", drift, remains: [noChains(wanted)] };
    }
    if (!link) return undefined;
    const found = { owner, what: whatLink(link), drift: drift ?? chains.map(({ name }) => `chain ${name} is missing`) };
    return link.kind === "bridge" ? { ...found, state: { ...observedEnd(wanted, link), stp: link.stp } } : found;
  },
};

/**
 * A bridge keeps a MAC that it was given, and an MTU that was changed by hand (br_change_mtu in
 * net/bridge/br_device.c); otherwise both follow its ports. So it is born with another MTU than it gets next.
 */
function birthWords(wanted: BridgeState): string[] {
  return addWords({ ...wanted, mtu: wanted.mtu === 1500 ? 1499 : 1500 }, wanted.owner);
}

function stpWords({ stp }: BridgeState): string[] {
  return ["stp_state", stp ? "1" : "0"];
}

function chainsOf({ name, owner, forward }: BridgeState): Chain[] {
  if (!forward) return [];
  return ([4, 6] as const).map((family) => ({
    family,
    table: "filter",
    name: chainName("BR", owner),
    hooks: ["FORWARD"],
    rules: [`-i ${name} -o ${name} -j ACCEPT`],
  }));
}

function chainStep(state: BridgeState): Step {
  return { tool: "iptables", ...place(state), owner: state.owner, chains: chainsOf(state) };
}

function noChains(state: BridgeState): Step {
  return { tool: "iptables", ...place(state), owner: state.owner, chains: [] };
}

function place({ namespace }: BridgeState): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}
