import { isDefault } from "../../../provider/inputs/addresses";
import { isUnknown } from "../../../provider/inputs/check";
import { PROTOCOL } from "../../../provider/iproute2/routes";
import { placeText } from "../../../provider/namespaces";
import { whatLink } from "../../../provider/resources/link-end";
import { familyOfRoute } from "../../../provider/resources/route";
import { type Owner, stackOf, UNMARKED } from "../../../provider/owner";
import { type Finding, finding } from "../../finding";
import { type Declared, ofKind, withKnown } from "../../program";
import type { Topology } from "../../topology";

/** Names, and keys of routes, at which something stands already that is not this resource's: an `up` would refuse to touch it. */
export function taken(topology: Topology): Finding[] {
  return [...namespaces(topology), ...links(topology), ...routes(topology)];
}

function namespaces({ program, standing }: Topology): Finding[] {
  return withKnown(program, "namespace", "name").flatMap((resource) => {
    const { name } = resource.inputs;
    const found = standing?.places.get(name);
    return found ? told(resource, `namespace ${name}`, "a namespace", found.owner) : [];
  });
}

function links({ program, standing }: Topology): Finding[] {
  const ends = [
    ...ofKind(program, "bridge").map((resource) => ({ resource, end: resource.inputs })),
    ...ofKind(program, "vxlan").map((resource) => ({ resource, end: resource.inputs })),
    ...ofKind(program, "vethPair").flatMap((resource) => [
      { resource, end: resource.inputs },
      ...(isUnknown(resource.inputs.peer) ? [] : [{ resource, end: resource.inputs.peer }]),
    ]),
  ];
  return ends.flatMap(({ resource, end: { name, namespace } }) => {
    const place = standing?.places.get(namespace);
    const found = place?.links.find((link) => link.name === name);
    if (!found || (isInOwnNamespace(resource, place?.owner) && isOfSameStack(resource, found.owner))) return [];
    return told(resource, `interface ${name} ${placeText(namespace)}`, whatLink(found), found.owner);
  });
}

/** There is nobody else's of the stack: what has another owner is a part of the same resource that gives way. */
function isInOwnNamespace({ whole }: Declared, owner: Owner | undefined): boolean {
  return whole !== undefined && whole === owner;
}

function isOfSameStack({ inputs }: Declared, owner: Owner | undefined): boolean {
  return owner !== undefined && stackOf(owner) === stackOf(inputs.owner);
}

/** Of a route the kernel keeps no owner, only whether linuxnet made it. */
function routes({ program, standing }: Topology): Finding[] {
  const known = ["namespace", "destination", "gateway", "source", "metric", "table"] as const;
  return withKnown(program, "route", ...known).flatMap((resource) => {
    const { namespace, destination, metric, table } = resource.inputs;
    const family = familyOfRoute(resource.inputs);
    const wanted = isDefault(destination) ? "default" : destination;
    const found = standing?.places
      .get(namespace)
      ?.routes.find(
        (it) => it.destination === wanted && it.metric === metric && it.table === table && it.family === family,
      );
    if (!found || found.protocol === PROTOCOL) return [];
    const via = [found.gateway && `via ${found.gateway}`, found.device && `dev ${found.device}`].filter(Boolean);
    const what = `a route ${["to", destination, ...via].join(" ")} of protocol ${found.protocol}`;
    return told(resource, `route to ${destination} ${placeText(namespace)}`, what, undefined, "metric or table");
  });
}

function told(resource: Declared, key: string, what: string, owner: Owner | undefined, other = "name"): Finding[] {
  const { inputs, hasAliases, imported } = resource;
  const isOurs =
    owner === inputs.owner || (owner ?? UNMARKED) === imported?.mark || (owner !== undefined && hasAliases);
  if (isOurs || ("adopt" in inputs && inputs.adopt)) return [];
  const maker =
    owner === undefined ? "that linuxnet did not make" : `that linuxnet made for another resource (owner ${owner})`;
  return [
    finding(
      resource,
      `${key} already exists: ${what} ${maker}`,
      `\`pulumi up\` will refuse to touch it. Remove it, choose another ${other}, or set adopt: true to take it over.`,
    ),
  ];
}
