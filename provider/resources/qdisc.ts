import { LinuxnetError } from "../errors";
import { type Fields, isUnknown, optional, required } from "../inputs/check";
import { device, namespaceName } from "../inputs/names";
import { burst, bytesOf, bytesPerSecond, microseconds, rate, share, sizeText, time } from "../inputs/traffic";
import { owner } from "../inputs/values";
import type { Qdisc } from "../iproute2/qdiscs";
import { placeText } from "../namespaces";
import { type Owner, UNMARKED } from "../owner";
import { qdiscId, qdiscOfId } from "./ids";
import { qdiscChecks } from "./qdisc-checks";
import type { Placed, ResourceSpec, Step } from "./spec";

export type QdiscInputs = Placed & Omit<Qdisc, "kind" | "handle" | "beyond">;

const fields: Fields<QdiscInputs> = {
  namespace: optional(namespaceName),
  device: required(device),
  rate: optional(rate),
  burst: optional(burst),
  latency: optional(time),
  delay: optional(time),
  jitter: optional(time),
  loss: optional(share),
  owner: required(owner),
};

/**
 * The queueing discipline at the root of an interface: `tbf` for a rate alone, `netem` with a delay or a loss. Its mark is
 * its handle, see `handleOf`.
 */
export const qdisc: ResourceSpec<QdiscInputs> = {
  describe: ({ device, namespace }) => `qdisc of ${device} ${placeText(namespace)}`,
  fields,
  defaults({ rate, burst, latency, ...rest }) {
    if (rate === undefined || kindOf(rest) === "netem") return {};
    const known = isUnknown(rate)
      ? {}
      : { burst: sizeText(Math.max(32, Math.ceil(bytesPerSecond(rate) / 256e3)) * 1024) };
    return { ...known, ...(burst === undefined ? {} : { burst }), latency: latency ?? "50ms" };
  },
  crossChecks: qdiscChecks,
  id: qdiscId,
  fromId: qdiscOfId,
  replaceOn: ["namespace", "device"],
  references: ["device"],
  complete: (inputs) => inputs,
  inputsOf: (state) => state,
  create: (wanted) => [setStep("add", wanted)],
  // That of the same handle changes; one of another takes its place.
  update: (_standing, wanted) => [setStep("replace", wanted)],
  remove: ({ namespace, device }) => [{ tool: "tc", namespace, words: ["qdisc", "del", "dev", device, "root"] }],
  async find({ namespace, device, owner }, view) {
    const found = await view.rootQdisc(namespace, device);
    if (!found) return undefined;
    const beyond = ["tbf", "netem"].includes(found.kind) ? found.beyond : [`kind ${found.kind}`];
    if (beyond.length > 0) throw new LinuxnetError(`no property can say: ${beyond.join("; ")}`);
    return { mark: found.handle === handleOf(owner, found.kind) ? owner : UNMARKED, inputs: propertiesOf(found) };
  },
  likened: (inputs, standing) => ({ ...inputs, ...alike(standing, inputs) }),
  async observe(wanted, view) {
    const found = await view.rootQdisc(wanted.namespace, wanted.device);
    if (!found) return undefined;
    const { namespace, device, owner } = wanted;
    const isImported = owner === UNMARKED && !isLinuxnets(found);
    const isOurs = isImported || found.handle === handleOf(owner, found.kind);
    const properties = propertiesOf(found);
    return {
      owner: isOurs ? owner : undefined,
      what: `a qdisc of kind ${found.kind}, ${found.handle.toString(16)}:,`,
      state: {
        ...{ ...(namespace === undefined ? {} : { namespace }), device, owner },
        ...{ ...properties, ...alike(wanted, properties) },
      },
      drift: found.beyond.map((it) => `it says ${it}, too`),
    };
  },
};

/** What makes packets late or loses them needs netem. */
export function kindOf({ delay, jitter, loss }: Partial<QdiscInputs>): "tbf" | "netem" {
  return [delay, jitter, loss].some((it) => it !== undefined) ? "netem" : "tbf";
}

/** The first digits of the handles of linuxnet's; others give 1: and the like, and the kernel 8001: and so on. */
const PREFIX = 0x4c00;

export function isLinuxnets({ handle }: Qdisc): boolean {
  return (handle & 0xff00) === PREFIX;
}

/**
 * The handle of an owner's: seven bits tell the owner from others, and the last one the kind, because the kernel changes no
 * qdisc into one of another kind with the same handle.
 */
export function handleOf(owner: Owner, kind: string): number {
  return PREFIX | ((Number.parseInt(owner.slice(-2), 16) & 0x7f) << 1) | (kind === "netem" ? 1 : 0);
}

/** A change names all, correlations too: netem keeps what is not named (netem_change in net/sched/sch_netem.c). */
function setStep(verb: "add" | "replace", wanted: QdiscInputs): Step {
  const { namespace, device, owner, rate, burst, latency, delay, jitter, loss } = wanted;
  const kind = kindOf(wanted);
  const option = (word: string, value: string | undefined): string[] => (value === undefined ? [] : [word, value]);
  const options = {
    tbf: [...option("rate", rate), ...option("burst", burst), ...option("latency", latency)],
    netem:
      verb === "add"
        ? [
            ...option("delay", delay),
            ...(jitter === undefined ? [] : [jitter]),
            ...option("loss", loss),
            ...option("rate", rate),
          ]
        : [
            ...["delay", delay ?? "0ms", jitter ?? "0ms", "0%", "loss", loss ?? "0%", "0%", "rate", rate ?? "0bit"],
            ...["corrupt", "0%", "duplicate", "0%", "reorder", "0%"],
          ],
  };
  const handle = `${handleOf(owner, kind).toString(16)}:`;
  const words = ["qdisc", verb, "dev", device, "root", "handle", handle, kind, ...options[kind]];
  return { tool: "tc", namespace, words };
}

function propertiesOf({ device: _device, kind: _kind, handle: _handle, beyond: _beyond, ...rest }: Qdisc) {
  return rest;
}

type Properties = ReturnType<typeof propertiesOf>;

/** Those of some properties that stand as far as the kernel can tell, which has burst and latency in microseconds. */
function alike(wanted: Properties, { burst, latency, rate = "" }: Properties): Properties {
  const bytes = bytesPerSecond(rate);
  const isNear = (one: number, other: number, tolerance: number): boolean => Math.abs(one - other) <= tolerance;
  const isBurst =
    burst !== undefined && wanted.burst !== undefined && isNear(bytesOf(burst), bytesOf(wanted.burst), 2 + bytes / 5e5);
  const isLatency =
    latency !== undefined &&
    wanted.latency !== undefined &&
    isNear(microseconds(latency), microseconds(wanted.latency), 2 + 4e6 / bytes);
  return {
    ...(isBurst ? { burst: wanted.burst } : {}),
    ...(isLatency ? { latency: wanted.latency } : {}),
  };
}
