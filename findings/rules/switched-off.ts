import { familyOf } from "../../provider/inputs/addresses";
import { hasUnknown } from "../../provider/inputs/check";
import { deviceKey } from "../../provider/iptables/switches";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding, later } from "../finding";
import { type Declared, ofKind, type Program, withKnown } from "../program";
import type { Place, Topology } from "../topology";
import { FORWARDING } from "./forwarding";

interface Parameter {
  resource: Declared;
  place: Place;
  key: string;
}

/** A kernel parameter that the program declares off, and that rules of the program switch on. */
export function switchedOff({ program }: Topology): Finding[] {
  const needed = neededIn(program);
  return offIn(program).flatMap(({ resource, place, key }) => {
    const need = needed.find((it) => it.place === place && it.key === key);
    if (need === undefined) return [];
    return [
      finding(
        later(resource, need.resource),
        `${resource.name} declares ${key} 0 ${placeText(place)}, and ${need.resource.name} switches it on`,
        "Its packets are forwarded only while it is on. Leave the parameter out, or what needs it.",
      ),
    ];
  });
}

function offIn(program: Program): Parameter[] {
  const single = withKnown(program, "sysctl", "namespace", "key", "value").map((resource) => ({
    ...{ resource, place: resource.inputs.namespace, key: resource.inputs.key, value: resource.inputs.value },
  }));
  const ofNamespaces = withKnown(program, "namespace", "name", "sysctls").flatMap((resource) =>
    Object.entries(resource.inputs.sysctls ?? {}).map(([key, value]) => ({
      ...{ resource, place: resource.inputs.name, key, value },
    })),
  );
  return [...single, ...ofNamespaces].filter(({ value }) => value === "0");
}

/** What the rules of masquerades and forwards switch on: of IPv4 in the interfaces that they name, too. */
function neededIn(program: Program): Parameter[] {
  const masquerades = ofKind(program, "masquerade")
    .filter(({ inputs }) => inputs.forward === true)
    .map((resource) => {
      const { namespace: place, source: address, inInterface, outInterface } = resource.inputs;
      return { resource, place, address, devices: [inInterface, outInterface] };
    });
  const forwards = ofKind(program, "portForward").map((resource) => {
    const { namespace: place, targetAddress: address, outInterface } = resource.inputs;
    return { resource, place, address, devices: [outInterface] };
  });
  return [...masquerades, ...forwards]
    .filter(({ place, address }) => !hasUnknown([place, address]))
    .flatMap(({ resource, place, address, devices }) => {
      const family = familyOf(address);
      const named = devices.filter((device) => device !== undefined && !hasUnknown(device));
      const ofDevices = family === 4 ? named.map((device) => deviceKey(4, device as string, "forwarding")) : [];
      return [FORWARDING[family], ...ofDevices].map((key) => ({ resource, place, key }));
    });
}
