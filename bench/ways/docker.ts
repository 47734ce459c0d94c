import { sh } from "../../tests/support/command";
import { Docker } from "../../tests/support/docker";
import type { Way } from "./way";

let docker: Docker | undefined;

/** `docker run --publish` for each, of an image that does nothing. */
export const dockerRun: Way = {
  async prepare() {
    const started = await Docker.start();
    if (typeof started === "string") return started;
    docker = started;
    return undefined;
  },
  make({ bridge, subnet, gateway, containers }) {
    const name = `com.docker.network.bridge.name=${bridge}`;
    docker?.run("network", "create", "--subnet", subnet, "--gateway", gateway, "--opt", name, "web");
    for (const { name: container, address, port } of containers) {
      docker?.startDetached(container, "--network", "web", "--ip", address, "--publish", `${port}:80`);
    }
    return Promise.resolve();
  },
  name({ containers }) {
    containers.forEach(({ name }) => docker?.attach(name));
    sh("iptables -P FORWARD DROP");
  },
  async end() {
    await docker?.stop();
  },
};
