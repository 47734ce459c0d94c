import { isChangedBy } from "../inputs/sysctls";
import { placeText } from "../namespaces";
import type { Placed, ResourceSpec, Step } from "./spec";

/** Kernel parameters that come and go with an interface. */
export interface ParametersInputs extends Placed {
  device: string;
  /** As sysctl(8) takes them. */
  values: Record<string, string>;
}

/** Parameters of an interface that another part of the same resource makes: they need no removal. */
export const parameters: ResourceSpec<ParametersInputs> = {
  describe: ({ device, namespace }) => `parameters of ${device} ${placeText(namespace)}`,
  fields: {} as never,
  id: ({ device }) => device,
  fromId: () => undefined,
  replaceOn: ["device", "namespace"],
  references: [],
  complete: (inputs) => inputs,
  inputsOf: (state) => state,
  create: stepsOf,
  update: (_standing, wanted) => stepsOf(wanted),
  remove: () => [],
  again({ values, ...place }, steps) {
    const written = steps.flatMap((step) =>
      step.tool === "sysctl" && step.namespace === place.namespace ? Object.keys(step.values) : [],
    );
    const lost = Object.entries(values).filter(([key]) => isChangedBy(written, key));
    return stepsOf({ ...place, values: Object.fromEntries(lost) });
  },
  find: () => Promise.resolve(undefined),
  async observe(wanted, view) {
    const [link, values] = await Promise.all([
      view.link(wanted.namespace, wanted.device),
      view.sysctls(wanted.namespace, Object.keys(wanted.values)),
    ]);
    if (!link) return undefined;
    return { owner: wanted.owner, what: "parameters", state: { ...wanted, values }, drift: [] };
  },
};

function stepsOf({ namespace, values }: ParametersInputs): Step[] {
  return Object.keys(values).length === 0 ? [] : [{ tool: "sysctl", namespace, values }];
}
