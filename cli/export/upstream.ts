import { isDefault } from "../../provider/inputs/addresses";
import type { View } from "../../provider/resources/spec";
import type { Network } from "../survey/kernel";

/** How the host itself reaches the rest of the world: no network of containers, and never to be removed with one. */
export interface Upstream {
  /** The host's interfaces with a default route. */
  devices: ReadonlySet<string>;
  /** The namespaces in which such an interface's cable ends, as in a lab. */
  namespaces: ReadonlySet<string>;
}

export async function upstreamOf(host: Network, view: View): Promise<Upstream> {
  const out = host.routes.filter(({ destination, table }) => isDefault(destination) && table === "main");
  const devices = new Set(out.flatMap(({ device }) => device ?? []));
  const cables = host.links.filter(({ name, kind }) => kind === "veth" && devices.has(name));
  const ends = await Promise.all(cables.map((link) => view.otherEnd(undefined, link)));
  return { devices, namespaces: new Set(ends.flatMap((end) => end?.namespace ?? [])) };
}
