import { type FSWatcher, watch as watchFolder } from "node:fs";
import { setTimeout as passed } from "node:timers/promises";
import { LinuxnetError } from "../../provider/errors";
import type { Host } from "../../provider/host/host";
import { inside } from "../../provider/namespaces";
import { tagOf } from "../../provider/owner";
import type { Place } from "../../provider/packets/network";
import { NETNS } from "../namespaces";
import { type Concern, type Event, eventOf, ruleEvents } from "./events";
import { identityOf } from "./monitor";
import { Monitors } from "./monitors";
import { Strangers } from "./strangers";

/** How often rules are looked at: nothing tells of them in iptables' own words. */
const INTERVAL_MS = 1000;

export interface Watched {
  concern: Concern;
  signal: AbortSignal;
  tell: (event: Event) => void;
  /** Says why nothing more is heard of a network. */
  warn: (text: string) => void;
}

/** Tells what changes in the networks of a stack, until the signal. A namespace that is removed meanwhile is let go at once. */
export async function watch(host: Host, watched: Watched, onReady: () => void): Promise<void> {
  const { concern, signal, tell, warn } = watched;
  const say = (event: Event | undefined): void => {
    if (event && concern.has(event)) tell(event);
  };
  let isReady = false;
  const cameOrWent = (place: Place, verb: Event["verb"]): void => {
    if (isReady && place !== undefined) say({ place, kind: "namespace", verb, text: place });
  };
  const monitors = new Monitors({
    line: (place, line) => say(eventOf(place, line)),
    came: (place) => cameOrWent(place, "set"),
    went: (place) => cameOrWent(place, "removed"),
    failed: (place, text) => warn(`${place ?? "host"}: ip monitor has ended: ${text}`),
  });
  const strangers = new Strangers(host, concern.digits && tagOf(concern.digits));
  const rules = new Rules(host);
  const look = async (): Promise<void> => {
    for (const name of await strangers.found(concern.namespaces)) concern.namespaces.add(name);
    await monitors.follow([undefined, ...concern.namespaces]);
  };
  let folder: FSWatcher | undefined;
  while (!signal.aborted) {
    await look();
    folder ??= watchedFolder(() => void monitors.follow([undefined, ...concern.namespaces]));
    const events = await rules.changes([undefined, ...concern.namespaces]);
    if (isReady) events.forEach(say);
    else onReady();
    isReady = true;
    await passed(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
  folder?.close();
  await monitors.end();
}

/** Tells at once what comes to the folder of namespaces, and what goes; undefined while there is none. */
function watchedFolder(onChange: () => void): FSWatcher | undefined {
  try {
    return watchFolder(NETNS, onChange).on("error", () => undefined);
  } catch {
    return undefined;
  }
}

/** The rules of iptables in some networks, as they stood when they were looked at last. */
class Rules {
  private readonly known = new Map<string, string>();

  constructor(private readonly host: Host) {}

  async changes(places: readonly Place[]): Promise<Event[]> {
    const events: Event[] = [];
    for (const place of places) {
      for (const tool of ["iptables-save", "ip6tables-save"]) {
        const key = `${place ?? ""} ${tool}`;
        const text = await this.saved(place, tool);
        events.push(...ruleEvents(place, this.known.get(key) ?? "", text));
        this.known.set(key, text);
      }
    }
    return events;
  }

  /** Of a namespace that is gone nothing. */
  private async saved(place: Place, tool: string): Promise<string> {
    if (identityOf(place) === undefined) return "";
    try {
      return await this.host.run({ argv: inside(place, [tool]) });
    } catch (error) {
      if (error instanceof LinuxnetError) return "";
      throw error;
    }
  }
}
