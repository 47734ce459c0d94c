import type { ChildProcess } from "node:child_process";
import type { Place } from "../../provider/packets/network";
import { inside } from "../../provider/namespaces";
import { nameOf, placeOf } from "../place-name";
import { tethered } from "../tethered";

/** An interface to listen at. */
export interface Tap {
  place: Place;
  device: string;
}

/** `ns0/eth0`; of the host's own, `host/br0`. */
export function tapName({ place, device }: Tap): string {
  return `${nameOf(place)}/${device}`;
}

/** The reverse of `tapName`; undefined for any other text. */
export function tapOf(text: string): Tap | undefined {
  const [, place, device] = /^([^/\s]+)\/([^/\s]+)$/.exec(text) ?? [];
  return place === undefined || device === undefined ? undefined : { place: placeOf(place), device };
}

/** How tcpdump(8) is to listen. */
export interface Listening {
  /** Words of pcap-filter(7). */
  filter: readonly string[];
  /** How many interfaces are listened at. @default 1 */
  among?: number;
  /** Whether packets are kept whole; else as much of them as tells what they are. */
  isWhole?: boolean;
}

/** What all buffers may take together, in KiB, and one of them at most, and at least, which is tcpdump's own default. */
const BUFFERS_KIB = 256 * 1024;
const BUFFER_KIB = { most: 32 * 1024, least: 2048 };

/** In bytes. Each packet in the buffer takes as much room as the longest. */
const HEAD = 2048;

/** A tcpdump at an interface, which writes what it sees as a savefile: each packet at once. */
export function tcpdumpAt({ place, device }: Tap, { filter, among = 1, isWhole = false }: Listening): ChildProcess {
  const buffer = Math.max(BUFFER_KIB.least, Math.min(BUFFER_KIB.most, Math.floor(BUFFERS_KIB / among)));
  const room = ["-B", String(buffer), ...(isWhole ? [] : ["-s", String(HEAD)])];
  // It stays root: a lab that was made without root knows no other user.
  const words = ["-Z", "root", "-i", device, "--immediate-mode", ...room, "-U", "-w", "-", "--", ...filter];
  return tethered(inside(place, ["tcpdump", ...words]), ["ignore", "pipe", "pipe"]);
}

/** A tcpdump that tells in words what it is given as a savefile, a line each, with the time in seconds since 1970. */
export function teller(): ChildProcess {
  return tethered(["tcpdump", "-Z", "root", "-n", "-l", "-tt", "-r", "-"], ["pipe", "pipe", "ignore"]);
}
