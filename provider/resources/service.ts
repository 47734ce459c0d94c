import { LinuxnetError } from "../errors";
import { type Fields, optional, required } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { absolutePath, command, environment, restartDelay, serviceName, user } from "../inputs/service";
import { oneOf, owner } from "../inputs/values";
import { placeText } from "../namespaces";
import type { Owner } from "../owner";
import { endText } from "../service-end";
import { linkId, linkOfId } from "./ids";
import { digestOf, programText } from "./service-program";
import type { Placed, ResourceSpec, ServiceRecord, Step } from "./spec";

export type Restart = "no" | "on-failure" | "always";

export interface ServiceInputs extends Placed {
  name: string;
  command: string[];
  workingDirectory: string;
  environment?: Record<string, string>;
  user?: string;
  restart: Restart;
  restartDelay: number;
  logFile?: string;
}

export interface ServiceState extends ServiceInputs {
  logFile: string;
}

const fields: Fields<ServiceInputs> = {
  name: required(serviceName),
  namespace: optional(namespaceName),
  command: required(command),
  workingDirectory: optional(absolutePath, "/"),
  environment: optional(environment),
  user: optional(user),
  restart: optional(oneOf("no", "on-failure", "always"), "always"),
  restartDelay: optional(restartDelay, 1),
  logFile: optional(absolutePath),
  owner: required(owner),
};

/**
 * A process in a namespace, supervised by what the host has, see service.sh. It is known by its owner, so that nobody
 * else's can stand in its place. What is to change but how it is started again ends the process and starts it anew.
 */
export const service: ResourceSpec<ServiceInputs, ServiceState> = {
  describe: ({ name, namespace }) => `service ${name} ${placeText(namespace)}`,
  fields,
  id: linkId,
  fromId: linkOfId,
  replaceOn: ["name", "namespace"],
  references: [],
  complete: (inputs) => ({ ...inputs, logFile: inputs.logFile ?? ownLog(inputs.owner) }),
  inputsOf: ({ logFile, ...inputs }) => (logFile === ownLog(inputs.owner) ? inputs : { ...inputs, logFile }),
  create: (wanted) => [start(wanted)],
  update: (standing, wanted) => [...(standing.owner === wanted.owner ? [] : remove(standing)), start(wanted)],
  remove,
  find: () =>
    Promise.reject(new LinuxnetError("a service cannot be imported: linuxnet knows only those that it has made")),
  async observe(wanted, view) {
    const found = await view.service(wanted.owner);
    if (found === undefined) return undefined;
    const { restart = wanted.restart, restartDelay = wanted.restartDelay } = found;
    const state = { ...wanted, restart, restartDelay };
    return { owner: wanted.owner, what: "a service", state, drift: driftOf(found, state) };
  },
};

/** The log of a service for which none is named; it lies beside what else is known of it. */
function ownLog(owner: Owner): string {
  return `/run/linuxnet/services/${owner}/log`;
}

function start(wanted: ServiceState): Step {
  const { name, namespace, owner, logFile, restart, restartDelay, environment } = wanted;
  return {
    ...{ tool: "service", owner, name, namespace, logFile, restart, restartDelay },
    ...{ digest: digestOf(wanted), program: programText(wanted), hidden: Object.values(environment ?? {}) },
  };
}

function remove({ owner }: ServiceState): Step[] {
  return [{ tool: "service stop", owner }];
}

function driftOf({ digest, process, isSupervised, ended }: ServiceRecord, wanted: ServiceState): string[] {
  if (digest !== digestOf(wanted)) return ["a change of it was cut off"];
  if (process === "runs") return isSupervised ? [] : ["nothing supervises it: its supervisor was ended"];
  if (process === "elsewhere") return ["it runs in a namespace that is gone"];
  if (ended === undefined)
    return isSupervised ? ["it is between two starts"] : ["it has ended, and its supervisor as well"];
  // What was to run once has done so.
  if (ended === "0" && wanted.restart !== "always") return [];
  const next = isSupervised ? ", and waits for its next start" : "";
  return [`it ended ${endText(ended)}${next}`];
}
