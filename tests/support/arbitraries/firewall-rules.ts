import fc from "fast-check";
import { STATES } from "../../../provider/inputs/values";
import { families, networks } from "./addresses";
import { at, portRanges } from "./rules";
import { merged, objects, plain, type SpelledObject, type Spellings } from "./spelled";
import { interfaceNames, whole } from "./words";
import type { Places } from "./world";

/** States in any order. */
const states: Spellings = fc
  .shuffledSubarray([...STATES], { minLength: 1 })
  .map((given) => ({ given, canonical: STATES.filter((state) => given.includes(state)) }));

const one = (value: unknown): Spellings => plain(fc.constant(value));

export function firewallRules([place]: Places): fc.Arbitrary<SpelledObject> {
  return fc.tuple(families, fc.constantFrom("INPUT", "FORWARD", "OUTPUT")).chain(([family, chain]) => {
    const withPorts = objects(
      { protocol: plain(fc.constantFrom("tcp", "udp", "sctp")) },
      { sourcePort: portRanges, destinationPort: portRanges },
    );
    const ofFamily = objects({}, { protocol: one(family === 4 ? "icmp" : "icmpv6") });
    const rest = objects(
      { ...at(place), chain: one(chain), target: plain(fc.constantFrom("ACCEPT", "DROP", "REJECT")) },
      {
        ...{ family: one(family), source: networks(family), destination: networks(family), states },
        ...(chain === "OUTPUT" ? {} : { inInterface: interfaceNames }),
        ...(chain === "INPUT" ? {} : { outInterface: interfaceNames }),
        priority: whole(0, 999),
      },
    );
    return merged(rest, fc.oneof(withPorts, ofFamily));
  });
}
