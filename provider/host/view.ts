import { CommandError } from "../errors";
import type { Family } from "../inputs/addresses";
import { parseLink } from "../iproute2/links";
import { parseRoutes } from "../iproute2/routes";
import type { View } from "../resources/spec";
import { readTables } from "./firewall";
import type { Host } from "./host";
import { inside } from "../namespaces";
import { readSysctls } from "./sysctls";

/** Reads a host's kernel, each time anew. */
export function viewOf(host: Host): View {
  const shared = sharedReads();
  return {
    link: (namespace, name) =>
      orIfAbsent(undefined, async () => {
        // One link at a time: a dump of many can be interrupted half-way, with exit code 0.
        const argv = inside(namespace, ["ip", "-j", "-d", "addr", "show", "dev", name]);
        return parseLink(await host.run({ argv }), name);
      }),
    routes: (namespace, family, table) =>
      shared(JSON.stringify([namespace, family, table]), () =>
        orIfAbsent([], async () => {
          const argv = inside(namespace, ["ip", "-j", "-d", `-${family}`, "route", "show", "table", table]);
          return parseRoutes(await host.run({ argv }), family);
        }),
      ),
    tables: (namespace, family: Family) =>
      shared(JSON.stringify([namespace, family]), () =>
        orIfAbsent(new Map(), () => readTables(host, namespace, family)),
      ),
    sysctls: (namespace, keys) => orIfAbsent({}, () => readSysctls(host, namespace, keys)),
  };
}

async function orIfAbsent<T>(nothing: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CommandError && error.reason === "absent") return nothing;
    throw error;
  }
}

/**
 * Lets reads of the same thing that are asked for while one waits to start share it. One that has started is not
 * shared: it may miss what changed since.
 */
function sharedReads(): <T>(key: string, read: () => Promise<T>) => Promise<T> {
  const waiting = new Map<string, Promise<unknown>>();
  return <T>(key: string, read: () => Promise<T>) => {
    const running = waiting.get(key) as Promise<T> | undefined;
    if (running) return running;
    const started = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      waiting.delete(key);
      return read();
    });
    waiting.set(key, started);
    return started;
  };
}
