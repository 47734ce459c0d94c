import { composed } from "./composed";
import { type ContainerState } from "./container";
import { innerPartsOf } from "./container-parts";
import { namespaceId, namespaceOfId } from "./ids";
import { refuseTakenAddresses } from "./taken-address";

/** A container of a set: its namespace and what is in it. Its rules and names are the set's. */
export const containerEntry = composed<ContainerState, ContainerState>({
  what: "a container",
  describe: ({ name }) => `container ${name}`,
  fields: {} as never,
  id: namespaceId,
  fromId: namespaceOfId,
  replaceOn: ["name"],
  references: [],
  complete: (state) => state,
  inputsOf: (state) => state,
  parts: innerPartsOf,
  refuseTaken: refuseTakenAddresses,
  find: () => Promise.resolve(undefined),
});
