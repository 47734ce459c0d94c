import { placeText } from "../namespaces";
import { type Fields, optional, required } from "../inputs/check";
import { flag, integer, owner } from "../inputs/values";
import { type Chain, chainName, type Tables } from "../iptables/chains";
import { missingRules, rulesByHand, ruleText } from "../iptables/described";
import { chainDrift } from "../iptables/drift";
import { matchOf } from "../iptables/spelling";
import { bornVlanSteps, changedVlanSteps, type Filtering, filteringWords, observedFiltering } from "./bridge-vlans";
import { linkId, linkOfId } from "./ids";
import { importedEnd, likenedEnd } from "./imported-link";
import { linkChecks } from "./link-checks";
import { macOf, type Owner, UNMARKED } from "../owner";
import {
  addWords,
  type Birth,
  configureSteps,
  findLink,
  type LinkEnd,
  linkFields,
  type LinkMacs,
  linkOwner,
  observedEnd,
  renamed,
  whatLink,
  withMac,
  withoutOwnMac,
} from "./link-end";
import { type CrossCheck, type Imported, ipStep, type Placed, type ResourceSpec, type Step } from "./spec";

export interface BridgeInputs extends Placed, LinkEnd, Filtering {
  stp: boolean;
  forward: boolean;
  adopt: boolean;
}

export type BridgeState = BridgeInputs & LinkMacs;

const vlanChecks: CrossCheck<BridgeInputs>[] = (["vlans", "vlanDefaultPvid"] as const).map((property) => ({
  needs: ["vlanFiltering", property],
  check({ vlanFiltering, [property]: value }, refuse) {
    const isDefault = value === undefined || value === 1;
    if (!vlanFiltering && !isDefault) refuse(property, "vlanFiltering: true with it", value);
  },
}));

const fields: Fields<BridgeInputs> = {
  ...linkFields,
  stp: optional(flag, false),
  vlanFiltering: optional(flag),
  vlanDefaultPvid: optional(integer(0, 4094, "a VLAN, or 0 for none")),
  forward: optional(flag, true),
  adopt: optional(flag, false),
  owner: required(owner),
};

/**
 * `ip link add … type bridge`. With `forward`, per family:
 *
 *     filter FORWARD -> LN-BR-<owner>: -i br0 -o br0 -j ACCEPT
 *
 * One that somebody made by hand has `forward` if this rule of IPv4 stands in FORWARD itself.
 */
export const bridge: ResourceSpec<BridgeInputs, BridgeState> = {
  describe: ({ name, namespace }) => `bridge ${name} ${placeText(namespace)}`,
  fields,
  crossChecks: [...linkChecks<BridgeInputs>("", (inputs) => inputs), ...vlanChecks],
  id: linkId,
  fromId: linkOfId,
  hasDependents: true,
  replaceOn: ["name", "namespace"],
  references: [],
  complete: (inputs, standing) => withMac(inputs, birth(inputs.owner), standing),
  inputsOf: withoutOwnMac,
  create: (wanted) => [
    ipStep(wanted.namespace, "link", "add", ...birthWords(wanted), "type", "bridge", ...bridgeWords(wanted)),
    ...configureSteps(wanted, birth(wanted.owner)),
    ...bornVlanSteps(wanted),
    chainStep(wanted),
  ],
  update: async (standing, wanted, view) => [
    ipStep(wanted.namespace, "link", "set", "dev", wanted.name, "type", "bridge", ...bridgeWords(wanted, standing)),
    ...configureSteps(wanted, birth(wanted.owner), { standing }),
    ...(await changedVlanSteps(wanted, standing, view)),
    chainStep(wanted, standing.imported),
    ...(standing.owner === wanted.owner ? [] : [noChains(standing)]),
  ],
  remove: (state) => [noChains(state), ipStep(state.namespace, "link", "del", "dev", state.name)],
  async find({ name, namespace, owner }, view) {
    const link = await view.link(namespace, name);
    if (!link) return undefined;
    const mark = linkOwner(link, birth(owner)) ?? UNMARKED;
    const tables = await view.tables(namespace, 4);
    const rules = mark === UNMARKED ? passesByHand(name, tables) : [];
    const isMarked = tables.get("filter")?.has(chainName("BR", mark)) ?? false;
    const inputs = {
      ...(await importedEnd(link, { kind: "bridge", namespace }, view)),
      ...{ stp: link.stp, ...observedFiltering({}, link), forward: isMarked || rules.length > 0 },
    };
    const standing = { ownMac: link.mac } as BridgeState;
    return { mark, inputs, standing, ...(rules.length > 0 ? { rules } : {}) };
  },
  likened: likenedEnd,
  async observe(wanted, view) {
    const link = await findLink(wanted, wanted.owner, view);
    const owner = link && linkOwner(link, birth(wanted.owner));
    const chains = chainsOf(wanted);
    const drift = await chainDrift(view, wanted.namespace, wanted.owner, chains);
    if (owner !== wanted.owner && drift && !(link && wanted.adopt)) {
      const rules = { owner: wanted.owner, what: "rules", remains: [noChains(wanted)] };
      if (!link) return { ...rules, drift: [`${wanted.name} is gone`, ...drift] };
      const instead = { owner, what: whatLink(link) };
      return { ...rules, drift: [`${wanted.name} is somebody else's by now`, ...drift], instead };
    }
    if (!link) return undefined;
    const name = renamed(wanted, link);
    const missing =
      wanted.owner === UNMARKED
        ? missingRules(wanted.imported?.rules ?? [], await view.tables(wanted.namespace, 4))
        : (drift ?? [...new Set(chains.map((chain) => `chain ${chain.name} is missing`))]);
    const found = {
      ...{ owner, what: whatLink(link), drift: [...name.drift, ...missing], renaming: name.renaming },
      remains: [noChains(wanted), ipStep(wanted.namespace, "link", "del", "dev", link.name)],
    };
    if (link.kind !== "bridge") return { ...found, drift: [`${link.name} is no bridge`, ...found.drift] };
    const is = { ours: owner === wanted.owner, adopted: wanted.adopt };
    const { vlanFiltering: _filters, vlanDefaultPvid: _default, ...rest } = await observedEnd(wanted, link, is, view);
    return { ...found, state: { ...rest, stp: link.stp, ...observedFiltering(wanted, link, wanted.adopt) } };
  },
};

function birth(owner: Owner): Birth {
  return { owner, mac: macOf(owner, "first") };
}

/**
 * A bridge keeps a MAC that it was given, and an MTU that was changed by hand (br_change_mtu in
 * net/bridge/br_device.c); otherwise both follow its ports. So it is born with another MTU than it gets next.
 */
function birthWords(wanted: BridgeState): string[] {
  return addWords({ ...wanted, mtu: wanted.mtu === 1500 ? 1499 : 1500 }, birth(wanted.owner));
}

function bridgeWords(wanted: BridgeState, standing?: BridgeState): string[] {
  return ["stp_state", String(Number(wanted.stp)), ...filteringWords(wanted, standing)];
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

/** The rules by which somebody lets frames pass between the ports of a bridge, as texts. */
function passesByHand(name: string, tables: Tables): string[] {
  const passes = matchOf({ in: name, out: name });
  return rulesByHand(tables)
    .filter(({ chain, match, target }) => chain === "FORWARD" && match === passes && target === "ACCEPT")
    .map(ruleText);
}

function chainStep(state: BridgeState, imported?: Imported["imported"]): Step {
  const step = { tool: "iptables", namespace: state.namespace, owner: state.owner, chains: chainsOf(state) } as const;
  return imported?.rules ? { ...step, replaced: imported.rules } : step;
}

function noChains(state: BridgeState & Imported): Step {
  return chainStep({ ...state, forward: false }, state.imported);
}
