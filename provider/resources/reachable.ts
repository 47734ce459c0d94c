import { LinuxnetError } from "../errors";
import { type Fields, optional, required } from "../inputs/check";
import { endpoint, endpointOf } from "../inputs/endpoint";
import { namespaceName } from "../inputs/names";
import { integer, oneOf, owner } from "../inputs/values";
import type { Outcome, Owned, Probe, ResourceSpec, Step } from "./spec";

export interface ReachableInputs extends Owned {
  /** The namespace that asks. */
  from?: string;
  /** `10.0.0.2`, or with a port `10.0.0.2:80`. */
  to: string;
  protocol: Probe["protocol"];
  expect: Outcome;
  /** In seconds. */
  timeout: number;
}

const fields: Fields<ReachableInputs> = {
  from: optional(namespaceName),
  to: required(endpoint),
  protocol: optional(oneOf("tcp", "udp", "icmp")),
  expect: optional(oneOf<Outcome>("open", "refused", "filtered", "unreachable"), "open"),
  timeout: optional(integer(1, 300, "seconds"), 5),
  owner: required(owner),
};

/**
 * That packets arrive, or do not: a claim of a program about its network, tried with real ones when it is made, whenever it
 * changes, and with each update and refresh after that. Nothing of it stands in the kernel.
 */
export const reachable: ResourceSpec<ReachableInputs> = {
  describe: ({ from, to, protocol }) => `reachability of ${to} by ${protocol}, from ${from ?? "the host"}`,
  fields,
  defaults: ({ to, protocol }) => ({
    protocol: protocol ?? (to !== undefined && endpointOf(to)?.port !== undefined ? "tcp" : "icmp"),
  }),
  crossChecks: [
    {
      needs: ["to", "protocol"],
      check({ to, protocol }, refuse) {
        const hasPort = endpointOf(to)?.port !== undefined;
        if (protocol === "icmp" && hasPort) refuse("to", "an address without a port, for a ping", to);
        if (protocol !== "icmp" && !hasPort) refuse("to", `an address with a port, for ${protocol}`, to);
      },
    },
  ],
  id: ({ from, to, protocol }) => `${from ?? ""}/${protocol}/${to}`,
  fromId(id) {
    const [, from = "", protocol = "", to = ""] = /^([^/]*)\/([a-z]+)\/(.+)$/.exec(id) ?? [];
    return { ...(from === "" ? {} : { from }), protocol, to };
  },
  replaceOn: [],
  references: ["from"],
  looksAnew: true,
  complete: (inputs) => ({ ...inputs }),
  inputsOf: (state) => state,
  create: (wanted) => [claimed(wanted)],
  update: (_standing, wanted) => [claimed(wanted)],
  remove: () => [],
  find: () => Promise.reject(new LinuxnetError("a claim stands nowhere: it is declared, not imported")),
  async observe(wanted, view) {
    const found = await view.reach(probeOf(wanted));
    const isMet = found === undefined || found === wanted.expect;
    const drift = isMet ? [] : [`expected ${wanted.expect}, it is ${found}`];
    return { owner: wanted.owner, what: "a claim", state: wanted, drift };
  },
};

function claimed(wanted: ReachableInputs): Step {
  return { tool: "probe", ...probeOf(wanted), expect: wanted.expect, timeout: wanted.timeout };
}

function probeOf({ from, to, protocol }: ReachableInputs): Probe {
  const { address, port } = endpointOf(to) ?? { address: to, port: undefined };
  return { namespace: from, protocol, address, ...(port === undefined ? {} : { port }) };
}
