import * as fc from "fast-check";
import { objects, plain, type SpelledObject, type Spellings } from "./spelled";
import type { Places } from "./world";

const ADDRESSES = ["127.0.0.1", "10.0.0.2", "fd00::2"];

/** Claims of reachability, each protocol with an end of its own kind. */
export function claims([place]: Places): fc.Arbitrary<SpelledObject> {
  const expect = plain(fc.constantFrom("open", "refused", "filtered", "unreachable"));
  const timeout = plain(fc.integer({ min: 1, max: 300 }));
  const from: Record<string, Spellings<unknown>> = place === undefined ? {} : { from: plain(fc.constant(place)) };
  const ports = fc
    .constantFrom(...ADDRESSES)
    .chain((address) =>
      fc
        .integer({ min: 1, max: 65535 })
        .map((port) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`)),
    );
  const pings = objects(
    { ...from, to: plain(fc.constantFrom(...ADDRESSES)), protocol: plain(fc.constant("icmp")), expect, timeout },
    {},
  );
  const others = objects(
    { ...from, to: plain(ports), protocol: plain(fc.constantFrom("tcp", "udp")), expect, timeout },
    {},
  );
  return fc.oneof(pings, others);
}
