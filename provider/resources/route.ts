import { LinuxnetError } from "../errors";
import { placeText } from "../namespaces";
import { address, destination, type Family, familyOf, isDefault, remoteAddress } from "../inputs/addresses";
import { type Fields, isUnknown, optional, required } from "../inputs/check";
import { device, namespaceName } from "../inputs/names";
import { flag, metric, oneOf, owner, table } from "../inputs/values";
import { UNMARKED } from "../owner";
import { PROTOCOL, type RouteEntry } from "../iproute2/routes";
import { routeId, routeOfId } from "./ids";
import { routeChecks } from "./route-checks";
import { ipStep, type Placed, type ResourceSpec, type Step, type View } from "./spec";

export interface RouteInputs extends Placed {
  destination: string;
  gateway?: string;
  device?: string;
  source?: string;
  metric: number;
  table: string;
  onlink: boolean;
  type: "unicast" | "blackhole" | "unreachable" | "prohibit";
  adopt: boolean;
}

const fields: Fields<RouteInputs> = {
  namespace: optional(namespaceName),
  destination: required(destination),
  gateway: optional(remoteAddress),
  device: optional(device),
  source: optional(address),
  metric: optional(metric),
  table: optional(table, "main"),
  onlink: optional(flag, false),
  type: optional(oneOf("unicast", "blackhole", "unreachable", "prohibit"), "unicast"),
  adopt: optional(flag, false),
  owner: required(owner),
};

/** A route's metric where none is given: 0, for IPv6 IP6_RT_PRIO_USER in linux/ipv6_route.h. */
const DEFAULT_METRIC: Record<Family, number> = { 4: 0, 6: 1024 };

/** `ip route add`. The kernel's key is destination, metric and table; its mark is a protocol number of our own. */
export const route: ResourceSpec<RouteInputs> = {
  describe: (inputs) => `route to ${inputs.destination} ${placeText(inputs.namespace)}`,
  fields,
  defaults(inputs) {
    const family = familyOfRoute(inputs);
    // To the kernel an IPv6 metric of 0 means the default, too.
    return { metric: (family === 6 && inputs.metric === 0 ? undefined : inputs.metric) ?? DEFAULT_METRIC[family] };
  },
  crossChecks: routeChecks,
  id(inputs) {
    const family = familyOfRoute(inputs);
    const destination = isDefault(inputs.destination) && family === 6 ? "::/0" : inputs.destination;
    return routeId({ ...inputs, destination }, DEFAULT_METRIC[family]);
  },
  fromId: routeOfId,
  replaceOn: ["namespace", "destination", "table"],
  references: ["device", "gateway", "source"],
  complete: (inputs) => inputs,
  inputsOf: (state) => state,
  create: (wanted) => [routeStep("add", wanted)],
  update(standing, wanted) {
    const sameKey = standing.metric === wanted.metric && familyOfRoute(standing) === familyOfRoute(wanted);
    // `replace` takes the place of the route with the same key in one step.
    return [routeStep("replace", wanted), ...(sameKey ? [] : [removeStep(standing)])];
  },
  remove: (state) => [removeStep(state)],
  async find(key, view) {
    const [found, second] = await standing(key, view);
    if (!found) return undefined;
    if (second) throw new LinuxnetError(`there are ${text(found)} and ${text(second)}`);
    if (["kernel", "ra"].includes(found.protocol)) {
      throw new LinuxnetError(`it comes and goes with what made it (protocol ${found.protocol})`);
    }
    if (found.beyond.length > 0) throw new LinuxnetError(`no property can say: ${found.beyond.join("; ")}`);
    const { type, gateway, device, source, onlink, protocol } = found;
    // `default` says of which family it is where an address does.
    const isTold = gateway !== undefined || source !== undefined;
    const everything = isDefault(key.destination) && isTold ? { destination: "default" } : {};
    const way = type === "unicast" ? { gateway, device } : {};
    return {
      mark: protocol === PROTOCOL ? key.owner : UNMARKED,
      inputs: { ...everything, metric: found.metric, type, ...way, source, onlink },
    };
  },
  likened(inputs, { destination, device }) {
    // The kernel chooses the device where the program leaves it out, and tells it.
    const chosen = inputs.device === undefined && inputs.gateway !== undefined ? { device } : {};
    const alike = { ...inputs, ...(isDefault(inputs.destination) ? { destination } : {}) };
    const isSame = familyOfRoute(alike) === familyOfRoute(inputs);
    return { ...(isSame ? alike : inputs), ...chosen };
  },
  async observe(wanted, view) {
    const all = await standing(wanted, view);
    const [first] = all;
    if (!first) return undefined;
    const found = all.find(({ protocol }) => protocol === PROTOCOL) ?? first;
    const ours = found.protocol === PROTOCOL;
    // `prepend` of ip(8): packets go by the first, and `replace` would take its place.
    const instead = { owner: undefined, what: whatRoute(first) };
    return {
      owner: ours ? wanted.owner : undefined,
      // Of another protocol's the protocol is no part of what tells it from others.
      ...(ours
        ? {}
        : { remains: [removeStep({ ...wanted, type: found.type as RouteInputs["type"], owner: UNMARKED })] }),
      what: whatRoute(found),
      state: observed(wanted, found),
      ...(found === first ? { drift: [] } : { drift: [`${instead.what} stands before it`], instead }),
    };
  },
  isLeftover: (found, wanted) =>
    (["gateway", "device", "source", "type"] as const).every(
      // What the program leaves to the kernel, the kernel has chosen.
      (key) => wanted[key] === undefined || found[key] === wanted[key],
    ),
};

/** The family that a route's known inputs tell; IPv4 where none does. */
export function familyOfRoute({ destination, gateway, source }: Partial<RouteInputs>): Family {
  const telling = [destination === "default" ? undefined : destination, gateway, source];
  const text = telling.find((value) => value !== undefined && !isUnknown(value));
  return text === undefined ? 4 : familyOf(text);
}

/** The routes with a key. */
async function standing(key: RouteInputs, view: View): Promise<RouteEntry[]> {
  const all = await view.routes(key.namespace, familyOfRoute(key), key.table);
  return all.filter(
    (entry) => canonical(entry.destination) === canonical(key.destination) && entry.metric === key.metric,
  );
}

function canonical(destination: string): string {
  return isDefault(destination) ? "default" : destination;
}

function routeStep(verb: "add" | "replace", wanted: RouteInputs): Step {
  const { type, gateway, device, source, onlink } = wanted;
  const option = (word: string, value: string | undefined): string[] => (value === undefined ? [] : [word, value]);
  return ipStep(
    wanted.namespace,
    "route",
    verb,
    type,
    ...keyWords(wanted),
    ...option("via", gateway),
    ...option("dev", device),
    ...option("src", source),
    ...(onlink ? ["onlink"] : []),
  );
}

/** With everything that tells this route from another to the same destination. */
function removeStep(standing: RouteInputs): Step {
  return ipStep(standing.namespace, "route", "del", standing.type, ...keyWords(standing));
}

function keyWords(inputs: RouteInputs): string[] {
  // `-4` and `-6` are options of ip's command line; in a batch the family of the addresses tells.
  const everything = familyOfRoute(inputs) === 6 ? "::/0" : "0.0.0.0/0";
  const mark = inputs.owner === UNMARKED ? [] : ["proto", PROTOCOL];
  const destination = inputs.destination === "default" ? everything : inputs.destination;
  return [destination, "metric", String(inputs.metric), "table", inputs.table, ...mark];
}

function observed(wanted: RouteInputs, found: RouteEntry): RouteInputs {
  const { gateway: _gateway, device: _device, source: _source, ...rest } = wanted;
  // A device and a source that the program leaves to the kernel are no part of the state.
  const keep = (key: "gateway" | "device" | "source"): Partial<RouteInputs> =>
    found[key] === undefined || (wanted[key] === undefined && key !== "gateway") ? {} : { [key]: found[key] };
  const type = found.type as RouteInputs["type"];
  return { ...rest, ...keep("gateway"), ...keep("device"), ...keep("source"), type, onlink: found.onlink };
}

function whatRoute(route: RouteEntry): string {
  return `a route ${text(route)} of protocol ${route.protocol}`;
}

function text({ type, destination, gateway, device }: RouteEntry): string {
  return [type, destination, gateway && `via ${gateway}`, device && `dev ${device}`].filter(Boolean).join(" ");
}
