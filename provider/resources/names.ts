import type { Names } from "../netns-files/names";
import { namesDrift } from "../netns-files/names-drift";
import type { Owned, ResourceSpec, Step } from "./spec";

/** What the files of a namespace hold: names of hosts, and how other names are looked up. */
export interface NamesInputs extends Owned {
  /** Whose names they are, for messages: `namespace c1`. */
  of: string;
  lines: Names["lines"];
}

/** Lines of hosts(5) and resolv.conf(5) in /etc/netns, those of a network in the files of all who are in it. */
export const names: ResourceSpec<NamesInputs> = {
  describe: ({ of }) => `names of ${of}`,
  fields: {} as never,
  id: ({ of }) => of,
  fromId: () => undefined,
  replaceOn: ["of"],
  references: [],
  complete: (inputs) => inputs,
  inputsOf: (state) => state,
  create: (wanted) => [stepTo(wanted)],
  update: (standing, wanted) => [stepTo(wanted), ...(standing.owner === wanted.owner ? [] : [removal(standing)])],
  remove: (state) => [removal(state)],
  find: () => Promise.resolve(undefined),
  async observe(wanted, view) {
    const drift = namesDrift(await view.netnsFiles(), wanted);
    return drift && { owner: wanted.owner, what: "names", state: wanted, drift };
  },
};

function stepTo({ owner, lines }: NamesInputs): Step {
  return { tool: "names", owner, lines };
}

function removal({ owner }: NamesInputs): Step {
  return { tool: "names", owner, lines: [] };
}
