import type { Networks } from "../provider/packets/network";
import { Failure, UNABLE } from "./failure";

/** All networks of this machine, as they stand. The failure's text begins with the subcommand's name. */
export async function liveNetworks(subcommand: string): Promise<Networks> {
  const { hasCapabilities } = await import("../provider/host/capabilities.js");
  if (!hasCapabilities("CAP_NET_ADMIN", "CAP_SYS_ADMIN")) {
    throw new Failure(`${subcommand}: to look into namespaces and rules takes root`, UNABLE);
  }
  const { localHost } = await import("../provider/host/local-host.js");
  const { readNetworks } = await import("../provider/packets/read.js");
  return readNetworks(localHost);
}
