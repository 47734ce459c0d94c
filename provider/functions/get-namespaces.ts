import { inGroups } from "../host/in-groups";
import { namespacePath } from "../namespaces";
import { ownerOf } from "../owner";
import type { FunctionSpec } from "./spec";

/** A network namespace. */
export interface GetNamespacesNamespace {
  /** The name under /run/netns. */
  name: string;
  /** The file that holds it: `/run/netns/ns0`. */
  path: string;
  /** The owner of the resource that it is, where linuxnet made it. */
  owner?: string;
}

export interface GetNamespacesResult {
  /** The namespaces of ip-netns(8), by their names. */
  namespaces: GetNamespacesNamespace[];
}

/** Namespaces that are read at the same time. */
const AT_ONCE = 8;

export const getNamespaces: FunctionSpec<{}, GetNamespacesResult> = {
  fields: {},
  async answer(_args, view) {
    const names = [...(await view.namespaces())].sort();
    const found = await inGroups(names, AT_ONCE, async (name): Promise<GetNamespacesNamespace[]> => {
      const lo = await view.link(name, "lo");
      // What an interrupted command left is a file without a namespace.
      if (!lo) return [];
      const owner = ownerOf(lo.alias);
      return [{ name, path: namespacePath(name), ...(owner === undefined ? {} : { owner }) }];
    });
    return { namespaces: found.flat() };
  },
};
