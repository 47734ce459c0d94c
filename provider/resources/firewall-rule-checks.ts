import { type Family, familyOf } from "../inputs/addresses";
import type { FirewallRuleInputs } from "./firewall-rule";
import type { CrossCheck } from "./spec";

/** Protocols that one family alone has. */
const FAMILY_OF: Partial<Record<string, Family>> = { icmp: 4, icmpv6: 6 };

export const firewallRuleChecks: readonly CrossCheck<FirewallRuleInputs>[] = [
  {
    needs: ["chain", "inInterface"],
    check({ chain, inInterface }, refuse) {
      if (chain === "OUTPUT" && inInterface !== undefined) {
        refuse("inInterface", "nothing: what OUTPUT gets came in by no interface", inInterface);
      }
    },
  },
  {
    needs: ["chain", "outInterface"],
    check({ chain, outInterface }, refuse) {
      if (chain === "INPUT" && outInterface !== undefined) {
        refuse("outInterface", "nothing: what INPUT gets leaves by no interface", outInterface);
      }
    },
  },
  {
    needs: ["family", "source", "destination", "protocol"],
    check({ family, source, destination, protocol }, refuse) {
      const told = [
        ["family", family, family],
        ["source", source, source && familyOf(source)],
        ["destination", destination, destination && familyOf(destination)],
        ["protocol", protocol, protocol && FAMILY_OF[protocol]],
      ] as const;
      const [first, ...others] = told.filter(([, , its]) => its !== undefined);
      for (const [path, value, its] of others) {
        if (its !== first?.[2]) refuse(path, `one of IPv${first?.[2]}, as ${first?.[0]} is`, value);
      }
    },
  },
  {
    needs: ["protocol", "sourcePort", "destinationPort"],
    check({ protocol = "", sourcePort, destinationPort }, refuse) {
      const hasPort = sourcePort !== undefined || destinationPort !== undefined;
      if (hasPort && !["tcp", "udp", "sctp"].includes(protocol)) {
        refuse("protocol", '"tcp", "udp" or "sctp", which have ports', protocol || undefined);
      }
    },
  },
];
