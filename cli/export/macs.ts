import { LinuxnetError } from "../../provider/errors";
import type { Host } from "../../provider/host/host";
import type { Link } from "../../provider/iproute2/links";
import { at } from "./script-words";

/** How the kernel has a MAC that somebody has set, see its Documentation/ABI/testing/sysfs-class-net. */
const SET = "3";

/** The commands that give interfaces the MACs that somebody has set; where the kernel does not tell which, those that they have. */
export async function macsByHand(
  host: Host,
  namespace: string | undefined,
  links: readonly Link[],
): Promise<string[][]> {
  if (links.length === 0) return [];
  const files = links.map(({ name }) => `/sys/class/net/${name}/addr_assign_type`);
  let isSet = (_name: string): boolean => true;
  try {
    // Not `nsenter`: what /sys shows is of the network in which it was mounted.
    const lines = (await host.run({ argv: at(namespace, ["grep", "-H", ".", ...files]) })).split("\n");
    isSet = (name) => lines.includes(`/sys/class/net/${name}/addr_assign_type:${SET}`);
  } catch (error) {
    if (!(error instanceof LinuxnetError)) throw error;
  }
  return links
    .filter(({ name }) => isSet(name))
    .map(({ name, mac }) => at(namespace, ["ip", "link", "set", "dev", name, "address", mac]));
}
