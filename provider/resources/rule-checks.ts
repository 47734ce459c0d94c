import { familyOf } from "../inputs/addresses";
import type { RuleInputs } from "./rule";
import type { CrossCheck } from "./spec";

/** What must hold between the inputs of a rule. */
export const ruleChecks: CrossCheck<RuleInputs>[] = [
  ...(["from", "to"] as const).map((name): CrossCheck<RuleInputs> => ({
    needs: ["family", name],
    check({ family, [name]: network }, refuse) {
      if (network !== undefined && familyOf(network) !== family) refuse(name, `an IPv${family} network`, network);
    },
  })),
  ...(["table", "suppressPrefixLength"] as const).map((name): CrossCheck<RuleInputs> => ({
    needs: ["type", name],
    check({ type, [name]: value }, refuse) {
      if (type !== "lookup" && value !== undefined) refuse(name, `nothing for a rule of type ${type}`, value);
    },
  })),
  {
    needs: ["family", "suppressPrefixLength"],
    check({ family, suppressPrefixLength: length = 0 }, refuse) {
      if (family === 4 && length > 32) refuse("suppressPrefixLength", "at most 32, for IPv4", length);
    },
  },
];
