import { type Checked, checkInputs } from "./check";
import { type Difference, difference, type Drifted } from "./diff";
import { LinuxnetError, PartialFailure } from "./errors";
import { explained, type Holder, holderText } from "./explain";
import type { Firewall } from "./host/firewall";
import type { Host } from "./host/host";
import type { Exclusively } from "./host/turns";
import { runSteps, StepFailure } from "./host/kernel";
import { lookUp } from "./look-up";
import { isAdopted, isOurs, observe } from "./marks";
import { hasState } from "./properties";
import { read, type Reading } from "./reading";
import type { Imported, Observation, Owned, ResourceSpec, Step, View } from "./resources/spec";

/** The verbs of Pulumi over one kind of resource. Knows neither the kind nor who serves it to Pulumi. */
export class Lifecycle<Inputs extends Owned, State extends Inputs> {
  constructor(
    private readonly spec: ResourceSpec<Inputs, State>,
    private readonly host: Host,
    private readonly firewall: Firewall,
    private readonly view: View,
    private readonly exclusively: Exclusively = (work) => work(),
  ) {}

  /** Canonical inputs with defaults, or everything that is wrong with them. Runs no command. @param before those of the last update */
  check(news: Record<string, unknown>, before?: Record<string, unknown>): Checked<Inputs> {
    return checkInputs(this.spec, news, before);
  }

  /** Compares a state with checked inputs, which may hold unknown values. Runs no command. */
  diff(standing: State & Drifted, inputs: Inputs): Difference {
    return difference(this.spec, standing, inputs);
  }

  /** Why what stands is replaced, for people; undefined where it is not. */
  whyReplaced(standing: State, { because }: Difference): string | undefined {
    return because.length === 0
      ? undefined
      : `${this.spec.describe(standing)} is replaced, because ${because.join(", and ")}`;
  }

  /** The state that a creation, or a change of what stands, would answer; what stands keeps its mark until then. Runs no command. */
  planned(inputs: Inputs, standing?: State & Drifted & Imported): State & Imported {
    const marked = standing?.imported ? { imported: standing.imported } : {};
    return { ...this.spec.complete(inputs, standing), ...marked };
  }

  /**
   * Makes the object. One that its own interrupted creation left is taken back; a foreign one of the same name is
   * refused, or taken over with `adopt`. What a failure made is undone; where that fails too, or the object was there
   * before, it is a partial failure with the state that stands.
   */
  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    await this.spec.refuseTaken?.(this.spec.complete(inputs), undefined, this.view);
    return this.exclusively(() => this.make(inputs));
  }

  /**
   * What stands now; undefined if it is gone, or somebody else's by now. Where the state is no more than an owner, what
   * stands at the id, whoever made it, as a resource of this owner.
   */
  async read(state: (State & Drifted & Imported) | Owned, id = ""): Promise<Reading<Inputs, State> | undefined> {
    const known = hasState(state) ? (state as State) : await lookUp(this.spec, this.view, id, state.owner);
    if (known === undefined) return undefined;
    return read(this.spec, this.view, known).catch((error: unknown) => {
      throw this.explain("read", known, error);
    });
  }

  /**
   * Changes the object in place, from what stands by now. One that is gone is made anew, unless a refresh must first
   * tell the engine what went with it; one that is somebody else's by now is refused. A failure half-way is a partial
   * failure with the state that stands. Where no property changes, as when a stack moves to another mode, nothing does.
   */
  async update(id: string, standing: State & Drifted, inputs: Inputs): Promise<State> {
    if (!this.spec.looksAnew && this.diff(standing, inputs).changes.length === 0) return standing;
    await this.spec.refuseTaken?.(this.spec.complete(inputs, standing), standing, this.view);
    return this.exclusively(() => this.change(id, standing, inputs));
  }

  /** Removes the object if it is still ours. That it is gone already is success. */
  delete(state: State): Promise<void> {
    return this.exclusively(() => this.end(state));
  }

  private async make(inputs: Inputs): Promise<{ id: string; state: State }> {
    const wanted = this.spec.complete(inputs);
    const id = this.spec.id(wanted);
    try {
      await this.run(this.spec.create(wanted));
    } catch (error) {
      if (error instanceof StepFailure && error.done === 0 && error.reason === "exists") {
        return { id, state: await this.takeOver(id, inputs, error) };
      }
      await this.undo(id, wanted, error);
    }
    return { id, state: wanted };
  }

  private async change(id: string, standing: State & Drifted, inputs: Inputs): Promise<State> {
    const { drift, ...rest } = standing;
    const before = rest as unknown as State;
    const wanted = this.spec.complete(inputs, standing);
    const found = await this.standing(before, wanted);
    const isMade = this.spec.parts?.(wanted).length !== 0;
    if (found?.state === undefined && this.spec.hasDependents && isMade && drift === undefined) {
      const what = found === undefined ? "it is gone" : `only a part of it stands: ${found.drift[0]}`;
      const advice = "run `pulumi up --refresh`, which makes it anew, and all that went with it";
      throw new LinuxnetError(`${this.spec.describe(wanted)}: cannot change, ${what}; ${advice}`);
    }
    try {
      await this.renew(found, before, wanted);
    } catch (error) {
      // Of what cannot be taken back now, its mark tells `linuxnet status`.
      await this.takeBack(before, wanted).catch(() => undefined);
      throw await this.partialFailure("change", id, before, error);
    }
    return wanted;
  }

  private async end(state: State): Promise<void> {
    const found = await this.observe(state);
    if (found && found.owner !== state.owner) return;
    const work = found ? this.take(found, state) : this.run(this.spec.afterwards?.(state) ?? []);
    await work.catch((error: unknown) => {
      throw this.explain("remove", state, error);
    });
  }

  private observe(state: State): Promise<Observation<State> | undefined> {
    return observe(this.spec, this.view, state).catch((error: unknown) => {
      throw this.explain("read", state, error);
    });
  }

  private run(steps: Step[]): Promise<void> {
    return runSteps(this.host, this.firewall, steps);
  }

  /** What stands of an object that is to change, which is refused if it is somebody else's by now. */
  private async standing(before: State & Imported, wanted: State): Promise<Observation<State> | undefined> {
    if (before.owner !== wanted.owner) {
      // An interrupted change of the owner may have marked the object already.
      const { imported: _imported, ...unmarked } = before;
      const marked = await this.observe({ ...unmarked, owner: wanted.owner } as unknown as State);
      if (marked?.owner === wanted.owner && marked.state !== undefined) {
        return { ...marked, state: { ...marked.state, owner: before.owner } };
      }
    }
    const found = await this.observe(before);
    const other = found?.instead ?? (found?.owner === before.owner ? undefined : found);
    // An interrupted change may have put there already what is its own by what is wanted.
    const next = found?.instead && (await this.observe(wanted));
    if (other && !(next?.owner === wanted.owner && next.instead === undefined)) {
      const text = `cannot change, there is now ${holderText(this.spec, other, before)}, then run \`pulumi up --refresh\``;
      throw new LinuxnetError(`${this.spec.describe(wanted)}: ${text}`);
    }
    const holder = await this.holder(before, wanted);
    return found ?? holder;
  }

  /**
   * What stands where a change moves an object to another key of the kernel: nothing, or what its own earlier try left.
   * Anybody else's is refused.
   */
  private async holder(before: State, wanted: State): Promise<Observation<State> | undefined> {
    if (this.spec.id(before) === this.spec.id(wanted)) return undefined;
    const found = await this.observe(wanted);
    if (!found || isAdopted(wanted) || isOurs(this.spec, found, wanted)) return found;
    throw new LinuxnetError(
      `${this.spec.describe(wanted)}: cannot change, there is ${holderText(this.spec, found, wanted)}`,
    );
  }

  /** From what was found to what is wanted. What is gone is made, and made anew where only a part of it stands. */
  private async renew(found: Observation<State> | undefined, standing: State, wanted: State): Promise<void> {
    if (found?.state !== undefined) {
      const steps = await this.spec.update(found.state, wanted, this.view);
      return this.run([...(found.renaming ?? []), ...steps]);
    }
    if (found) await this.take(found, standing);
    await this.run(this.spec.create(wanted));
    // By its mark nobody would look for what was not seen.
    if (!found && standing.owner !== wanted.owner) await this.run(this.spec.disown?.(standing) ?? []);
  }

  /**
   * Removes what was found. A part may be on its way out already, such as a veth in a deleted namespace, of which the
   * other end is left; and a namespace that somebody mounted several times on its name loses one layer a time.
   */
  private async take(found: Observation<State>, state: State, tries = 8): Promise<void> {
    try {
      await this.run(found.remains ?? this.spec.remove(state));
    } catch (error) {
      const left = await observe(this.spec, this.view, state);
      if (left?.owner !== state.owner) return;
      const reason = error instanceof StepFailure && tries > 1 ? error.reason : undefined;
      if (reason !== "in use" && reason !== "absent") throw error;
      await this.take(left, state, tries - 1);
    }
  }

  private async takeOver(id: string, inputs: Inputs, cause: StepFailure): Promise<State> {
    const asked = this.spec.complete(inputs);
    const found = await this.observe(asked);
    if (found?.instead) throw this.explain("create", asked, cause, found.instead);
    if (!found || !(isOurs(this.spec, found, asked) || (isAdopted(asked) && found.state !== undefined))) {
      throw this.explain("create", asked, cause, found);
    }
    const wanted = this.spec.complete(inputs, found.state);
    try {
      await this.renew(found, asked, wanted);
    } catch (error) {
      throw await this.partialFailure("take over", id, wanted, error);
    }
    return wanted;
  }

  private async takeBack(before: State, wanted: State): Promise<void> {
    await this.run((await this.spec.takeBack?.(before, wanted, this.view)) ?? []);
  }

  /** Removes what a failed creation made, and throws what it failed of. */
  private async undo(id: string, wanted: State, error: unknown): Promise<never> {
    const nothingDone = error instanceof StepFailure && error.done === 0;
    if (!nothingDone) {
      try {
        await this.end(wanted);
      } catch {
        throw await this.partialFailure("create", id, wanted, error);
      }
    }
    throw this.explain("create", wanted, error);
  }

  /**
   * What is wanted or was there, less what was found to be different. Of what bears another's mark nothing is kept: there
   * the engine has the state from before.
   */
  private async partialFailure(verb: string, id: string, base: State, error: unknown): Promise<Error> {
    const left = await observe(this.spec, this.view, base).catch(() => undefined);
    if (left && left.owner !== base.owner) return this.explain(verb, base, error, left);
    const cause = this.explain(verb, base, error);
    return new PartialFailure(cause, id, { ...base, ...left?.state, owner: base.owner, drift: [cause.message] });
  }

  private explain(verb: string, subject: State, error: unknown, holder?: Holder): Error {
    return explained(this.spec, [verb, subject], error, holder);
  }
}
