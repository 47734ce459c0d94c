import { withoutLength } from "../../provider/inputs/addresses";
import { placeText } from "../../provider/namespaces";
import { overheadOver } from "../../provider/resources/vxlan";
import { type Finding, finding } from "../finding";
import { type Declared, withKnown } from "../program";
import { type Interface, placed, type Topology } from "../topology";

/** A VXLAN interface whose packets do not fit into those of the way to the other hosts, or that sends from nobody's address. */
export function vxlanWay(topology: Topology): Finding[] {
  return withKnown(topology.program, "vxlan", "namespace", "name", "local", "device").flatMap((resource) => {
    const { namespace: place, device, local, mtu } = resource.inputs;
    const here = topology.at(place);
    const carrier = here.find(({ addresses }) => addresses.some((it) => withoutLength(it) === local));
    const way = device === undefined ? carrier : here.find(({ name }) => name === device);
    const overhead = overheadOver(local);
    const isTooLong = way?.mtu !== undefined && typeof mtu === "number" && mtu + overhead > way.mtu;
    return [
      ...(carrier || !topology.isWholeAt(place) ? [] : [nobody(resource)]),
      ...(isTooLong ? [tooLong(resource, way as Interface & { mtu: number }, overhead)] : []),
    ];
  });
}

function nobody(resource: Declared<"vxlan">): Finding {
  const { local, namespace } = resource.inputs;
  return finding(
    resource,
    `local: no interface ${placeText(namespace)} has ${local}`,
    "The kernel sends nothing from an address that is not its own. Give an interface there the address, or pass the resource that has it.",
  );
}

function tooLong(resource: Declared<"vxlan">, way: Interface & { mtu: number }, overhead: number): Finding {
  const { name, namespace: place, mtu, device } = resource.inputs;
  const fate = device === undefined ? "Longer ones go in pieces, or are lost" : "The kernel refuses more";
  return finding(
    resource,
    `MTU too large: ${placed({ ...way, name, place })} has ${mtu}, and ${placed(way)}, by which it sends, ${way.mtu}`,
    `VXLAN takes ${overhead} bytes of each packet, so that ${way.mtu - overhead} are left. ${fate}. Give it mtu: ${way.mtu - overhead}, and all interfaces of its network as well.`,
  );
}
