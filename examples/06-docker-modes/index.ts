import * as linuxnet from "pulumi-linuxnet";

// docker run --network none: a namespace, and nothing in it but lo.
new linuxnet.Namespace("none");

// docker run --network host: no namespace, so nothing to make. The process sees what the host sees.

// docker run -p 8080:80: a namespace on the bridge, a way out, and a published port.
const docker0 = new linuxnet.Bridge("docker0", { addresses: ["172.17.0.1/16"] });
new linuxnet.Masquerade("docker", { source: "172.17.0.0/16", inInterface: docker0 });

const nginx = new linuxnet.Namespace("nginx");
const cable = new linuxnet.VethPair("vethnginx", {
  master: docker0,
  peer: { name: "eth0", namespace: nginx, addresses: ["172.17.0.2/16"] },
});
new linuxnet.Route("default", { namespace: nginx, destination: "default", gateway: docker0 });
new linuxnet.PortForward("8080:80", { hostPort: 8080, targetPort: 80, targetAddress: cable.peer });
