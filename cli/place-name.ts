import type { Place } from "../provider/packets/network";

/** How people call a network: by its namespace, or `host`. */
export function nameOf(place: Place): string {
  return place ?? "host";
}

/** The reverse of `nameOf`. */
export function placeOf(name: string): Place {
  return name === "host" ? undefined : name;
}
