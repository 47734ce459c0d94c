import type { Host } from "../../../provider/host/host";
import { viewOf } from "../../../provider/host/view";
import { parseJson } from "../../../provider/iproute2/json";
import { type Link, parseLink } from "../../../provider/iproute2/links";
import { inside } from "../../../provider/namespaces";
import type { View } from "../../../provider/resources/spec";

/** A view that reads each thing once, and all links of a namespace at once: for what does not change meanwhile. */
export function dumpView(host: Host): View {
  const view = viewOf(host);
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(key: unknown[], read: () => Promise<T>): Promise<T> => {
    const text = JSON.stringify(key);
    const reading = (known.get(text) as Promise<T> | undefined) ?? read();
    known.set(text, reading);
    return reading;
  };
  const links = async (namespace: string | undefined): Promise<Map<string, Link | undefined>> => {
    const all = parseJson<{ ifname: string }>(
      await host.run({ argv: inside(namespace, ["ip", "-j", "-d", "addr", "show"]) }),
    );
    return new Map(all.map((link) => [link.ifname, parseLink(JSON.stringify([link]), link.ifname)]));
  };
  return {
    link: async (namespace, name) => (await once(["links", namespace ?? null], () => links(namespace))).get(name),
    linksWithAlias: (...key) => view.linksWithAlias(...key),
    namespaceFile: (name) => view.namespaceFile(name),
    routes: (...key) => once(["routes", ...key], () => view.routes(...key)),
    rules: (...key) => once(["rules", ...key], () => view.rules(...key)),
    tables: (...key) => once(["tables", ...key], () => view.tables(...key)),
    sysctls: (...key) => once(["sysctls", ...key], () => view.sysctls(...key)),
  };
}
