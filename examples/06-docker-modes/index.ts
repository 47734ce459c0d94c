import * as linuxnet from "pulumi-linuxnet";

// docker run --network none: a namespace, and nothing in it but lo.
new linuxnet.Container("none", { network: "none" });

// docker run --network host: no namespace of its own. The process sees what the host sees.
new linuxnet.Container("host", { network: "host" });

// docker run -p 8080:80: a namespace on the bridge, a way out, and a published port.
const docker0 = new linuxnet.ContainerNetwork("bridge", { bridge: "docker0", subnet: "172.17.0.0/16" });
new linuxnet.Container("nginx", { network: docker0, address: "172.17.0.2", publish: ["8080:80"] });
