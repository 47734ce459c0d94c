import { type Made, make } from "../made";
import { addressOf, type Container, CONTAINERS, NETWORKS, type NetworkName } from "./world";

/** Makes the networks and containers of the world with linuxnet. */
export async function makeWorld(containers = CONTAINERS): Promise<void> {
  for (const name of Object.keys(NETWORKS) as NetworkName[]) await makeNetwork(name);
  for (const container of containers) await makeContainer(container);
}

export function makeNetwork(name: NetworkName): Promise<Made> {
  return make("containerNetwork", { name, ...NETWORKS[name] });
}

export function makeContainer({ name, network, host, publish }: Container): Promise<Made> {
  const attached = {
    ...{ name: network, bridge: `br-${network}`, ...NETWORKS[network] },
    ...{ gateway: addressOf(network, 1, 4), gateway6: addressOf(network, 1, 6) },
  };
  return make("container", {
    name,
    networks: [{ network: attached, address: addressOf(network, host, 4), address6: addressOf(network, host, 6) }],
    // In an internal network there is nothing to publish, and check says so.
    ...(network === "shut" ? {} : { publish }),
  });
}
