import fc from "fast-check";
import { families, type Family, hostBits, spelled } from "./addresses";
import { placed, portFields, withoutOptions, withRoomForV6 } from "./links";
import { flag, objects, plain, type Spelled, type SpelledObject } from "./spelled";
import { interfaceNames, macs, whole } from "./words";
import { DEVICES, type Places } from "./world";

type Host = Spelled<string>;

/** Of some hosts of one family the first is this one, and the others are those at the other ends. */
function ends([local, ...others]: Host[]): fc.Arbitrary<SpelledObject> {
  const [first] = others as [Host];
  const entries = fc
    .uniqueArray(fc.tuple(macs, fc.constantFrom(...(others as [Host]))), {
      maxLength: 3,
      selector: ([mac]) => mac.canonical,
    })
    .map((all) => all.map(([mac, remote]) => objectOf({ mac, remote })))
    .map(listOf);
  const remotes = fc.constantFrom(listOf(others), listOf([first]), listOf<Host>([]));
  return objects({ local: fc.constant(local as Host) }, { remotes, entries });
}

function objectOf(values: Record<string, Spelled>): SpelledObject {
  const part = (which: "given" | "canonical"): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value[which]]));
  return { given: part("given"), canonical: part("canonical") };
}

function listOf<One extends Spelled>(all: readonly One[]): Spelled<unknown[]> {
  return { given: all.map(({ given }) => given), canonical: all.map(({ canonical }) => canonical) };
}

function hostsOf(family: Family): fc.Arbitrary<Host[]> {
  return fc
    .uniqueArray(hostBits(family), { minLength: 2, maxLength: 4 })
    .chain((all) => fc.tuple(...all.map((bits) => spelled(family, fc.constant(bits)))));
}

/** With an MTU that the devices take, which have 1500, and IPv6. */
function fitting(vxlan: SpelledObject): SpelledObject {
  const { mtu } = vxlan.canonical as { mtu?: number };
  if (mtu === undefined || mtu <= 1430) return vxlan;
  const less = { mtu: 1280 + (mtu % 150) };
  return { given: { ...vxlan.given, ...less }, canonical: { ...vxlan.canonical, ...less } };
}

export function vxlans([place]: Places): fc.Arbitrary<SpelledObject> {
  const { mtu: _mtu, ...port } = portFields;
  const device = plain(fc.constantFrom(...DEVICES.map(({ name }) => name)));
  const more = { ...port, mtu: whole(68, 1430), learning: flag, port: whole(1024, 65535), device, adopt: flag };
  return fc
    .tuple(objects({ name: interfaceNames, vni: whole(1, 16777215) }, more), families.chain(hostsOf).chain(ends))
    .map(([link, tunnel]) => ({
      given: { ...link.given, ...tunnel.given },
      canonical: { ...link.canonical, ...tunnel.canonical },
    }))
    .map(withRoomForV6)
    .map(fitting)
    .map(withoutOptions)
    .map((vxlan) => placed(vxlan, place));
}
