import * as linuxnet from "pulumi-linuxnet";

const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/16" });

// Fifty containers, of which each publishes its port 80 on the host: p1 on 9001, p50 on 9050.
const containers: Record<string, linuxnet.ContainerSetContainerArgs> = {};
for (let number = 1; number <= 50; number++) {
  containers[`p${number}`] = { address: `10.0.1.${number}`, publish: [`${9000 + number}:80`] };
}
const pods = new linuxnet.ContainerSet("pods", { network: web, containers });

export const last = pods.containers.apply(({ p50 }) => p50?.address);
