import { isDefault } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { familyOfRoute } from "../../provider/resources/route";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding, pairs } from "../finding";
import { groupBy } from "../../provider/group-by";
import { type Declared, ofKind, type Program, withKnown } from "../program";
import type { Topology } from "../topology";

interface Named {
  resource: Declared;
  /** What the kernel has only one of. */
  what: string;
}

/** A name, or another key of the kernel, that two resources claim: the second one cannot be made. */
export function sameName(topology: Topology): Finding[] {
  const named = [
    ...interfaces(topology),
    ...namespaces(topology.program),
    ...routes(topology.program),
    ...qdiscs(topology.program),
    ...tunnels(topology.program),
  ];
  const parameters = parametersOf(topology.program);
  return [
    ...twice(named, "so the second one cannot be made. Choose another name, or leave one of them out."),
    ...twice(rules(topology.program), "as far as linuxnet makes it. Choose another priority."),
    ...twice(parameters, "and each would take it for changed where they differ. Leave one of them out."),
  ];
}

function twice(named: readonly Named[], advice: string): Finding[] {
  return [...groupBy(named, ({ what }) => what).values()].flatMap((all) =>
    pairs(all)
      .filter(([a, b]) => a.resource !== b.resource)
      .map(([first, { resource, what }]) =>
        finding(
          resource,
          `${what} is declared twice in this program: by ${first.resource.name} and by ${resource.name}`,
          `The kernel has only one of it, ${advice}`,
        ),
      ),
  );
}

function parametersOf(program: Program): Named[] {
  const ofNamespaces = withKnown(program, "namespace", "name", "sysctls").flatMap((resource) =>
    Object.keys(resource.inputs.sysctls ?? {}).map((key) => ({ resource, place: resource.inputs.name, key })),
  );
  const single = withKnown(program, "sysctl", "namespace", "key").map((resource) => ({
    ...{ resource, place: resource.inputs.namespace, key: resource.inputs.key },
  }));
  return [...ofNamespaces, ...single]
    .map(({ resource, place, key }) => ({ resource, what: `parameter ${key} ${placeText(place)}` }))
    .sort((a, b) => a.resource.index - b.resource.index);
}

function interfaces(topology: Topology): Named[] {
  return topology.interfaces
    .flatMap(({ resource, name, place }) =>
      resource ? [{ resource, what: `interface ${name} ${placeText(place)}` }] : [],
    )
    .sort((a, b) => a.resource.index - b.resource.index);
}

function namespaces(program: Program): Named[] {
  return withKnown(program, "namespace", "name").map((resource) => ({
    resource,
    what: `namespace ${resource.inputs.name}`,
  }));
}

function routes(program: Program): Named[] {
  return ofKind(program, "route").flatMap((resource) => {
    const { namespace, destination, metric, table, gateway, source } = resource.inputs;
    if ([namespace, destination, metric, table, gateway, source].some(isUnknown)) return [];
    const version = familyOfRoute(resource.inputs) === 6 ? "IPv6 " : "";
    const options = `metric ${metric}${table === "main" ? "" : `, table ${table}`}`;
    const to = isDefault(destination) ? "default" : destination;
    return [{ resource, what: `${version}route to ${to} (${options}) ${placeText(namespace)}` }];
  });
}

/** The kernel would take them; linuxnet tells its own apart by their priorities. */
function rules(program: Program): Named[] {
  return withKnown(program, "rule", "namespace", "priority", "family").map((resource) => {
    const { namespace, priority, family } = resource.inputs;
    return { resource, what: `${family === 6 ? "IPv6 rule" : "rule"} of priority ${priority} ${placeText(namespace)}` };
  });
}

function qdiscs(program: Program): Named[] {
  return withKnown(program, "qdisc", "namespace", "device").map((resource) => ({
    resource,
    what: `qdisc of ${resource.inputs.device} ${placeText(resource.inputs.namespace)}`,
  }));
}

function tunnels(program: Program): Named[] {
  return withKnown(program, "vxlan", "namespace", "vni", "port").map((resource) => {
    const { namespace, vni, port } = resource.inputs;
    return { resource, what: `VXLAN number ${vni} of port ${port} ${placeText(namespace)}` };
  });
}
