import { isUnknown } from "../../provider/inputs/check";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { type Declared, ofKind } from "../program";
import type { Place, Topology } from "../topology";

/** A name of a namespace or an interface, and the path of the input that gives it. */
interface Reference {
  path: string;
  place: Place;
  name: string;
}

/** References by name to what neither the program makes nor stands already. */
export function missing(topology: Topology): Finding[] {
  return topology.program.resources.flatMap((resource) => [
    ...namespacesOf(resource).flatMap((it) => missingNamespace(topology, resource, it)),
    ...devicesOf(resource).flatMap((it) => missingDevice(topology, resource, it)),
  ]);
}

function missingNamespace({ program, standing }: Topology, resource: Declared, { path, name }: Reference): Finding[] {
  const made = ofKind(program, "namespace").some(({ inputs }) => inputs.name === name || isUnknown(inputs.name));
  if (made || program.hasUnreadable || !standing?.namespaces || standing.namespaces.includes(name)) return [];
  return [
    finding(
      resource,
      `${path}: no namespace ${name} exists, and the program makes none`,
      'Declare it with `new linuxnet.Namespace("…")` and pass the resource, so that it is made first.',
    ),
  ];
}

function missingDevice(topology: Topology, resource: Declared, { path, place, name }: Reference): Finding[] {
  if (!topology.isWholeAt(place) || name === "lo") return [];
  const here = topology.at(place).map((it) => it.name);
  if (here.includes(name)) return [];
  return [
    finding(
      resource,
      `${path}: no interface ${name} exists ${placeText(place)}, and the program makes none`,
      `There ${here.length === 0 ? "is lo alone" : `will be ${[...new Set(here)].sort().join(", ")}`}. Pass the resource that makes it, so that it is made first.`,
    ),
  ];
}

function namespacesOf({ inputs }: Declared): Reference[] {
  const peer = "peer" in inputs && !isUnknown(inputs.peer) ? inputs.peer : undefined;
  const given: [string, unknown][] = [
    ["namespace", "namespace" in inputs ? inputs.namespace : undefined],
    ["peer.namespace", peer?.namespace],
  ];
  return given.flatMap(([path, name]) =>
    typeof name === "string" && !isUnknown(name) ? [{ path, place: undefined, name }] : [],
  );
}

const DEVICES = ["master", "device", "outInterface", "inInterface"];

function devicesOf({ inputs }: Declared): Reference[] {
  const devices = (at: string, owner: object): Reference[] => {
    const values = owner as Record<string, string | undefined>;
    const place = values.namespace;
    return DEVICES.flatMap((key) => {
      const name = values[key];
      return name === undefined || isUnknown(name) || isUnknown(place) ? [] : [{ path: at + key, place, name }];
    });
  };
  const peer = "peer" in inputs && !isUnknown(inputs.peer) ? devices("peer.", inputs.peer) : [];
  return [...devices("", inputs), ...peer];
}
