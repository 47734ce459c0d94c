import { changed, type Changes, changesOf, KINDS } from "./changes";
import type { Inputs, Kind } from "./plan";

/** One property of one resource that changes. */
export interface Row {
  /** The resource's name, and that which it had. */
  name: string;
  was: string;
  kind: Kind;
  path: string;
  replaces: boolean;
  from: Inputs;
  to: Inputs;
}

/** Without what not every kernel has. A device has one qdisc. */
export const ROWS: readonly Row[] = KINDS.filter((kind) => kind !== "qdisc")
  .flatMap((kind) =>
    changesOf(kind, 0).flatMap(({ from, updates, replacements }, table) =>
      [...Object.keys(updates), ...Object.keys(replacements)]
        .filter(() => !("vlans" in from || "vlanFiltering" in from))
        .map((path) => ({ kind, path, table })),
    ),
  )
  .map(({ kind, path, table }, number) => {
    const { from, updates, replacements } = changesOf(kind, number)[table] as Changes;
    const was = `${kind} ${path}`;
    const replaces = path in replacements;
    // A resource gets another owner with another name.
    if (path === "owner") return { name: `${was} renamed`, was, kind, path, replaces, from, to: from };
    const to = changed(from, path, (replaces ? replacements : updates)[path]);
    return { name: was, was, kind, path, replaces, from, to };
  });

/**
 * All resources in one program, in a namespace with two bridges; another one is there to move to. Rules of policy routing,
 * which may leave nothing reachable, are apart.
 * @param host the text of their machine, in the words of a program.
 */
export function program(
  resources: readonly { kind: Kind; name: string; was: string; inputs: Inputs }[],
  host = "undefined",
): string {
  return `
    const host = ${host};
    const places = ["site", "lab"].flatMap((name) => {
      const namespace = new linuxnet.Namespace(name, { host });
      return ["10.0.0.2/24 10.0.0.4/24", "10.0.0.6/24"].map((addresses, index) =>
        new linuxnet.Bridge(name + " br" + index, { name: "br" + index, namespace, addresses: addresses.split(" ") }));
    });
    places.push(new linuxnet.Namespace("apart", { host }));
    for (const { kind, name, was, inputs } of ${JSON.stringify(resources)}) {
      const place = kind === "rule" ? "apart" : "site";
      const args = { host, ...(kind === "namespace" ? {} : { namespace: place }), ...inputs };
      const aliases = was === name ? [] : [{ name: was }];
      new linuxnet[kind[0].toUpperCase() + kind.slice(1)](name, args, { dependsOn: places, aliases });
    }`;
}
