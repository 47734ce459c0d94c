import type { Host } from "../../provider/host/host";
import { readNames } from "../../provider/host/namespace-file";
import { type Network, Networks, type Place } from "../../provider/packets/network";
import { readPlaces } from "../../provider/packets/read";

/** How many networks of which nothing was heard are read each time, and how many at once: those are kept though the next fail. */
const IN_TURN = 8;

/** How many are read each time at most: who looks sees something soon. */
const MOST = 48;

/** Tells which namespaces have changed since it was last asked, by the numbers that the host knows them by. */
export interface Changes {
  take(): number[];
}

/**
 * The networks of this machine as they were read last. Each time the host's own is read anew, and those that are new, or
 * have changed; of the others, some by turns, for no event tells of rules and sockets.
 */
export class Kept {
  /** What was read longest ago comes first. */
  private readonly networks = new Map<Place, Network>();
  /** What is to be read anew, or for the first time. */
  private readonly due = new Set<string>();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly host: Host,
    private readonly changes: Changes,
  ) {}

  /** How many namespaces are yet to be read, or to be read anew. */
  get unread(): number {
    return this.due.size;
  }

  /** The networks, as they stand, but for what is unread. Throws CommandError where the host's cannot be read. */
  now(): Promise<Networks> {
    return this.inTurn(() => this.readDue());
  }

  /** All networks, and some of them read anew. */
  anew(places: readonly Place[]): Promise<Networks> {
    return this.inTurn(() => this.read(places));
  }

  private inTurn(work: () => Promise<Networks>): Promise<Networks> {
    const done = this.running.then(work);
    this.running = done.catch(() => undefined);
    return done;
  }

  private async readDue(): Promise<Networks> {
    const numbers = this.changes.take();
    const names = await readNames(this.host);
    for (const place of this.networks.keys()) {
      if (place !== undefined && !names.includes(place)) this.networks.delete(place);
    }
    await this.read([undefined]);
    const known = this.networks.get(undefined)?.namespaceIds;
    const changed = new Set(numbers.map((number) => known?.get(number)));
    for (const name of names) if (!this.networks.has(name) || changed.has(name)) this.due.add(name);
    for (const name of this.due) if (!names.includes(name)) this.due.delete(name);
    const some = [...this.due].slice(0, MOST);
    const others = [...this.networks.keys()].filter((place) => place !== undefined && !this.due.has(place));
    return this.read([...some, ...(some.length < this.due.size ? [] : others.slice(0, IN_TURN))]);
  }

  private async read(places: readonly Place[]): Promise<Networks> {
    for (let from = 0; from < places.length; from += IN_TURN) {
      const some = places.slice(from, from + IN_TURN);
      const found = await readPlaces(this.host, some);
      for (const place of some) {
        this.networks.delete(place);
        this.due.delete(place ?? "");
      }
      for (const network of found) this.networks.set(network.place, network);
    }
    return new Networks([...this.networks.values()].sort(byPlace));
  }
}

/** The host's own comes first: what lies at both ends of its cables is counted there. */
function byPlace({ place: one = "" }: Network, { place: other = "" }: Network): number {
  return one < other ? -1 : Number(one > other);
}
