import { CommandError } from "../errors";
import type { Family } from "../inputs/addresses";
import { parseFdb } from "../iproute2/fdb";
import { type Link, namesWithAlias, parseLink, parseLinks } from "../iproute2/links";
import { parsePolicyRules } from "../iproute2/policy-rules";
import { parseRootQdiscs } from "../iproute2/qdiscs";
import { parseRoutes } from "../iproute2/routes";
import { parseVlans } from "../iproute2/vlans";
import type { View } from "../resources/spec";
import type { Host } from "./host";
import { inside } from "../namespaces";
import { gathering } from "./gathered-reads";
import { namespaceFile, readNames } from "./namespace-file";
import { readNetnsFiles } from "./netns-files";
import { askingNeighbours } from "./neighbours";
import { otherEnd } from "./other-end";
import { probe } from "./probe";
import { readRules } from "./rules";
import { readService } from "./services";
import type { Backend } from "./settings";
import { changedSysctls, readSysctls } from "./sysctls";

/** Reads a host's kernel, each time anew; the rules of `backend`, or else of the backend that is set. */
export function viewOf(host: Host, backend?: Backend): View {
  const gathered = gathering(host);
  const shared = sharedReads();
  const neighbours = askingNeighbours(host);
  const rules = (namespace: string | undefined, family: Family): ReturnType<typeof readRules> =>
    shared(JSON.stringify([namespace, family]), () =>
      orIfAbsent({ tables: new Map(), other: undefined }, () => readRules(host, namespace, family, backend)),
    );
  const view: View = {
    link: (namespace, name) =>
      orIfAbsent(undefined, async () => {
        // One link at a time: a dump of many can be interrupted half-way, with exit code 0.
        const argv = inside(namespace, ["ip", "-j", "-d", "addr", "show", "dev", name]);
        return parseLink(await gathered.run({ argv }), name);
      }),
    links: (namespace) =>
      orIfAbsent([], async () => {
        const argv = inside(namespace, ["ip", "-j", "-d", "addr", "show"]);
        return parseLinks(await host.run({ argv }));
      }),
    linksWithAlias: (namespace, alias) =>
      orIfAbsent([], async () => {
        const text = await host.run({ argv: inside(namespace, ["ip", "-o", "link", "show"]) });
        const links = await Promise.all(namesWithAlias(text, alias).map((name) => view.link(namespace, name)));
        return links.filter((link) => link?.alias === alias) as Link[];
      }),
    namespaces: () => readNames(host),
    otherEnd: (namespace, link) => orIfAbsent(undefined, () => otherEnd(host, namespace, link)),
    namespaceFile: (name) => orIfAbsent("none", () => namespaceFile(host, name)),
    routes: (namespace, family, table) =>
      orIfAbsent([], async () => {
        const argv = inside(namespace, ["ip", "-j", "-d", `-${family}`, "route", "show", "table", table]);
        return parseRoutes(await gathered.run({ argv }), family);
      }),
    rootQdisc: (namespace, device) =>
      orIfAbsent(undefined, async () => {
        const argv = inside(namespace, ["tc", "-j", "qdisc", "show", "dev", device]);
        return parseRootQdiscs(await host.run({ argv }))[0];
      }),
    vlans: (namespace, device) =>
      orIfAbsent([], async () => {
        const argv = inside(namespace, ["bridge", "-j", "vlan", "show", "dev", device]);
        return parseVlans(await host.run({ argv }), device);
      }),
    fdb: (namespace, device) =>
      orIfAbsent([], async () => {
        const argv = inside(namespace, ["bridge", "-j", "fdb", "show", "dev", device]);
        return parseFdb(await host.run({ argv }));
      }),
    policyRules: (namespace, family) =>
      shared(JSON.stringify(["rule", namespace, family]), () =>
        orIfAbsent([], async () => {
          const argv = inside(namespace, ["ip", "-N", "-j", "-d", `-${family}`, "rule", "show"]);
          return parsePolicyRules(await host.run({ argv }));
        }),
      ),
    rules,
    tables: async (namespace, family) => (await rules(namespace, family)).tables,
    sysctls: (namespace, keys) => orIfAbsent({}, () => readSysctls(gathered, namespace, keys)),
    netnsFiles: () => shared("netns files", () => readNetnsFiles(host)),
    holders: (namespace, device, addresses) =>
      orIfAbsent(new Map<string, string>(), () => neighbours(namespace, device, addresses)),
    changedSysctls: (namespace) => changedSysctls(host, namespace),
    reach: async (asked) => (host.isPlanned ? undefined : probe(host, asked)),
    service: (owner) => readService(host, owner),
  };
  return view;
}

async function orIfAbsent<T>(nothing: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CommandError && (error.reason === "absent" || error.reason === "no namespace")) return nothing;
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
