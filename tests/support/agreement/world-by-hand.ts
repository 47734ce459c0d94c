import { BRIDGES, DEVICES } from "../arbitraries/world";
import { text4, text6 } from "../arbitraries/addresses";
import { run } from "../command";

/** Namespaces that hold what generated inputs refer to. */
export function makePlaces(names: readonly string[]): void {
  for (const name of names) {
    run(["ip", "netns", "add", name]);
    const [first, second] = DEVICES;
    const lines = [
      "link set dev lo up",
      `link add name ${first.name} type veth peer name ${second.name}`,
      ...DEVICES.flatMap((device) => [
        `link set dev ${device.name} addrgenmode none up`,
        `addr add ${text4(device.v4 + 1n)}/16 dev ${device.name}`,
        `addr add ${text6(device.v6 + 1n)}/64 dev ${device.name} nodad`,
      ]),
      ...BRIDGES.map((bridge) => `link add name ${bridge} mtu 1499 type bridge`),
      ...BRIDGES.map((bridge) => `link set dev ${bridge} mtu 1500`),
    ];
    run(["ip", "-batch", "-"], name, lines.map((line) => `${line}\n`).join(""));
  }
}

export function removePlaces(names: readonly string[]): void {
  run(["ip", "-batch", "-"], undefined, names.map((name) => `netns delete ${name}\n`).join(""));
}
