import type { Family } from "../inputs/addresses";
import { parseJson } from "../iproute2/json";
import type { Tables } from "../iptables/chains";
import type { Marker } from "../iptables/restore";
import {
  type Before,
  before,
  deviceKey,
  foreignRule,
  forwardingOf,
  isCarried,
  isNeeded,
  isOn,
  markerOf,
  ofDevice,
  type Switch,
  SWITCHES,
} from "../iptables/switches";
import { inside, placeText } from "../namespaces";
import { foreignNftChain } from "./foreign-nft";
import type { Host } from "./host";
import { matchingSysctls, readSysctls } from "./sysctls";

/** What becomes of a family's switches when its chains change. */
export interface Switching {
  /** Markers that stand before anything is written. */
  first: Marker[];
  /** What goes back before the chains go, in the order of writing. */
  back: Record<string, string>;
  /** Markers that come and go with the chains. */
  markers: Marker[];
  /** What goes on once the chains are there. */
  on: Record<string, string>;
  /** Markers once all is written. */
  last: Marker[];
  /** What people should know of it. */
  notices: string[];
}

/** The rules of a family in a namespace, and what they are going to be. */
export interface Change {
  namespace: string | undefined;
  family: Family;
  standing: readonly Tables[];
  after: readonly Tables[];
  /** Switches that somebody had turned on, and that go off with what goes. */
  switchedOn?: readonly string[];
}

/**
 * Switches go on for what needs them, and back for the last, unless somebody else's rules may rely on them by now. What
 * the kernel changes with them, and what would be lost by it, goes back as well.
 */
export async function switching(host: Host, change: Change): Promise<Switching> {
  const { namespace, family, standing, after } = change;
  const result: Switching = { first: [], back: {}, markers: [], on: {}, last: [], notices: [] };
  const concerned = SWITCHES.filter(
    (it) =>
      it.family === family && (isNeededIn(it, after) || isNeededIn(it, standing) || wasOf(it, change) !== undefined),
  );
  const values = await readSysctls(
    host,
    namespace,
    concerned.flatMap((it) => [it.key, ...forwardingIn(it, after)]),
  );
  for (const it of concerned) {
    const value = values[it.key];
    const off = forwardingIn(it, after).filter((key) => values[key] === "0");
    if (!isNeededIn(it, after)) await switchBack(host, change, it, value, result);
    else if (value !== undefined && isOn(value)) keepOn(it, { now: value, known: wasOf(it, change), off }, result);
    else await switchOn(host, change, it, value, result);
  }
  return result;
}

/** How a switch was before: off, where somebody else had turned on what goes. */
function wasOf(it: Switch, { standing, switchedOn = [] }: Change): Before | undefined {
  return beforeIn(it, standing) ?? (switchedOn.includes(it.key) ? { value: "0", others: {} } : undefined);
}

/** Interfaces that are off go on with a switch that is on; where it was on before, they go back by themselves. */
function keepOn(
  it: Switch,
  { now, known, off }: { now: string; known: Before | undefined; off: readonly string[] },
  result: Switching,
): void {
  for (const key of off) result.on[key] = "1";
  if (known === undefined && off.length === 0) return;
  const { value, others } = known ?? { value: now, others: {} };
  const alone = isOn(value) ? Object.fromEntries(off.map((key) => [key, "0"])) : {};
  remember(it, { value, others: { ...alone, ...others } }, result);
}

async function switchOn(
  host: Host,
  { namespace, standing }: Change,
  it: Switch,
  value: string | undefined,
  result: Switching,
): Promise<void> {
  const known = beforeIn(it, standing);
  const found = await othersOf(host, namespace, it);
  const others = { ...found, ...known?.others };
  const lost = Object.keys(others).filter((key) => !isCarried(ofDevice(key).device));
  for (const key of lost) {
    result.notices.push(
      `${JSON.stringify(key)} will not come back to ${others[key]} ${placeText(namespace)}: no rule can carry its name`,
    );
  }
  const carried = Object.fromEntries(Object.entries(others).filter(([key]) => !lost.includes(key)));
  for (const key of Object.keys(carried)) if (isAcceptRa(key)) result.on[key] = "2";
  result.on[it.key] = "1";
  if (value === undefined) return;
  const kept = REDIRECTS in carried ? {} : await redirects(host, namespace, it);
  remember(it, { value: known?.value ?? value, others: { ...carried, ...kept } }, result);
}

/**
 * What is lost if the work ends before it is written back stands in the marker until then; an accept_redirects of 0 as
 * long as the marker: the kernel makes it 1 when somebody switches ip_forward off.
 */
function remember(it: Switch, was: Before, result: Switching): void {
  const { [REDIRECTS]: unwritten, ...others } = was.others;
  result.markers.push({ chain: markerOf(it, was), isWanted: true });
  if (unwritten === undefined || unwritten === "0") return;
  result.on[REDIRECTS] = unwritten;
  result.last.push({ chain: markerOf(it, { ...was, others }), isWanted: true });
}

async function switchBack(
  host: Host,
  change: Change,
  it: Switch,
  value: string | undefined,
  result: Switching,
): Promise<void> {
  const { namespace, standing, after } = change;
  const was = wasOf(it, change);
  if (!was) {
    if (isOn(value)) {
      const text = `${it.key} stays ${value} ${placeText(namespace)}: it was on before, or a flush took what told its old value`;
      result.notices.push(text);
    }
    return;
  }
  const isOurs = value === undefined || value === was.value;
  const foreign = isOurs ? undefined : await foreignOf(host, { namespace, family: it.family, standing: after });
  if (foreign !== undefined) {
    remember(it, was, result);
    if (isLess(standing, after)) {
      const text = `${it.key} stays ${value} ${placeText(namespace)}: ${foreign} is not linuxnet's; it was ${was.value}`;
      result.notices.push(text);
    }
    return;
  }
  // What the kernel did of itself when somebody turned it on, it undoes of itself.
  const isByHand = beforeIn(it, standing) === undefined;
  const { [REDIRECTS]: now = "1" } = value === was.value || isByHand ? {} : await redirects(host, namespace, it);
  const kept: Record<string, string> = now === "1" ? {} : { [REDIRECTS]: now };
  const known = { ...was, others: { ...kept, ...was.others } };
  if (value !== was.value) result.back[it.key] = was.value;
  if (Object.keys(kept).length > 0) result.first.push({ chain: markerOf(it, known), isWanted: true });
  const present = Object.keys(await readSysctls(host, namespace, Object.keys(known.others)));
  // Advertised routes go with any interface that begins to forward, unless accept_ra is still 2.
  present.sort((a, b) => Number(isAcceptRa(a)) - Number(isAcceptRa(b)));
  for (const key of present) result.back[key] = known.others[key] as string;
  result.markers.push({ chain: markerOf(it, known), isWanted: false });
}

/** Rules of somebody else, who may need packets to be forwarded. */
export async function foreignOf(
  host: Host,
  { namespace, family, standing }: Omit<Change, "after">,
): Promise<string | undefined> {
  const rule = standing.map(foreignRule).find((it) => it !== undefined);
  return rule ?? (await foreignNftChain(host, namespace, family));
}

/** Whether chains of either backend need a switch. */
export function isNeededIn(it: Switch, all: readonly Tables[]): boolean {
  return all.some((tables) => isNeeded(it, tables));
}

function forwardingIn(it: Switch, all: readonly Tables[]): string[] {
  return all.flatMap((tables) => forwardingOf(it, tables));
}

/** How a switch was before, as the marker of either backend tells it. */
export function beforeIn(it: Switch, all: readonly Tables[]): Before | undefined {
  return all.map((tables) => before(it, tables)).find((found) => found !== undefined);
}

/** Whether chains go. */
function isLess(standing: readonly Tables[], after: readonly Tables[]): boolean {
  return standing.some((tables, index) =>
    [...tables].some(([table, chains]) => [...chains.keys()].some((name) => !after[index]?.get(table)?.has(name))),
  );
}

const REDIRECTS = "net.ipv4.conf.all.accept_redirects";

/** What accept_redirects is: the kernel sets it to the opposite of ip_forward (inet_forward_change in net/ipv4/devinet.c). */
async function redirects(host: Host, namespace: string | undefined, it: Switch): Promise<Record<string, string>> {
  return it.key === "net.ipv4.ip_forward" ? readSysctls(host, namespace, [REDIRECTS]) : {};
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
