import type { Family } from "../inputs/addresses";
import { parseJson } from "../iproute2/json";
import type { Tables } from "../iptables/chains";
import type { Marker } from "../iptables/restore";
import {
  before,
  deviceKey,
  foreignRule,
  isCarried,
  isNeeded,
  isOn,
  markerOf,
  ofDevice,
  type Switch,
  SWITCHES,
} from "../iptables/switches";
import { inside, placeText } from "../namespaces";
import type { Host } from "./host";
import { matchingSysctls, readSysctls } from "./sysctls";

/** What becomes of a family's switches when its chains change. */
export interface Switching {
  /** What goes back before the chains go, in the order of writing. */
  back: Record<string, string>;
  /** What goes on once the chains are there. */
  on: Record<string, string>;
  markers: Marker[];
  /** What people should know of it. */
  notices: string[];
}

/** The rules of a family in a namespace, and what they are going to be. */
export interface Change {
  namespace: string | undefined;
  family: Family;
  standing: readonly Tables[];
  after: readonly Tables[];
}

/**
 * Switches go on for what needs them, and back for the last, unless somebody else's rules may rely on them by now. What
 * the kernel changes with them, and what would be lost by it, goes back as well.
 */
export async function switching(host: Host, change: Change): Promise<Switching> {
  const { namespace, family, standing, after } = change;
  const result: Switching = { back: {}, on: {}, markers: [], notices: [] };
  const concerned = SWITCHES.filter(
    (it) =>
      it.family === family &&
      (isNeededIn(it, after) || (it.guard && isNeededIn(it, standing)) || beforeIn(it, standing) !== undefined),
  );
  const values = await readSysctls(
    host,
    namespace,
    concerned.map(({ key }) => key),
  );
  for (const it of concerned) {
    const value = values[it.key];
    if (isNeededIn(it, after)) await switchOn(host, change, it, value, result);
    else await switchBack(host, change, it, value, result);
  }
  return result;
}

async function switchOn(
  host: Host,
  { namespace, standing }: Change,
  it: Switch,
  value: string | undefined,
  result: Switching,
): Promise<void> {
  const known = beforeIn(it, standing);
  if (isOn(value)) {
    if (known) result.markers.push({ chain: markerOf(it, known), isWanted: true });
    return;
  }
  const found = await othersOf(host, namespace, it);
  const others = { ...found, ...known?.others };
  const lost = Object.keys(others).filter((key) => !isCarried(ofDevice(key).device));
  for (const key of lost) {
    result.notices.push(
      `${JSON.stringify(key)} will not come back to ${others[key]} ${placeText(namespace)}: no rule can carry its name`,
    );
  }
  const carried = Object.fromEntries(Object.entries(others).filter(([key]) => !lost.includes(key)));
  if (value !== undefined) {
    const chain = markerOf(it, { value: known?.value ?? value, others: carried });
    result.markers.push({ chain, isWanted: true });
  }
  for (const key of Object.keys(carried)) if (isAcceptRa(key)) result.on[key] = "2";
  Object.assign(result.on, { [it.key]: "1" }, await keptBy(host, namespace, it));
}

async function switchBack(
  host: Host,
  { namespace, standing, after }: Change,
  it: Switch,
  value: string | undefined,
  result: Switching,
): Promise<void> {
  const was = beforeIn(it, standing);
  if (!was) {
    if (it.guard && isOn(value)) {
      const text = `${it.key} stays ${value} ${placeText(namespace)}: it was on before, or a flush took what told its old value`;
      result.notices.push(text);
    }
    return;
  }
  const chain = markerOf(it, was);
  const foreign = standing.map(foreignRule).find((rule) => rule !== undefined);
  if (foreign !== undefined && value !== undefined && value !== was.value) {
    result.markers.push({ chain, isWanted: true });
    if (isLess(standing, after)) {
      const text = `${it.key} stays ${value} ${placeText(namespace)}: ${foreign} is not linuxnet's; it was ${was.value}`;
      result.notices.push(text);
    }
    return;
  }
  const others = await readSysctls(host, namespace, Object.keys(was.others));
  if (value !== was.value) Object.assign(result.back, { [it.key]: was.value }, await keptBy(host, namespace, it));
  // Advertised routes go with any interface that begins to forward, unless accept_ra is still 2.
  const keys = Object.keys(others).sort((a, b) => Number(isAcceptRa(a)) - Number(isAcceptRa(b)));
  for (const key of keys) result.back[key] = was.others[key] as string;
  result.markers.push({ chain, isWanted: false });
}

function isNeededIn(it: Switch, all: readonly Tables[]): boolean {
  return all.some((tables) => isNeeded(it, tables));
}

function beforeIn(it: Switch, all: readonly Tables[]): ReturnType<typeof before> {
  return all.map((tables) => before(it, tables)).find((found) => found !== undefined);
}

/** Whether chains go. */
function isLess(standing: readonly Tables[], after: readonly Tables[]): boolean {
  return standing.some((tables, index) =>
    [...tables].some(([table, chains]) => [...chains.keys()].some((name) => !after[index]?.get(table)?.has(name))),
  );
}

/**
 * With ip_forward the kernel sets accept_redirects, too (inet_forward_change in net/ipv4/devinet.c): the same run of
 * sysctl puts it back, so that nothing can come between.
 */
async function keptBy(host: Host, namespace: string | undefined, it: Switch): Promise<Record<string, string>> {
  return it.key === "net.ipv4.ip_forward" ? readSysctls(host, namespace, ["net.ipv4.conf.all.accept_redirects"]) : {};
}

/**
 * What must be known of the interfaces before a switch goes on. Forwarding for all overwrites that of each and of new
 * ones (inet_forward_change, addrconf_forward_change). IPv6 forwarding drops the routes of router advertisements, and
 * the advertisements to come, but on interfaces with accept_ra 2 (rt6_purge_dflt_routers, ipv6_accept_ra).
 */
async function othersOf(host: Host, namespace: string | undefined, it: Switch): Promise<Record<string, string>> {
  if (it.table !== "filter") return {};
  const parameters = it.family === 6 ? "(forwarding|accept_ra)" : "forwarding";
  const values = await matchingSysctls(host, namespace, `^net\\.ipv${it.family}\\.conf\\.[^.]+\\.${parameters}$`);
  const advertised = it.family === 6 ? await advertisedDevices(host, namespace) : [];
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) =>
      isAcceptRa(key)
        ? value === "1" && advertised.some((device) => deviceKey(6, device, "accept_ra") === key)
        : ofDevice(key).device !== "all" && isOn(value),
    ),
  );
}

function isAcceptRa(key: string): boolean {
  return ofDevice(key).parameter === "accept_ra";
}

/** The interfaces behind which a router advertised itself or a prefix: of the kernel's own routes only those expire. */
async function advertisedDevices(host: Host, namespace: string | undefined): Promise<string[]> {
  const argv = inside(namespace, ["ip", "-j", "-d", "-6", "route", "show", "table", "all"]);
  const routes = parseJson<{ dev?: string; protocol?: string; expires?: number }>(await host.run({ argv }));
  const advertised = routes.filter(
    ({ protocol, expires }) => protocol === "ra" || (protocol === "kernel" && expires !== undefined),
  );
  return advertised.flatMap(({ dev }) => (dev === undefined ? [] : [dev]));
}
