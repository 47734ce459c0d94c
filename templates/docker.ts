import * as linuxnet from "pulumi-linuxnet";

// docker network create --subnet 10.0.0.0/24 web
const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });

// docker run --network web --name c1 -p 8080:8000 …
const c1 = new linuxnet.Container("c1", { network: web, publish: ["8080:8000"] });

// docker run --network web --name c2 …
const c2 = new linuxnet.Container("c2", { network: web });

// What runs in c1: a web server, which is started again whenever it ends.
new linuxnet.Service("server", { namespace: c1, command: ["python3", "-m", "http.server", "8000"] });

export const addresses = { c1: c1.address, c2: c2.address };
