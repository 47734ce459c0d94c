import type { Host } from "../../provider/host/host";
import { viewOf } from "../../provider/host/view";
import { familyOf, FAMILIES, type Family, isLinkLocal } from "../../provider/inputs/addresses";
import { PROTOCOL } from "../../provider/iproute2/routes";
import { addressesOf } from "../../provider/packets/network";

/** An interface by which a host has a default route that linuxnet has not made. */
export interface Uplink {
  device: string;
  mtu: number;
  addresses: string[];
  routes: { family: Family; gateway?: string; metric: number }[];
}

export async function readUplinks(host: Host): Promise<Uplink[]> {
  const view = viewOf(host);
  const uplinks = new Map<string, Uplink>();
  for (const family of FAMILIES) {
    for (const { destination, type, device, gateway, metric, protocol } of await view.routes(
      undefined,
      family,
      "main",
    )) {
      if (destination !== "default" || type !== "unicast" || device === undefined || protocol === PROTOCOL) continue;
      const link = await view.link(undefined, device);
      if (!link || link.alias?.startsWith("linuxnet:")) continue;
      const addresses = addressesOf(link).filter((it) => !isLinkLocal(it));
      const uplink = uplinks.get(device) ?? { device, mtu: link.mtu, addresses, routes: [] };
      uplink.routes.push({ family, metric, ...(gateway === undefined ? {} : { gateway }) });
      uplinks.set(device, uplink);
    }
  }
  return [...uplinks.values()];
}

/**
 * Makes interfaces that are called as these, with their addresses and default routes.
 * @param place the file to which the network behind them is bound: its gateways have their addresses in it.
 */
export async function makeUplinks(host: Host, uplinks: readonly Uplink[], place: string): Promise<void> {
  const ip = (...words: string[]): Promise<string> => host.run({ argv: ["ip", ...words] });
  const behind = (...words: string[]): Promise<string> =>
    host.run({ argv: ["nsenter", `--net=${place}`, "--", "ip", ...words] });
  await behind("link", "set", "lo", "up");
  for (const [index, { device, mtu, addresses, routes }] of uplinks.entries()) {
    const end = `eth${index}`;
    await ip("link", "add", device, "mtu", String(mtu), "type", "veth", "peer", "name", end, "netns", place);
    await behind("link", "set", end, "up");
    for (const { family, gateway } of routes) {
      const own = addresses.find((it) => familyOf(it) === family);
      if (gateway === undefined || own === undefined || isLinkLocal(gateway)) continue;
      await behind("addr", "add", `${gateway}/${own.split("/")[1]}`, "dev", end, ...settledIn(gateway));
    }
    for (const address of addresses) await ip("addr", "add", address, "dev", device, ...settledIn(address));
    await ip("link", "set", device, "up");
    for (const { family, gateway, metric } of routes) {
      const via = gateway === undefined ? [] : ["via", gateway];
      const words = [...via, "dev", device, ...(via.length > 0 ? ["onlink"] : [])];
      await ip(`-${family}`, "route", "add", "default", ...words, ...(metric === 0 ? [] : ["metric", String(metric)]));
    }
  }
}

/** An address of IPv6 is there at once if nobody is asked whether it is somebody's. */
function settledIn(address: string): string[] {
  return address.includes(":") ? ["nodad"] : [];
}
