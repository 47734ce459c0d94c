import { isDeepStrictEqual } from "node:util";
import { changesBetween } from "./changes";
import type { Checked } from "./check";
import type { Apart } from "./collection-outcomes";
import type { Difference, Drifted } from "./diff";
import { CommandError, PartialFailure } from "./errors";
import { explained } from "./explain";
import { failure, isUnknown } from "./inputs/check";
import { host as checkHost, type HostInputs } from "./inputs/connection";
import { lifecycleOf, type Verbs } from "./lifecycle-of";
import type { MachineOf } from "./machines";
import { onHost } from "./on-host";
import { hasState } from "./properties";
import { keptReading, type Reading } from "./reading";
import type { Imported, Owned, ResourceSpec } from "./resources/spec";

/** Where a resource is, beside what it is; nothing for one on the machine that this process runs on. */
export interface Hosted {
  host?: HostInputs;
}

/**
 * The verbs over one kind of resource, wherever each is: those of its own machine, over what it is. That it is on another
 * machine is told by its id and by messages. Another name of its host is another machine, which replaces it; another
 * connection to the same is recorded, without a command.
 */
export class HostedLifecycle<Inputs extends Owned & Hosted, State extends Inputs> implements Verbs<Inputs, State> {
  constructor(
    private readonly spec: ResourceSpec<Inputs, State>,
    private readonly machineOf: MachineOf,
    private readonly apart?: Apart,
  ) {}

  check(news: Record<string, unknown>, before?: Record<string, unknown>): Checked<Inputs> {
    const { host: given, ...rest } = news;
    const checked = this.on(undefined).check(rest, before && ownOf(before));
    if (given === undefined || given === null) return checked;
    const failures = [...checked.failures];
    const host = isUnknown(given)
      ? given
      : checkHost(given, "host", (...told) => {
          failures.push(failure(...told));
          return undefined;
        });
    return { inputs: { ...checked.inputs, host }, failures };
  }

  diff(standing: State & Drifted, inputs: Inputs): Difference {
    const [{ host: before }, { host: after }] = [standing, inputs];
    const its = this.on(before).diff(ownOf(standing), ownOf(inputs));
    if (isDeepStrictEqual(before, after)) return its;
    const isMoved = isUnknown(after) || before?.name !== after?.name;
    return {
      changes: [...its.changes, "host"],
      replaces: isMoved ? [...its.replaces, "host"] : its.replaces,
      because: isMoved ? [...its.because, "it is to be on another host"] : its.because,
      details: [...its.details, ...changesBetween(before, after, "host")],
    };
  }

  whyReplaced(standing: State, difference: Difference): string | undefined {
    return this.on(standing.host).whyReplaced(ownOf(standing), difference);
  }

  planned(inputs: Inputs, standing?: State & Drifted & Imported): State & Imported {
    const { host } = inputs;
    return withHost(this.on(undefined).planned(ownOf(inputs), standing && ownOf(standing)), host);
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    const { host } = inputs;
    await this.reach("create", host, ownOf(inputs) as State);
    const { id, state } = await keepingHost(host, () => this.on(host).create(ownOf(inputs)));
    return { id, state: withHost(state, host) };
  }

  async read(
    state: (State & Drifted & Imported) | (Owned & Hosted),
    id = "",
  ): Promise<Reading<Inputs, State> | undefined> {
    const { host } = state;
    const own = ownOf(state);
    const lost = hasState(own) ? await this.unreached("read", host, own as State) : undefined;
    const found =
      lost === undefined
        ? await this.on(host).read(own, id)
        : keptReading(this.specOn(host), own as State & Drifted & Imported, lost);
    return found && { ...found, state: withHost(found.state, host), inputs: withHost(found.inputs, host) };
  }

  async update(id: string, standing: State & Drifted, inputs: Inputs): Promise<State> {
    const { host } = inputs;
    const own = ownOf(standing);
    // Only the way to it has changed.
    if (this.on(host).diff(own, ownOf(inputs)).changes.length === 0 && !this.spec.looksAnew) return withHost(own, host);
    const lost = await this.unreached("change", host, own);
    if (lost !== undefined) {
      this.machineOf(host).tell(lost);
      return withHost(own, host);
    }
    return withHost(await keepingHost(host, () => this.on(host).update(id, own, ownOf(inputs))), host);
  }

  async delete(state: State): Promise<void> {
    const { host } = state;
    const own = ownOf(state);
    try {
      await this.reach("remove", host, own);
    } catch (error) {
      if (host?.whenUnreachable !== "forget" || !isUnreachable(error)) throw error;
      this.machineOf(host).tell(
        `${this.specOn(host).describe(own)}: forgotten and not removed, its host cannot be reached`,
      );
      return;
    }
    await this.on(host).delete(own);
  }

  private on(host: HostInputs | undefined): Verbs<Inputs, State> {
    // What is not known yet is only planned.
    const known = isUnknown(host) ? undefined : host;
    const { host: tools, firewall, view, exclusively } = this.machineOf(known);
    return lifecycleOf(this.specOn(known), tools, firewall, view, exclusively, this.apart);
  }

  private specOn(host: HostInputs | undefined): ResourceSpec<Inputs, State> {
    return host === undefined || isUnknown(host) ? this.spec : onHost(this.spec, host.name);
  }

  /** @throws CommandError, explained, where a host cannot be reached. */
  private async reach(verb: string, host: HostInputs | undefined, subject: State): Promise<void> {
    if (host === undefined) return;
    await this.machineOf(host)
      .reach()
      .catch((error: unknown) => {
        throw Object.assign(explained(this.specOn(host), [verb, subject], error), { cause: error });
      });
  }

  /** Why a host whose resources are kept meanwhile cannot be reached; undefined where it is. */
  private async unreached(verb: string, host: HostInputs | undefined, subject: State): Promise<string | undefined> {
    try {
      await this.reach(verb, host, subject);
      return undefined;
    } catch (error) {
      const isKept = host?.whenUnreachable === "keep" || host?.whenUnreachable === "forget";
      if (!isKept || !isUnreachable(error)) throw error;
      const [headline = ""] = (error as Error).message.split("\n");
      return `${headline}: kept as it was`;
    }
  }
}

function isUnreachable(error: unknown): boolean {
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof CommandError && cause.reason === "unreachable";
}

/** What a resource is, without where. */
function ownOf<T extends object>(properties: T): T {
  const { host: _host, ...own } = properties as T & { host?: unknown };
  return own as T;
}

function withHost<T extends object>(own: T, host: HostInputs | undefined): T {
  return host === undefined ? own : { ...own, host };
}

/** What stands of a partial failure is where it was. */
async function keepingHost<T>(host: HostInputs | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw new PartialFailure(error.cause, error.id, withHost(error.state, host));
  }
}
