import { nameOf } from "../place-name";
import type { Event } from "./events";

/** What scripts read: the time is in seconds since 1970. */
export function jsonOf({ place, ...event }: Event): string {
  return JSON.stringify({ time: Date.now() / 1000, place: nameOf(place), ...event });
}

/** `12:00:00.123  ns0   - route    default via 10.0.0.1 dev eth0` of one that was removed. */
export function textOf({ place, kind, verb, text }: Event, width: number): string {
  const time = new Date().toISOString().slice(11, 23);
  return `${time}  ${nameOf(place).padEnd(width)}  ${verb === "set" ? "+" : "-"} ${kind.padEnd("namespace".length)}  ${text}`;
}
