import { LinuxnetError } from "../errors";
import { namespacePath } from "../namespaces";
import { type Fields, isUnknown, optional, required } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { isChangedBy, sysctls } from "../inputs/sysctls";
import { flag, owner } from "../inputs/values";
import { declaredIn } from "../iptables/declared";
import { isNeeded, SWITCHES } from "../iptables/switches";
import { ownerOf, tagOf, UNMARKED } from "../owner";
import { namespaceId, namespaceOfId } from "./ids";
import {
  ipStep,
  type NamespaceFile,
  type Observation,
  type Owned,
  type ResourceSpec,
  type Step,
  type View,
} from "./spec";

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
  id: namespaceId,
  fromId: namespaceOfId,
  hasDependents: true,
  replaceOn: ["name"],
  references: [],
  complete: (inputs) => ({ ...inputs, path: namespacePath(inputs.name) }),
  inputsOf: ({ path: _path, ...inputs }) => inputs,
  create: ({ name, owner, sysctls }) => [{ tool: "netns", name, tag: tagOf(owner) }, ...sysctlSteps(name, sysctls)],
  update: (standing, { name, owner, sysctls = {} }) => [
    ipStep(name, "link", "set", "dev", "lo", "up", "alias", tagOf(owner)),
    ...sysctlSteps(name, changedValues(standing.sysctls ?? {}, sysctls)),
  ],
  remove,
  async find(key, view) {
    const found = await namespace.observe({ ...key, path: namespacePath(key.name) }, view);
    if (!found) return undefined;
    if (!found.state) throw new LinuxnetError(`it is ${found.what}`);
    const values = Object.entries(await changedOf(key.name, view));
    const inputs = values.length > 0 ? { sysctls: Object.fromEntries(values) } : {};
    return { mark: found.owner ?? UNMARKED, inputs };
  },
  likened: (inputs, { sysctls: standing }) =>
    // Parameters of which the program says nothing are nobody's concern.
    standing && !isUnknown(inputs.sysctls) ? { ...inputs, sysctls: { ...standing, ...inputs.sysctls } } : inputs,
  async observe(wanted, view) {
    const [lo, values] = await Promise.all([view.link(wanted.name, "lo"), valuesOf(wanted, view)]);
    if (!lo) return unusable(await view.namespaceFile(wanted.name), wanted);
    return {
      owner: ownerOf(lo.alias),
      what: "a namespace",
      state: { ...wanted, ...(wanted.sysctls ? { sysctls: values } : {}) },
      drift: lo.up ? [] : ["lo is down"],
    };
  },
};

function remove({ name }: NamespaceState): Step[] {
  return [{ tool: "netns delete", name }];
}

/** An empty file without a namespace is what an interrupted ip left: it makes the file first, and removes it last. */
function unusable(file: NamespaceFile, wanted: NamespaceState): Observation<NamespaceState> | undefined {
  switch (file) {
    case "none":
      return undefined;
    case "unmounted":
      return {
        owner: wanted.owner,
        what: "a file without a namespace",
        drift: [`the file ${wanted.path} stands, the namespace is gone`],
        remains: remove(wanted),
      };
    case "mounted elsewhere":
      return { owner: undefined, what: "a namespace, mounted only in another mount namespace,", drift: [] };
    case "not empty":
      return { owner: undefined, what: "a file that is no namespace", drift: [] };
  }
}

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

/** What somebody has changed of a namespace's parameters, less what chains of linuxnet switch on or declare. */
async function changedOf(name: string, view: View): Promise<Record<string, string>> {
  const changed = Object.entries(await view.changedSysctls(name)).filter(
    ([key, value]) => Object.keys(knownSysctl(key, value)).join() === key,
  );
  const values = Object.fromEntries(changed);
  for (const it of SWITCHES) {
    if (it.key in values && isNeeded(it, await view.tables(name, it.family))) delete values[it.key];
  }
  if (Object.keys(values).length === 0) return values;
  for (const key of declaredIn([await view.tables(name, 4)]).keys()) delete values[key];
  return values;
}

/** A parameter as the check of inputs leaves it, nothing if it refuses it. */
function knownSysctl(key: string, value: string): Record<string, string> {
  let isRefused = false;
  const known = sysctls({ [key]: value }, "sysctls", () => void (isRefused = true));
  return isRefused ? {} : (known ?? {});
}

/** What is to be written, in its order: what differs, and what the kernel changes with that. */
function changedValues(standing: Record<string, string>, wanted: Record<string, string>): Record<string, string> {
  const changed = Object.keys(wanted).filter((key) => standing[key] !== wanted[key]);
  const isWritten = (key: string): boolean => changed.includes(key) || isChangedBy(changed, key);
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => isWritten(key)));
}

function sysctlSteps(name: string, values: Record<string, string> = {}): Step[] {
  return Object.keys(values).length === 0 ? [] : [{ tool: "sysctl", namespace: name, values }];
}
