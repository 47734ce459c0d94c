import type { Networks } from "../provider/packets/network";
import { Failure, UNABLE } from "./failure";

/** @throws Failure that says of a subcommand what it is that takes root: `to listen at interfaces`. */
export async function needRoot(subcommand: string, what: string): Promise<void> {
  const { hasCapabilities } = await import("../provider/host/capabilities.js");
  if (hasCapabilities("CAP_NET_ADMIN", "CAP_SYS_ADMIN")) return;
  throw new Failure(`${subcommand}: ${what} takes root`, UNABLE);
}

/** All networks of this machine, as they stand. The failure's text begins with the subcommand's name. */
export async function liveNetworks(subcommand: string): Promise<Networks> {
  await needRoot(subcommand, "to look into namespaces and rules");
  const { localHost } = await import("../provider/host/local-host.js");
  const { readNetworks } = await import("../provider/packets/read.js");
  return readNetworks(localHost);
}
