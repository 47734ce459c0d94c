import fc from "fast-check";
import { bytesOf, bytesPerSecond } from "../../../provider/inputs/traffic";
import { at } from "./rules";
import { objects, plain, type SpelledObject, type Spelled, type Spellings } from "./spelled";
import { DEVICES, type Places } from "./world";

/** A number in some of the units of which it is a multiple, the largest being the one that counts. */
function inUnits(numbers: fc.Arbitrary<number>, units: readonly [unit: string, size: number][]): Spellings<string> {
  return fc.tuple(numbers, fc.nat(9), fc.boolean()).map(([number, turn, isUpper]): Spelled<string> => {
    const fitting = units.filter(([, size]) => number >= size && number % size === 0);
    const text = ([unit, size]: readonly [string, number]): string => `${number / size}${unit}`;
    const given = text(fitting[turn % fitting.length] as [string, number]);
    return { given: isUpper ? given.toUpperCase() : given, canonical: text(fitting.at(-1) as [string, number]) };
  });
}

const rates = inUnits(
  fc.oneof(
    fc.integer({ min: 1000, max: 99999 }).map((number) => number * 8),
    fc.integer({ min: 1, max: 4000 }).map((number) => number * 1e6),
  ),
  [
    ["bit", 1],
    ["kbit", 1e3],
    ["mbit", 1e6],
    ["gbit", 1e9],
  ],
);

const bursts = inUnits(
  fc.oneof(
    fc.integer({ min: 1600, max: 99999 }),
    fc.integer({ min: 2, max: 2048 }).map((number) => number * 1024),
  ),
  [
    ["b", 1],
    ["kb", 1024],
    ["mb", 1024 ** 2],
  ],
);

const times = inUnits(
  fc.integer({ min: 10, max: 900 }).map((number) => number * 1000),
  [
    ["us", 1],
    ["ms", 1e3],
  ],
);

/** Of the kind that every kernel has. */
export function qdiscs([place]: Places): fc.Arbitrary<SpelledObject> {
  const device = plain(fc.constantFrom(...DEVICES.map(({ name }) => name)));
  return objects({ ...at(place), device, rate: rates }, { burst: bursts, latency: times }).filter(({ canonical }) => {
    const { rate, burst = "1600b" } = canonical as { rate: string; burst?: string };
    return bytesOf(burst) <= 274 * bytesPerSecond(rate);
  });
}
