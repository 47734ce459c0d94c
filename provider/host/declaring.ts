import { Refusal } from "../errors";
import {
  declaredIn,
  isRememberable,
  keysOf,
  markerOfDeclared,
  type Remembered,
  rememberedIn,
} from "../iptables/declared";
import type { Marker, Wanted } from "../iptables/restore";
import type { Host } from "./host";
import type { Change, Switching } from "./switching";
import { readSysctls } from "./sysctls";

type Declaring = Pick<Switching, "back" | "markers" | "on" | "last">;

/**
 * What becomes of the parameters that chains declare. Those of the wanted chains are written. One that nothing declares any
 * more goes back to what it was before, unless somebody else has changed it since.
 *
 * @throws Refusal where what it is could not be put back.
 */
export async function declaring(host: Host, change: Change, wanted: readonly Wanted[]): Promise<Declaring> {
  const { namespace, family, standing, after } = change;
  const result: Declaring = { back: {}, markers: [], on: {}, last: [] };
  const [was, is, known] = [declaredIn(standing), declaredIn(after), rememberedIn(standing)];
  const keys = new Set([...was.keys(), ...is.keys(), ...known.keys()]);
  if (family === 6 || keys.size === 0) return result;
  const values = await readSysctls(host, namespace, [...keys]);
  const remembered = new Map<string, Remembered>();
  for (const [key, value] of is) {
    const now = values[key];
    const before = known.get(key)?.before ?? now;
    // A change that is cut off leaves the kernel with the earlier of our values.
    const isOurs = now !== value && (now === was.get(key) || now === known.get(key)?.ours);
    if (before !== undefined) {
      if (!isRememberable(key, before)) throw new Refusal(`${key} is ${before}, which could not be put back`);
      remembered.set(key, { before, ours: isOurs && now !== before ? now : undefined });
    }
  }
  for (const key of keysOf(wanted)) {
    const value = is.get(key);
    if (value !== undefined && values[key] !== value) result.on[key] = value;
  }
  for (const [key, { before, ours }] of known) {
    const isOurs = values[key] === was.get(key) || values[key] === ours;
    if (!is.has(key) && values[key] !== undefined && isOurs) result.back[key] = before;
  }
  result.markers.push(markerOf(remembered));
  if ([...remembered.values()].some(({ ours }) => ours !== undefined)) {
    result.last.push(markerOf(new Map([...remembered].map(([key, { before }]) => [key, { before }]))));
  }
  return result;
}

function markerOf(remembered: ReadonlyMap<string, Remembered>): Marker {
  return { chain: markerOfDeclared(remembered), isWanted: remembered.size > 0 };
}
