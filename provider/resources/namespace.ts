import { namespacePath } from "../namespaces";
import { type Fields, optional, required } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { sysctls } from "../inputs/sysctls";
import { flag, owner } from "../inputs/values";
import { isNeeded, SWITCHES } from "../iptables/switches";
import { ownerOf, tagOf } from "../owner";
import { ipStep, type Owned, type ResourceSpec, type Step, type View } from "./spec";

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
  describe: ({ name }) => `namespace ${name}`,
  fields,
  id: ({ name }) => name,
  hasDependents: true,
  replaceOn: ["name"],
  references: [],
  complete: (inputs) => ({ ...inputs, path: namespacePath(inputs.name) }),
  inputsOf: ({ path: _path, ...inputs }) => inputs,
  create: ({ name, owner, sysctls }) => [{ tool: "netns", name, tag: tagOf(owner) }, ...sysctlSteps(name, sysctls)],
  update: (standing, { name, owner, sysctls = {} }) => [
    ipStep(name, "link", "set", "dev", "lo", "up", "alias", tagOf(owner)),
    ...sysctlSteps(
      name,
      Object.fromEntries(Object.entries(sysctls).filter(([key, value]) => standing.sysctls?.[key] !== value)),
    ),
  ],
  remove: ({ name }) => [ipStep(undefined, "netns", "delete", name)],
  async observe(wanted, view) {
    const lo = await view.link(wanted.name, "lo");
    if (!lo) return undefined;
    const values = await valuesOf(wanted, view);
    return {
      owner: ownerOf(lo.alias),
      what: "a namespace",
      state: { ...wanted, ...(wanted.sysctls ? { sysctls: values } : {}) },
      drift: lo.up ? [] : ["lo is down"],
    };
  },
};

/** The parameters as they stand. One that a masquerade or port forward has switched on is as wanted, whatever that is. */
async function valuesOf({ name, sysctls = {} }: NamespaceState, view: View): Promise<Record<string, string>> {
  const values = await view.sysctls(name, Object.keys(sysctls));
  for (const it of SWITCHES) {
    const wanted = sysctls[it.key];
    if (wanted === undefined || values[it.key] === wanted) continue;
    if (isNeeded(it, await view.tables(name, it.family))) values[it.key] = wanted;
  }
  return values;
}

function sysctlSteps(name: string, values: Record<string, string> = {}): Step[] {
  return Object.keys(values).length === 0 ? [] : [{ tool: "sysctl", namespace: name, values }];
}
