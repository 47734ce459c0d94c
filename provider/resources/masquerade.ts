import { placeText } from "../namespaces";
import { address, familyOf, partialNetwork } from "../inputs/addresses";
import { type Fields, optional, required } from "../inputs/check";
import { device, namespaceName } from "../inputs/names";
import { flag, owner } from "../inputs/values";
import { type Chain, chainName } from "../iptables/chains";
import { rule } from "../iptables/rule";
import { masqueradeId, masqueradeOfId } from "./ids";
import { isAboutMasquerade, masqueradeOf } from "./masquerade-rules";
import { ruleResource } from "./rule-resource";
import type { Placed } from "./spec";

export interface MasqueradeInputs extends Placed {
  source: string;
  outInterface?: string;
  inInterface?: string;
  toSource?: string;
  forward: boolean;
}

const fields: Fields<MasqueradeInputs> = {
  namespace: optional(namespaceName),
  source: required(partialNetwork),
  outInterface: optional(device),
  inInterface: optional(device),
  toSource: optional(address),
  forward: optional(flag, true),
  owner: required(owner),
};

/**
 * Hides a network behind the addresses of its router. For 10.0.0.0/16 behind enp0s1:
 *
 *     nat    POSTROUTING -> LN-SNAT-<owner>: -s 10.0.0.0/16 ! -d 10.0.0.0/16 -o enp0s1 -j MASQUERADE
 *     filter FORWARD     -> LN-FWD-<owner>:  -s 10.0.0.0/16 -i br0 -o enp0s1 -j ACCEPT
 *                                            -d 10.0.0.0/16 -i enp0s1 -o br0 … RELATED,ESTABLISHED -j ACCEPT
 *
 * and ip_forward is on while LN-FWD stands.
 */
export const masquerade = ruleResource<MasqueradeInputs>({
  describe: ({ source, namespace }) => `masquerade of ${source} ${placeText(namespace)}`,
  fields,
  crossChecks: [
    {
      needs: ["source", "toSource"],
      check({ source, toSource }, refuse) {
        if (toSource !== undefined && familyOf(toSource) !== familyOf(source)) {
          refuse("toSource", `an IPv${familyOf(source)} address`, toSource);
        }
      },
    },
  ],
  id: masqueradeId,
  fromId: masqueradeOfId,
  chains,
  families: ({ source }) => [familyOf(source)],
  described: masqueradeOf,
  isAbout: isAboutMasquerade,
});

function chains({ source, outInterface, inInterface, toSource, forward, owner }: MasqueradeInputs): Chain[] {
  const family = familyOf(source);
  const target = toSource === undefined ? "MASQUERADE" : `SNAT --to-source ${toSource}`;
  const snat: Chain = {
    family,
    table: "nat",
    name: chainName("SNAT", owner),
    hooks: ["POSTROUTING"],
    rules: [rule({ source, notDestination: source, out: outInterface, target })],
  };
  const elsewhere = outInterface === undefined ? { notDestination: source } : {};
  const fromElsewhere = outInterface === undefined ? { notSource: source } : {};
  const fwd: Chain = {
    family,
    table: "filter",
    name: chainName("FWD", owner),
    hooks: ["FORWARD"],
    rules: [
      rule({ source, ...elsewhere, in: inInterface, out: outInterface, target: "ACCEPT" }),
      rule({
        ...fromElsewhere,
        destination: source,
        in: outInterface,
        out: inInterface,
        state: "RELATED,ESTABLISHED",
        target: "ACCEPT",
      }),
    ],
  };
  return forward ? [fwd, snat] : [snat];
}
