import fc from "fast-check";
import { type Family, families, hosts, networks, spelled, textOf } from "./addresses";
import { flag, merged, objects, plain, type SpelledObject, type Spelled, type Spellings } from "./spelled";
import { tables } from "./words";
import { type Device, DEVICES, type Places } from "./world";

const devices = fc.constantFrom<Device>(...DEVICES);

function networkOf(device: Device, family: Family): bigint {
  return family === 4 ? device.v4 : device.v6;
}

/** Hosts beside a device. */
function neighbours(device: Device, family: Family): Spellings<string> {
  const most = family === 4 ? 0xfffen : 0xffffffffffffn;
  return spelled(
    family,
    fc.bigInt({ min: 2n, max: most }).map((host) => networkOf(device, family) + host),
  );
}

/** The devices' own addresses. */
function sources(family: Family): Spellings<string> {
  return spelled(
    family,
    devices.map((device) => networkOf(device, family) + 1n),
  );
}

const strangers: Record<Family, Spellings<string>> = {
  4: hosts(4).filter(({ canonical }) => !/^10\.[78]\./.test(canonical)),
  6: spelled(
    6,
    fc.bigInt({ min: 1n, max: 0xffffffffffffn }).map((host) => 0xfd990000000000000000000000000000n + host),
  ),
};

const linkLocals = spelled(
  6,
  fc.bigInt({ min: 2n, max: 0xffffffffffffffffn }).map((host) => (0xfe80n << 112n) + host),
);

const name = (device: Device): Spellings<string> => plain(fc.constant(device.name));
const yes = plain(fc.constant(true));

/** Every way to say where a route leads. */
function nextHops(family: Family): fc.Arbitrary<SpelledObject> {
  return devices.chain((device) =>
    fc.oneof(
      objects({ gateway: neighbours(device, family) }, { source: sources(family) }),
      objects({ device: name(device) }, { source: sources(family) }),
      objects({ gateway: neighbours(device, family), device: name(device) }, { source: sources(family) }),
      objects({ gateway: strangers[family], device: name(device), onlink: yes }, { source: sources(family) }),
      ...(family === 6 ? [objects({ gateway: linkLocals, device: name(device) }, { source: sources(6) })] : []),
    ),
  );
}

const rejects = objects({ type: plain(fc.constantFrom("blackhole", "unreachable", "prohibit")) });

/** A route for everything is of the family that its gateway or source tells. */
function everything(family: Family, { canonical }: SpelledObject): Spellings<string> {
  const isTold = family === 4 || canonical.gateway !== undefined || canonical.source !== undefined;
  const defaults: Spelled<string>[] = isTold ? [{ given: "default", canonical: "default" }] : [];
  const zero = textOf(family, 0n);
  return fc.constantFrom(...defaults, { given: `${zero}/0`, canonical: family === 4 ? "default" : `${zero}/0` });
}

/** IPv6 networks that hold neither a device's network nor a stranger. */
function destinations(family: Family): Spellings<string> {
  return family === 4 ? networks(4) : networks(6, 16).filter(({ canonical }) => !/^fd(07|08|99)/.test(canonical));
}

function metrics(family: Family): Spellings<number> {
  const set = fc.integer({ min: 0, max: 4294967295 });
  return fc
    .oneof(set, fc.constantFrom(0, 1, 4294967295))
    .map((metric) => ({ given: metric, canonical: family === 6 && metric === 0 ? 1024 : metric }));
}

export function routes([place]: Places): fc.Arbitrary<SpelledObject> {
  return families.chain((family) =>
    fc.oneof({ weight: 4, arbitrary: nextHops(family) }, { weight: 1, arbitrary: rejects }).chain((way) =>
      merged(
        fc.constant(way),
        objects(
          {
            destination: fc.oneof(
              { weight: 9, arbitrary: destinations(family) },
              { weight: 1, arbitrary: everything(family, way) },
            ),
            ...(place === undefined ? {} : { namespace: plain(fc.constant(place)) }),
          },
          { metric: metrics(family), table: tables, adopt: flag },
        ),
      ),
    ),
  );
}
