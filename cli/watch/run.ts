import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as passed } from "node:timers/promises";
import { LinuxnetError } from "../../provider/errors";
import type { Host } from "../../provider/host/host";
import { findProgram } from "../../provider/host/programs";
import { inside } from "../../provider/namespaces";
import type { Place } from "../../provider/packets/network";
import { type Concern, type Event, eventOf, ruleEvents } from "./events";

/** How often rules are looked at: nothing tells of them in iptables' own words. */
const INTERVAL_MS = 1000;

/** Tells what changes in some networks, until the signal. */
export async function watch(
  host: Host,
  { places, concern, signal, tell }: Watched,
  onReady: () => void,
): Promise<void> {
  const say = (event: Event | undefined): void => {
    if (event && concern.has(event)) tell(event);
  };
  const monitors = places.map((place) => {
    const argv = inside(place, ["ip", "-o", "monitor", "label", "link", "address", "route"]);
    const [program = "", ...words] = argv;
    const child = spawn(findProgram(program), words, { stdio: ["ignore", "pipe", "ignore"] });
    createInterface({ input: child.stdout }).on("line", (line) => say(eventOf(place, line)));
    return child;
  });
  signal.addEventListener("abort", () => monitors.forEach((it) => it.kill()), { once: true });
  const known = new Map<string, string>();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    for (const place of places) {
      for (const tool of ["iptables-save", "ip6tables-save"]) {
        const key = `${place ?? ""} ${tool}`;
        const text = await saved(host, place, tool);
        if (!isFirst) ruleEvents(place, known.get(key) ?? "", text).forEach(say);
        known.set(key, text);
      }
    }
    if (isFirst) onReady();
    await passed(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(
    monitors
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((it) => once(it, "close")),
  );
}

export interface Watched {
  places: readonly Place[];
  concern: Concern;
  signal: AbortSignal;
  tell: (event: Event) => void;
}

/** Of a namespace that is gone nothing. */
async function saved(host: Host, place: Place, tool: string): Promise<string> {
  try {
    return await host.run({ argv: inside(place, [tool]) });
  } catch (error) {
    if (error instanceof LinuxnetError) return "";
    throw error;
  }
}
