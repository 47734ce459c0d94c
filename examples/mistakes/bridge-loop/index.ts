import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
const br1 = new linuxnet.Bridge("br1");

new linuxnet.VethPair("a0", { master: br0, peer: { name: "a1", master: br1 } });
// The mistake: a second cable, meant as a spare. Without `stp: true` on a bridge, frames go round for ever.
new linuxnet.VethPair("b0", { master: br0, peer: { name: "b1", master: br1 } });
