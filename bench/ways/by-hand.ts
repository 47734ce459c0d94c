import { run } from "../../tests/support/command";
import type { Plan } from "../plan";
import type { Way } from "./way";

/**
 * As somebody writes it who knows what is fast: all links in one batch of ip, then one run of it in
 * each namespace, which nsenter joins, IPv6 off where nobody uses it, and one restore for all ports.
 */
export const byHand: Way = {
  make(plan) {
    makeByHand(plan);
    return Promise.resolve();
  },
};

function makeByHand({ bridge, gateway, containers }: Plan): void {
  const links = containers.flatMap(({ name, link }) => [
    `netns add ${name}`,
    `link add ${link} type veth peer name eth0 netns /run/netns/${name}`,
    `link set ${link} master ${bridge} up`,
  ]);
  ip(`link add ${bridge} type bridge`, `addr add ${gateway}/20 dev ${bridge}`, `link set ${bridge} up`, ...links);
  const inside = containers.map(({ name, address }) => {
    const lines = ["link set lo up", `addr add ${address}/20 dev eth0`, "link set eth0 up"];
    const text = [...lines, `route add default via ${gateway}`].join("\n");
    const off = "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6";
    return `nsenter --net=/run/netns/${name} sh -c '${off}; exec ip -batch -' <<END\n${text}\nEND\n`;
  });
  run(["sh", "-e"], undefined, inside.join(""));
  const forwards = containers.flatMap(({ address, port }) =>
    ["PREROUTING", "OUTPUT"].map((chain) => {
      return `-A ${chain} -p tcp -m addrtype --dst-type LOCAL --dport ${port} -j DNAT --to-destination ${address}:80`;
    }),
  );
  const accepts = [
    `-A FORWARD -o ${bridge} -m conntrack --ctstate DNAT,ESTABLISHED -j ACCEPT`,
    `-A FORWARD -i ${bridge} -j ACCEPT`,
  ];
  run(["sysctl", "-q", "net.ipv4.ip_forward=1"]);
  const tables = ["*nat", ...forwards, "COMMIT", "*filter", ...accepts, "COMMIT", ""];
  run(["iptables-restore", "--noflush"], undefined, tables.join("\n"));
}

function ip(...lines: string[]): void {
  run(["ip", "-batch", "-"], undefined, `${lines.join("\n")}\n`);
}
