import { run } from "../../tests/support/command";
import type { Plan } from "../plan";
import type { Way } from "./way";

/** The article's commands, one after the other, as somebody types them or writes them into a script. */
export const article: Way = {
  make(plan) {
    run(["sh", "-e"], undefined, scriptOf(plan));
    return Promise.resolve();
  },
};

function scriptOf({ bridge, gateway, containers }: Plan): string {
  const lines = containers.flatMap(({ name, link, address, port }) => [
    `ip netns add ${name}`,
    `ip link add ${link} type veth peer name c${link}`,
    `ip link set c${link} netns ${name}`,
    `ip link set ${link} master ${bridge}`,
    `ip link set ${link} up`,
    `ip netns exec ${name} ip addr add ${address}/20 dev c${link}`,
    `ip netns exec ${name} ip link set c${link} up`,
    `ip netns exec ${name} ip link set lo up`,
    `ip netns exec ${name} ip route add default via ${gateway}`,
    `iptables -t nat -A PREROUTING -p tcp -m addrtype --dst-type LOCAL --dport ${port} -j DNAT --to-destination ${address}:80`,
    `iptables -t nat -A OUTPUT -p tcp -m addrtype --dst-type LOCAL --dport ${port} -j DNAT --to-destination ${address}:80`,
  ]);
  return [
    `ip link add ${bridge} type bridge`,
    `ip addr add ${gateway}/20 dev ${bridge}`,
    `ip link set ${bridge} up`,
    "sysctl -q -w net.ipv4.ip_forward=1",
    `iptables -A FORWARD -i ${bridge} -j ACCEPT`,
    `iptables -A FORWARD -o ${bridge} -j ACCEPT`,
    ...lines,
    "",
  ].join("\n");
}
