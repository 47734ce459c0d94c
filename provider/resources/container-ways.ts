import type { Family } from "../inputs/addresses";
import type { Attachment } from "./container";

/** The network by which a container gets out, and is reached from outside: of those that are not internal the first that has the family. */
export function wayOf(networks: readonly Attachment[], family: Family): Attachment | undefined {
  return networks.find(({ network }) => !network.internal && (family === 4 || network.subnet6 !== undefined));
}
