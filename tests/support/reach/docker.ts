import type { Docker } from "../docker";
import { addressOf, CONTAINERS, type Network, NETWORKS, type NetworkName } from "./world";

/** Makes the networks and containers of the world with Docker. */
export function makeWorldBy(docker: Docker): void {
  for (const name of Object.keys(NETWORKS) as NetworkName[]) makeNetwork(docker, name);
  for (const { name, network, host, publish } of CONTAINERS) {
    const addresses = ["--ip", addressOf(network, host, 4), "--ip6", addressOf(network, host, 6)];
    docker.startContainer(name, "--network", network, ...addresses, ...publish.flatMap((it) => ["--publish", it]));
  }
}

function makeNetwork(docker: Docker, name: NetworkName): void {
  const { subnet, subnet6, internal, isolated }: Network = NETWORKS[name];
  docker.run(
    ...["network", "create", "--opt", `com.docker.network.bridge.name=br-${name}`],
    ...["--subnet", subnet, "--gateway", addressOf(name, 1, 4)],
    ...["--ipv6", "--subnet", subnet6, "--gateway", addressOf(name, 1, 6)],
    ...(internal ? ["--internal"] : []),
    ...(isolated ? ["--opt", "com.docker.network.bridge.enable_icc=false"] : []),
    name,
  );
}
