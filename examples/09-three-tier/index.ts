import * as linuxnet from "pulumi-linuxnet";

// The world reaches web, web reaches app, app reaches db, and nobody else reaches anybody.
const front = new linuxnet.ContainerNetwork("front", { subnet: "10.1.0.0/24" });
const middle = new linuxnet.ContainerNetwork("middle", { subnet: "10.2.0.0/24", internal: true });
const back = new linuxnet.ContainerNetwork("back", { subnet: "10.3.0.0/24", internal: true });

new linuxnet.Container("web", {
  networks: [
    { network: front, address: "10.1.0.2" },
    { network: middle, address: "10.2.0.2" },
  ],
  publish: ["80:8080"],
});
new linuxnet.Container("app", {
  networks: [
    { network: middle, address: "10.2.0.3" },
    { network: back, address: "10.3.0.3" },
  ],
});
new linuxnet.Container("db", { networks: [{ network: back, address: "10.3.0.4" }] });
