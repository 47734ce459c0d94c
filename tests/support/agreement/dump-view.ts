import type { Host } from "../../../provider/host/host";
import { viewOf } from "../../../provider/host/view";
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
  const links: View["links"] = (namespace) => once(["links", namespace ?? null], () => view.links(namespace));
  return {
    link: async (namespace, name) => (await links(namespace)).find((link) => link.name === name),
    links,
    linksWithAlias: (...key) => view.linksWithAlias(...key),
    namespaces: () => view.namespaces(),
    otherEnd: (...key) => view.otherEnd(...key),
    namespaceFile: (name) => view.namespaceFile(name),
    routes: (...key) => once(["routes", ...key], () => view.routes(...key)),
    vlans: (...key) => view.vlans(...key),
    fdb: (...key) => view.fdb(...key),
    rootQdisc: (...key) => view.rootQdisc(...key),
    policyRules: (...key) => once(["policyRules", ...key], () => view.policyRules(...key)),
    rules: (...key) => once(["rules", ...key], () => view.rules(...key)),
    tables: (...key) => once(["tables", ...key], () => view.tables(...key)),
    sysctls: (...key) => once(["sysctls", ...key], () => view.sysctls(...key)),
    netnsFiles: () => view.netnsFiles(),
    holders: (...key) => view.holders(...key),
    changedSysctls: (name) => view.changedSysctls(name),
    service: (owner) => view.service(owner),
    reach: (asked) => view.reach(asked),
  };
}
