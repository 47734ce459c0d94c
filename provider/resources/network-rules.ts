import { familyOf } from "../inputs/addresses";
import { type Chain, chainName } from "../iptables/chains";
import { rule } from "../iptables/rule";
import { rulePart } from "./rule-resource";
import type { Placed } from "./spec";

/** What the rules of a container network are made of. */
export interface NetworkRulesInputs extends Placed {
  network: string;
  bridge: string;
  subnets: string[];
  uplink?: string;
  internal: boolean;
  isolated: boolean;
}

/**
 * The rules of a network behind a bridge, for each of its subnets. They decide whatever the policy of FORWARD is.
 * For 10.0.0.0/24 behind br0, in the order in which packets meet them:
 *
 *     filter FORWARD     -> LN-USER:         people's own rules
 *     filter FORWARD     -> LN-INT-<owner>:  -i br0 ! -d 10.0.0.0/24 -j DROP, -o br0 ! -s 10.0.0.0/24 -j DROP (where it is internal)
 *                                            -i br0 -o br0 -j DROP (where its containers are isolated)
 *     filter FORWARD     -> LN-FWD-<owner>:  -o br0 … RELATED,ESTABLISHED -j ACCEPT
 *     filter FORWARD     -> LN-ISO-<owner>:  ! -i br0 -o br0 -j DROP
 *     filter FORWARD     -> LN-NET-<owner>:  -i br0 ! -o br0 -j ACCEPT (with an uplink, -i br0 -o eth1, and -i br0 ! -o br0 -j DROP)
 *     nat    POSTROUTING -> LN-SNAT-<owner>: -s 10.0.0.0/24 ! -o br0 -j MASQUERADE
 *
 * Those that let something through to one container (published ports, rules of a program) stand between FWD and ISO.
 */
export const networkRules = rulePart<NetworkRulesInputs>({
  describe: ({ network }) => `rules of container network ${network}`,
  id: ({ network }) => network,
  chains: (inputs) => inputs.subnets.flatMap((subnet) => chainsOf(subnet, inputs)),
});

function chainsOf(subnet: string, inputs: NetworkRulesInputs): Chain[] {
  const { bridge, uplink, internal, isolated, owner } = inputs;
  const family = familyOf(subnet);
  const filter = (part: "INT" | "FWD" | "ISO" | "NET", rules: string[]): Chain => ({
    ...{ family, table: "filter", name: chainName(part, owner), hooks: ["FORWARD"], rules },
  });
  const apart = isolated ? [rule({ in: bridge, out: bridge, target: "DROP" })] : [];
  const shut = filter("ISO", [rule({ notIn: bridge, out: bridge, target: "DROP" })]);
  if (internal) {
    // Of IPv6 the addresses of the link belong to it, too.
    const elsewhere = family === 6;
    return [
      filter("INT", [
        rule({ in: bridge, notDestination: subnet, ...(elsewhere ? { notOut: bridge } : {}), target: "DROP" }),
        rule({ out: bridge, notSource: subnet, ...(elsewhere ? { notIn: bridge } : {}), target: "DROP" }),
        ...apart,
      ]),
      shut,
    ];
  }
  const away = uplink === undefined ? { notOut: bridge } : { out: uplink };
  return [
    // Also what they publish is not for each other.
    ...(isolated ? [filter("INT", apart)] : []),
    filter("FWD", [rule({ out: bridge, state: "RELATED,ESTABLISHED", target: "ACCEPT" })]),
    shut,
    filter("NET", [
      rule({ in: bridge, ...away, target: "ACCEPT" }),
      ...(uplink === undefined ? [] : [rule({ in: bridge, notOut: bridge, target: "DROP" })]),
    ]),
    {
      ...{ family, table: "nat", name: chainName("SNAT", owner), hooks: ["POSTROUTING"] },
      // Also what goes to ports that other networks publish: to this network's own addresses nothing comes from elsewhere.
      rules: [rule({ source: subnet, notOut: bridge, target: "MASQUERADE" })],
    },
  ];
}
