import * as linuxnet from "pulumi-linuxnet";

const router = new linuxnet.Namespace("router", { sysctls: { "net.ipv4.ip_forward": "1" } });

const left = new linuxnet.Namespace("left");
const r0 = new linuxnet.VethPair("r0", {
  namespace: router,
  addresses: ["10.0.0.1/24"],
  peer: { name: "eth0", namespace: left, addresses: ["10.0.0.2/24"] },
});
new linuxnet.Route("left-default", { namespace: left, destination: "default", gateway: r0 });

const right = new linuxnet.Namespace("right");
new linuxnet.VethPair("r1", {
  namespace: router,
  addresses: ["10.0.1.1/24"],
  peer: { name: "eth0", namespace: right, addresses: ["10.0.1.2/24"] },
});
// The mistake: right has no route. It gets what left sends, and cannot answer.
