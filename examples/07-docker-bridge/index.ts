import * as linuxnet from "pulumi-linuxnet";

// docker network create --subnet 172.18.0.0/16 web
const web = new linuxnet.ContainerNetwork("web", { subnet: "172.18.0.0/16" });

// docker run --network web --ip 172.18.0.2 -p 8080:80 --name nginx …
new linuxnet.Container("nginx", { network: web, address: "172.18.0.2", publish: ["8080:80"] });

// docker run --network web --name client …
const client = new linuxnet.Container("client", { network: web });

// docker network create --subnet 172.19.0.0/16 other; docker run --network other --name stranger …
const other = new linuxnet.ContainerNetwork("other", { subnet: "172.19.0.0/16" });
new linuxnet.Container("stranger", { network: other });

export const clientAddress = client.address;
