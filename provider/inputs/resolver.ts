import { address } from "./addresses";
import { type Check, isUnknown, list } from "./check";
import { hostName } from "./names";

/** How many name servers of resolv.conf(5) the resolver looks at (MAXNS). */
const MOST_SERVERS = 3;

const addresses = list(address);

/** The name servers of resolv.conf(5). */
export const nameServers: Check<string[]> = (value, path, refuse) => {
  const all = addresses(value, path, refuse);
  return all && all.length > MOST_SERVERS
    ? refuse(path, `${MOST_SERVERS} name servers at most, for no more of them are asked`, value)
    : all;
};

/** A domain in which names are looked up. */
export const searchDomain: Check<string> = (value, path, refuse) =>
  value === "." ? value : hostName(value, path, (at, _expected, got) => refuse(at, 'a domain, or "."', got));

/** An option of resolv.conf(5). */
export const resolverOption: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^[a-z0-9-]+(:[0-9]+)?$/.test(value)
    ? value
    : refuse(path, "an option of resolv.conf(5), such as ndots:2 or rotate", value);

/** What stands for the address of the host in `hosts`, as in Docker's --add-host. */
export const HOST_GATEWAY = "host-gateway";

/** Addresses by name, as Docker's --add-host has them. */
export const hostAddresses: Check<Record<string, string>> = (value, path, refuse) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(path, "an object", value);
  const entries = Object.entries(value).map(([name, given]: [string, unknown]) => {
    const at = `${path}[${JSON.stringify(name)}]`;
    hostName(name, at, refuse);
    if (isUnknown(given) || given === HOST_GATEWAY) return [name, given];
    return [name, address(given, at, () => refuse(at, `the address of a host, or "${HOST_GATEWAY}"`, given))];
  });
  return Object.fromEntries(entries) as Record<string, string>;
};
