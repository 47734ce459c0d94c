import type { Place } from "../../provider/packets/network";
import { identityOf, Monitor } from "./monitor";

/** What a network that is followed tells of itself. */
export interface Listener {
  line: (place: Place, line: string) => void;
  /** That a namespace has come, or is gone. */
  came: (place: Place) => void;
  went: (place: Place) => void;
  /** Why nothing more is heard of it. */
  failed: (place: Place, text: string) => void;
}

/** Follows networks by their names: what is gone is let go, and what was made anew under its name is followed in its place. */
export class Monitors {
  private readonly running = new Map<Place, Monitor>();

  constructor(private readonly listener: Listener) {}

  /** Looks which of some networks there are now. */
  async follow(places: Iterable<Place>): Promise<void> {
    const gone = [...this.running].filter(([place, { identity }]) => identityOf(place) !== identity);
    for (const [place] of gone) {
      this.running.delete(place);
      this.listener.went(place);
    }
    await Promise.all(gone.map(([, monitor]) => monitor.end()));
    const begun: Monitor[] = [];
    for (const place of places) {
      const identity = identityOf(place);
      if (identity === undefined || this.running.has(place)) continue;
      const { line, failed } = this.listener;
      const monitor = new Monitor(
        place,
        identity,
        (text) => line(place, text),
        (text) => failed(place, text),
      );
      this.running.set(place, monitor);
      begun.push(monitor);
      this.listener.came(place);
    }
    await Promise.all(begun.map((it) => it.listening()));
  }

  async end(): Promise<void> {
    await Promise.all([...this.running.values()].map((it) => it.end()));
  }
}
