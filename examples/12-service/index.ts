import * as linuxnet from "pulumi-linuxnet";

const net = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
const c1 = new linuxnet.Container("c1", { network: net, publish: ["8080:8000"] });

// The web server in it, started again whenever it ends.
new linuxnet.Service("server", {
  namespace: c1,
  command: ["python3", "-m", "http.server", "8000", "--directory", "/usr/share/common-licenses"],
  user: "nobody",
});
