import { namespacePath } from "../host/namespaces";
import { type Fields, optional, required } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { flag, owner, sysctls } from "../inputs/values";
import { ownerOf, tagOf } from "../owner";
import type { Owned, ResourceSpec, Step } from "./spec";

export interface NamespaceInputs extends Owned {
  name: string;
  sysctls?: Record<string, string>;
  adopt: boolean;
}

export interface NamespaceState extends NamespaceInputs {
  path: string;
}

const fields: Fields<NamespaceInputs> = {
  name: required(namespaceName),
  sysctls: optional(sysctls),
  adopt: optional(flag, false),
  owner: required(owner),
};

/** `ip netns add`, with lo up. Its tag is the alias of its lo, which dies with it. */
export const namespace: ResourceSpec<NamespaceInputs, NamespaceState> = {
  kind: "Namespace",
  describe: ({ name }) => `namespace ${name}`,
  fields,
  id: ({ name }) => name,
  replaceOn: ["name"],
  references: [],
  complete: (inputs) => ({ ...inputs, path: namespacePath(inputs.name) }),
  inputsOf: ({ path: _path, ...inputs }) => inputs,
  create: ({ name, owner, sysctls }) => [{ tool: "netns", name, tag: tagOf(owner) }, ...sysctlSteps(name, sysctls)],
  update: (_standing, { name, owner, sysctls }) => [
    { tool: "ip", namespace: name, words: ["link", "set", "dev", "lo", "up", "alias", tagOf(owner)] },
    ...sysctlSteps(name, sysctls),
  ],
  remove: ({ name }) => [{ tool: "ip", words: ["netns", "delete", name] }],
  async observe(wanted, view) {
    const lo = await view.link(wanted.name, "lo");
    if (!lo) return undefined;
    const values = await view.sysctls(wanted.name, Object.keys(wanted.sysctls ?? {}));
    return {
      owner: ownerOf(lo.alias),
      what: "a namespace",
      state: { ...wanted, ...(wanted.sysctls ? { sysctls: values } : {}) },
      drift: lo.up ? [] : ["lo is down"],
    };
  },
};

function sysctlSteps(name: string, values: Record<string, string> = {}): Step[] {
  return Object.keys(values).length === 0 ? [] : [{ tool: "sysctl", namespace: name, values }];
}
