import { isDefault } from "../../provider/inputs/addresses";
import { kinds } from "../../provider/resources";
import { linkId, ruleId } from "../../provider/resources/ids";
import { placeText } from "../../provider/namespaces";
import type { RouteInputs } from "../../provider/resources/route";
import type { Network, PlacedRoute } from "../survey/kernel";
import { named, placed } from "./place";
import type { Taking } from "./taking";

/** Who makes routes that come and go with something else. */
const OF_OTHERS = ["kernel", "2", "ra", "9", "dhcp", "16", "redirect", "1"];

/** The rules of policy routing that every network has. */
const USUAL = [0, 32766, 32767];

/** Takes down the routes and the rules of policy routing that somebody has made; on the host, of interfaces that are taken. */
export async function takeRoutes(network: Network, taking: Taking, links: ReadonlySet<string>): Promise<void> {
  const place = placed(network);
  for (const route of network.routes.filter(
    ({ protocol, table }) => table !== "local" && !OF_OTHERS.includes(protocol),
  )) {
    const { device, destination, type } = route;
    const isOfHost =
      network.namespace === undefined &&
      type === "unicast" &&
      device !== undefined &&
      !links.has(linkId({ name: device }));
    if (isOfHost) taking.leave(`route ${destination} ${placeText(undefined)}: it leads out by ${device}, which stays`);
    else await taking.take("route", idOf(route, place), named(network, nameOf(route)));
  }
  const rules = network.rules.filter(({ priority }) => !USUAL.includes(priority));
  const ids = new Set(rules.map((rule) => ruleId({ ...place, ...rule })));
  for (const id of ids) await taking.take("rule", id, `rule-${id.replaceAll("/", "-").replace("@", "-")}`);
}

function idOf({ destination, family, metric, table }: PlacedRoute, place: { namespace?: string }): string {
  const text = isDefault(destination) && family === 6 ? "::/0" : destination;
  return kinds.route.id({ ...place, destination: text, metric, table } as RouteInputs);
}

function nameOf({ destination, family, table }: PlacedRoute): string {
  const to = isDefault(destination) ? `default${family === 6 ? "6" : ""}` : destination.replace("/", "-");
  return table === "main" ? to : `${to}-${table}`;
}
