import { type Family, familyOf, withoutLength } from "./inputs/addresses";
import { isUnknown, UNKNOWN } from "./inputs/check";
import { isObject, plain, type Properties } from "./properties";

/**
 * A state with what the engine is told beside it: `address` and `address6`, the first ones of an interface's `addresses`
 * without their lengths, also of a pair's other end.
 */
export function withFirstAddresses(state: Properties): Properties {
  const { addresses, peer } = state;
  return {
    ...state,
    ...(addresses === undefined ? {} : { address: firstOf(addresses, 4), address6: firstOf(addresses, 6) }),
    ...(isObject(peer) ? { peer: withFirstAddresses(peer) } : {}),
  };
}

/** The reverse of `withFirstAddresses`. */
export function withoutFirstAddresses(told: Properties): Properties {
  const { address: _address, address6: _address6, ...state } = told;
  const own = told.addresses === undefined ? told : state;
  return isObject(own.peer) ? { ...own, peer: withoutFirstAddresses(own.peer) } : own;
}

/** The state in properties that the engine keeps, whichever mode has written them. */
export function stateOf(kept: Properties): Properties {
  return withoutFirstAddresses(plain(kept));
}

/** Unknown where it may be one that is not known yet. */
function firstOf(addresses: unknown, family: Family): string | undefined {
  if (!Array.isArray(addresses)) return UNKNOWN;
  const known = (addresses as string[]).find((address) => isUnknown(address) || familyOf(address) === family);
  return known === undefined || isUnknown(known) ? known : withoutLength(known);
}
