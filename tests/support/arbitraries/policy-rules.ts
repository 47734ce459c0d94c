import fc from "fast-check";
import { type Family, families, networks } from "./addresses";
import { at } from "./rules";
import { merged, objects, plain, type SpelledObject, type Spellings } from "./spelled";
import { interfaceNames, tables, whole } from "./words";
import type { Places } from "./world";

/** Marks within their masks, in numbers of any base. */
const fwmarks: Spellings = fc
  .tuple(fc.nat(0xffffffff), fc.option(fc.integer({ min: 1, max: 0xfffffffe })), fc.constantFrom(10, 16))
  .map(([bits, mask, base]) => {
    const mark = mask === null ? bits : Number(BigInt(bits) & BigInt(mask));
    const hex = (it: number): string => `0x${it.toString(16)}`;
    const told = (it: number): string => (base === 10 ? String(it) : hex(it).toUpperCase().replace("X", "x"));
    const canonical = [mark, ...(mask === null ? [] : [mask])].map(hex).join("/");
    return { given: [mark, ...(mask === null ? [] : [mask])].map(told).join("/"), canonical };
  });

const type = (...choices: string[]): Spellings => plain(fc.constantFrom(...choices));

function networksOf(family: Family): Spellings {
  return networks(family).filter(({ canonical }) => !canonical.endsWith("/0"));
}

export function policyRules([place]: Places): fc.Arbitrary<SpelledObject> {
  return families.chain((family) => {
    const which = objects(
      { ...at(place), priority: whole(1, 4294967295), family: plain(fc.constant(family)) },
      {
        ...{ from: networksOf(family), to: networksOf(family), fwmark: fwmarks },
        ...{ inInterface: interfaceNames, outInterface: interfaceNames },
      },
    );
    const lookup = objects(
      {},
      { type: type("lookup"), table: tables, suppressPrefixLength: whole(0, family === 4 ? 32 : 128) },
    );
    const none = objects({ type: type("blackhole", "unreachable", "prohibit") });
    return merged(which, fc.oneof({ weight: 3, arbitrary: lookup }, { weight: 1, arbitrary: none }));
  });
}
