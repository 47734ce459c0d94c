import { type ChildProcess, spawn } from "node:child_process";
import type { Place } from "../../provider/packets/network";
import { inside } from "../../provider/namespaces";
import { findProgram } from "../../provider/host/programs";
import { nameOf, placeOf } from "../place-name";

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

/** A tcpdump(8) at an interface, which writes what it sees as a savefile: each packet at once. */
export function tcpdumpAt({ place, device }: Tap, filter: readonly string[]): ChildProcess {
  // It stays root: a lab that was made without root knows no other user.
  const words = ["tcpdump", "-Z", "root", "-i", device, "--immediate-mode", "-U", "-w", "-", "--", ...filter];
  const [program = "", ...rest] = inside(place, words);
  return spawn(findProgram(program), rest, { stdio: ["ignore", "pipe", "pipe"] });
}

/** A tcpdump that tells in words what it is given as a savefile, a line each, with the time in seconds since 1970. */
export function teller(): ChildProcess {
  return spawn(findProgram("tcpdump"), ["-Z", "root", "-n", "-l", "-tt", "-r", "-"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
}
