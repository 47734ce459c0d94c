import { familyOf } from "../../../provider/inputs/addresses";
import { hasUnknown } from "../../../provider/inputs/check";
import { type Finding, finding } from "../../finding";
import { type Declared, ofKind, withKnown } from "../../program";
import type { Topology } from "../../topology";
import { keyOfAll } from "../kernel";

/** Tools, features and parameters that this host does not have, each on the first resource that needs it. */
export function lacking(topology: Topology): Finding[] {
  const { program, standing } = topology;
  const lacks = (standing?.lacks ?? []).flatMap(({ kinds, isNeededBy, text }) => {
    const first = program.resources.find((it) => kinds.includes(it.kind) && (isNeededBy?.(it) ?? true));
    return first ? [finding(first, text, "`pulumi up` cannot make this resource here.")] : [];
  });
  return [...lacks, ...parameters(topology), ...addresses(topology)];
}

function parameters({ program, standing }: Topology): Finding[] {
  const { fresh, own } = standing ?? {};
  const lacks = (all: Record<string, string> | undefined, key: string): boolean => {
    const known = keyOfAll(key);
    return all !== undefined && known !== undefined && all[known] === undefined;
  };
  const ofNamespaces = ofKind(program, "namespace").flatMap((resource) => {
    const { sysctls = {} } = resource.inputs;
    if (hasUnknown(sysctls)) return [];
    return Object.keys(sysctls)
      .filter((key) => lacks(fresh, key))
      .map((key) => toldOfNamespace(resource, `sysctls["${key}"]`));
  });
  const single = withKnown(program, "sysctl", "namespace", "key").flatMap((resource) => {
    const { namespace, key } = resource.inputs;
    if (namespace === undefined) return lacks(own, key) ? [toldOfHost(resource)] : [];
    return lacks(fresh, key) ? [toldOfNamespace(resource, `key ${key}`)] : [];
  });
  return [...ofNamespaces, ...single];
}

function toldOfNamespace(resource: Declared, path: string): Finding {
  return finding(
    resource,
    `${path}: this kernel has no such parameter in a new namespace`,
    "`sysctl -a` in a namespace lists them. Some need a module to be loaded first, and some exist on the host alone.",
  );
}

function toldOfHost(resource: Declared<"sysctl">): Finding {
  return finding(
    resource,
    `key ${resource.inputs.key}: this kernel has no such parameter`,
    "`sysctl -a` lists them. Some need a module to be loaded first.",
  );
}

/** IPv6 addresses on a host that has IPv6 switched off. */
function addresses({ interfaces, standing }: Topology): Finding[] {
  if (!standing?.withoutV6) return [];
  const told = interfaces.find(
    ({ resource, addresses, place }) => resource && place === undefined && addresses.some((it) => familyOf(it) === 6),
  );
  if (!told?.resource) return [];
  const headline = `${told.name} has an IPv6 address, and IPv6 is switched off here (net.ipv6.conf.all.disable_ipv6 is 1)`;
  return [finding(told.resource, headline, "The kernel refuses the address. Switch IPv6 on, or leave it out.")];
}
