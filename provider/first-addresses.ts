import { type Family, familyOf, withoutLength } from "./inputs/addresses";
import { isUnknown, UNKNOWN } from "./inputs/check";
import { attachedNetworkFields } from "./resources/container-network";
import { isObject, plain, type Properties } from "./properties";

/**
 * A state with what the engine is told beside it: `address` and `address6`, the first ones of an interface's `addresses`
 * without their lengths, also of a pair's other end; and of a container network `attached`, what its containers are told.
 */
export function withFirstAddresses(state: Properties): Properties {
  const { addresses, peer } = state;
  return {
    ...state,
    ...(isNetwork(state) ? { attached: attachedOf(state) } : {}),
    ...(addresses === undefined ? {} : { address: firstOf(addresses, 4), address6: firstOf(addresses, 6) }),
    ...(isObject(peer) ? { peer: withFirstAddresses(peer) } : {}),
  };
}

/** The reverse of `withFirstAddresses`. */
export function withoutFirstAddresses(told: Properties): Properties {
  const { address: _address, address6: _address6, ...state } = told;
  const { attached: _attached, ...network } = told;
  const own = told.addresses !== undefined ? state : isNetwork(told) ? network : told;
  return isObject(own.peer) ? { ...own, peer: withoutFirstAddresses(own.peer) } : own;
}

/** The state in properties that the engine keeps, whichever mode has written them. */
export function stateOf(kept: Properties): Properties {
  return withoutFirstAddresses(plain(kept));
}

function isNetwork({ bridge, subnet, gateway }: Properties): boolean {
  return bridge !== undefined && subnet !== undefined && gateway !== undefined;
}

function attachedOf(network: Properties): Properties {
  return Object.fromEntries(Object.entries(network).filter(([name]) => name in attachedNetworkFields));
}

/** Unknown where it may be one that is not known yet. */
function firstOf(addresses: unknown, family: Family): string | undefined {
  if (!Array.isArray(addresses)) return UNKNOWN;
  const known = (addresses as string[]).find((address) => isUnknown(address) || familyOf(address) === family);
  return known === undefined || isUnknown(known) ? known : withoutLength(known);
}
