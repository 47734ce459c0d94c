import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { sh, succeeds } from "../../tests/support/command";
import { PEERS } from "../../tests/support/docker";
import { printed, start } from "../../tests/support/process";
import type { Plan } from "../plan";
import type { Way } from "./way";

const LONGEST_MS = 600_000;
const PACKAGES = `${PEERS}/usr/lib/python3/dist-packages`;

/** Its Python library with Linux's bridges, and the ports by iptables: it has no word for them. */
export const mininet: Way = {
  prepare: () =>
    Promise.resolve(
      existsSync(`${PACKAGES}/mininet`) && succeeds(["python3", "--version"])
        ? undefined
        : "the set-up could not get mininet",
    ),
  async make(plan) {
    const words = [`PYTHONPATH=${PACKAGES}`, `PATH=${PEERS}/usr/bin:${PEERS}/sbin:${process.env.PATH}`];
    // Its hosts are processes that end with it.
    const raised = ["sh", "-c", 'ulimit -n 65536; exec "$@"', "sh"];
    await printed(
      start({ run: [...raised, "env", ...words, "python3", "-c", program(plan)] }, LONGEST_MS),
      "all stands",
    );
  },
  name({ containers }) {
    for (const { name } of containers) sh(`ip netns attach ${name} ${pidOf(name)}`);
  },
};

function program({ bridge, gateway, containers }: Plan): string {
  const hosts = containers.map(({ name, address }) => [name, `${address}/20`]);
  const forwards = containers.flatMap(({ address, port }) =>
    ["PREROUTING", "OUTPUT"].map(
      (chain) =>
        `-A ${chain} -p tcp -m addrtype --dst-type LOCAL --dport ${port} -j DNAT --to-destination ${address}:80`,
    ),
  );
  const accepts = [`-A FORWARD -o ${bridge} -j ACCEPT`, `-A FORWARD -i ${bridge} -j ACCEPT`];
  const tables = ["*nat", ...forwards, "COMMIT", "*filter", ...accepts, "COMMIT", ""].join("\n");
  return `
import subprocess, time
from mininet.net import Mininet
from mininet.nodelib import LinuxBridge
net = Mininet(controller=None, autoSetMacs=True)
switch = net.addSwitch(${JSON.stringify(bridge)}, cls=LinuxBridge, dpid="1")
for name, address in ${JSON.stringify(hosts)}:
    net.addLink(net.addHost(name, ip=address, defaultRoute="via ${gateway}"), switch)
net.start()
subprocess.run(["ip", "addr", "add", "${gateway}/20", "dev", ${JSON.stringify(bridge)}], check=True)
subprocess.run(["sysctl", "-q", "-w", "net.ipv4.ip_forward=1"], check=True)
subprocess.run(["iptables-restore", "--noflush"], input=${JSON.stringify(tables)}, text=True, check=True)
print("all stands", flush=True)
time.sleep(600)
`;
}

function pidOf(host: string): string {
  return execFileSync("pgrep", ["--full", `mininet:${host}$`], { encoding: "utf8" }).split("\n", 1)[0] ?? "";
}
