import { isDeepStrictEqual } from "node:util";
import { LinuxnetError, PartialFailure } from "./errors";
import type { Firewall } from "./host/firewall";
import type { Host } from "./host/host";
import { runSteps, StepFailure } from "./host/kernel";
import { type CheckFailure, hasUnknown, isUnknown, object, runCheck } from "./inputs/check";
import type { Observation, Owned, ResourceSpec, Step, View } from "./resources/spec";

export interface Checked<Inputs> {
  inputs: Partial<Inputs>;
  failures: CheckFailure[];
}

/** Top-level properties that change, and those among them that nothing can change in place. */
export interface Difference {
  changes: string[];
  replaces: string[];
}

/** What a read adds to a state whose kernel objects differ in what is no property. */
export interface Drifted {
  drift?: string[];
}

/** The verbs of Pulumi over one kind of resource. Knows neither the kind nor who serves it to Pulumi. */
export class Lifecycle<Inputs extends Owned, State extends Inputs> {
  constructor(
    private readonly spec: ResourceSpec<Inputs, State>,
    private readonly host: Host,
    private readonly firewall: Firewall,
    private readonly view: View,
  ) {}

  /** Canonical inputs with defaults, or everything that is wrong with them. Runs no command. */
  check(news: Record<string, unknown>): Checked<Inputs> {
    const { value = {} as Inputs, failures } = runCheck(object<Inputs>(this.spec.fields), news);
    if (failures.length > 0) return { inputs: value, failures };
    const inputs = { ...value, ...this.spec.defaults?.(value) };
    const wrong = hasUnknown(inputs) ? [] : (this.spec.crossChecks?.(inputs) ?? []);
    return { inputs, failures: wrong };
  }

  /** Compares a state with checked inputs, which may hold unknown values. Runs no command. */
  diff(standing: State & Drifted, inputs: Inputs): Difference {
    const wanted = this.spec.complete(inputs, standing);
    const names = Object.keys(this.spec.fields).concat(Object.keys(wanted));
    const changes = [...new Set(names)].filter((name) => !isDeepStrictEqual(at(standing, name), at(wanted, name)));
    if (standing.drift) changes.push("drift");
    const replacing = [
      ...this.spec.replaceOn.filter((path) => !isDeepStrictEqual(at(standing, path), at(wanted, path))),
      ...this.spec.references.filter((path) => isUnknown(at(wanted, path))),
    ];
    return { changes, replaces: [...new Set(replacing.map((path) => path.split(".", 1)[0] as string))] };
  }

  /**
   * Makes the object. One that its own interrupted creation left is taken back; a foreign one of the same name is
   * refused, or taken over with `adopt`. On failure nothing stays behind.
   */
  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    const wanted = this.spec.complete(inputs);
    try {
      await this.run(this.spec.create(wanted));
    } catch (error) {
      if (error instanceof StepFailure && error.done === 0 && error.error.reason === "exists") {
        await this.takeOver(wanted, error);
      } else {
        await this.undo(wanted, error);
      }
    }
    return { id: this.spec.id(inputs), state: wanted };
  }

  /** What stands now, and the inputs that it confirms; undefined if it is gone, or somebody else's by now. */
  async read(state: State): Promise<{ state: State & Drifted; inputs: Inputs & Drifted } | undefined> {
    const found = await this.observe(state);
    if (found === undefined || found.owner !== state.owner) return undefined;
    const { state: standing = state } = found;
    const differences = [...(found.state === undefined ? ["only a part of it stands"] : []), ...found.drift];
    const drift = differences.length > 0 ? { drift: differences } : {};
    return { state: { ...standing, ...drift }, inputs: { ...this.spec.inputsOf(standing), ...drift } };
  }

  /**
   * Changes the object in place, from what stands by now; one of which only a part stands is made anew, and one that
   * is somebody else's by now is refused. A failure half-way is a partial failure with the state that stands.
   */
  async update(id: string, standing: State & Drifted, inputs: Inputs): Promise<State> {
    const { drift: _repaired, ...rest } = standing;
    const before = rest as unknown as State;
    const wanted = this.spec.complete(inputs, standing);
    const found = await this.observe(before);
    // An interrupted change of the owner may have marked it already.
    if (found && found.owner !== before.owner && found.owner !== wanted.owner) {
      throw new LinuxnetError(
        `${this.spec.describe(wanted)}: cannot change, there is now ${this.holderText(found)}, then run \`pulumi up --refresh\``,
      );
    }
    if (this.spec.id(wanted) !== this.spec.id(before)) await this.refuseHolder(wanted);
    try {
      await this.run(found ? this.stepsFrom(found, before, wanted) : this.spec.update(before, wanted));
    } catch (error) {
      const left = await this.spec.observe(before, this.view).catch(() => undefined);
      const cause = this.explain("change", wanted, error, left?.owner === before.owner ? undefined : left);
      throw new PartialFailure(cause, id, { ...before, ...left?.state, drift: [cause.message] });
    }
    return wanted;
  }

  /** A change in place to another key of the kernel takes nobody's place there but that of its own earlier try. */
  private async refuseHolder(wanted: State): Promise<void> {
    const holder = await this.observe(wanted);
    if (!holder || this.isAdopted(wanted) || (holder.owner === wanted.owner && this.isLeftover(holder, wanted))) return;
    throw new LinuxnetError(`${this.spec.describe(wanted)}: cannot change, there is ${this.holderText(holder)}`);
  }

  /** Removes the object if it is still ours. That it is gone already is success. */
  async delete(state: State): Promise<void> {
    const found = await this.observe(state);
    if (found?.owner !== state.owner) return;
    try {
      await this.run(found.remains ?? this.spec.remove(state));
    } catch (error) {
      const left = await this.observe(state);
      if (left?.owner === state.owner) throw this.explain("remove", state, error);
    }
  }

  private observe(state: State): Promise<Observation<State> | undefined> {
    return this.spec.observe(state, this.view).catch((error: unknown) => {
      throw this.explain("read", state, error);
    });
  }

  private run(steps: Step[]): Promise<void> {
    return runSteps(this.host, this.firewall, steps);
  }

  /** From what was found to what is wanted. Where only a part of it stands, it is made anew. */
  private stepsFrom(found: Observation<State>, standing: State, wanted: State): Step[] {
    if (found.state !== undefined) return this.spec.update(found.state, wanted);
    return [...(found.remains ?? this.spec.remove(standing)), ...this.spec.create(wanted)];
  }

  private async takeOver(wanted: State, cause: StepFailure): Promise<void> {
    const found = await this.observe(wanted);
    const ours = found?.owner === wanted.owner && this.isLeftover(found, wanted);
    if (found?.state !== undefined && (ours || this.isAdopted(wanted))) {
      await this.run(this.stepsFrom(found, wanted, wanted)).catch((error: unknown) => {
        throw this.explain("take over", wanted, error);
      });
    } else if (ours) {
      await this.run(this.stepsFrom(found, wanted, wanted)).catch((error: unknown) => this.undo(wanted, error));
    } else {
      throw this.explain("create", wanted, cause, found);
    }
  }

  private isAdopted(wanted: State): boolean {
    return "adopt" in wanted && wanted.adopt === true;
  }

  private isLeftover(found: Observation<State>, wanted: State): boolean {
    return found.state === undefined || (this.spec.isLeftover?.(found.state, wanted) ?? true);
  }

  /** Removes what a failed creation made, and throws what it failed of. */
  private async undo(wanted: State, error: unknown): Promise<never> {
    const cause = this.explain("create", wanted, error);
    const nothingDone = error instanceof StepFailure && error.done === 0;
    if (!nothingDone) {
      try {
        await this.delete(wanted);
      } catch {
        throw new PartialFailure(cause, this.spec.id(wanted), { ...wanted, drift: [cause.message] });
      }
    }
    throw cause;
  }

  private explain(verb: string, subject: State, error: unknown, found?: Observation<State>): Error {
    if (!(error instanceof StepFailure) && !(error instanceof LinuxnetError)) return error as Error;
    const [headline, ...details] = error.message.split("\n");
    const holder = found === undefined ? "" : `: ${this.holderText(found)}`;
    const text = [`${this.spec.describe(subject)}: cannot ${verb}, ${headline}${holder}`, ...details];
    return new LinuxnetError(text.join("\n"));
  }

  private holderText({ what, owner, state }: Observation<State>): string {
    const maker = owner === undefined ? "linuxnet did not make" : `linuxnet made for another resource (owner ${owner})`;
    const advice = state !== undefined && "adopt" in this.spec.fields ? ", or set adopt: true" : "";
    return `${what} that ${maker}; remove it, or choose another name${advice}`;
  }
}

/** The value at a path such as `peer.name`; that of an object which is unknown as a whole is unknown. */
function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => {
    if (typeof inner !== "object" || inner === null) return isUnknown(inner) ? inner : undefined;
    return (inner as Record<string, unknown>)[name];
  }, value);
}
