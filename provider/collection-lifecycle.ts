import { isDeepStrictEqual } from "node:util";
import type { Checked } from "./check";
import { driftIn, type Entry, failureOf, type Outcome, outcomeOf, settled, withDrift } from "./collection-outcomes";
import type { Difference, Drifted } from "./diff";
import { type LinuxnetError, PartialFailure } from "./errors";
import type { Firewall } from "./host/firewall";
import type { Host } from "./host/host";
import type { Exclusively } from "./host/host-lock";
import { Lifecycle } from "./lifecycle";
import { hasState } from "./properties";
import type { Reading } from "./reading";
import type { Collection } from "./resources/collection";
import type { Imported, Owned, ResourceSpec, View } from "./resources/spec";

/**
 * The verbs of Pulumi over a resource that holds many, see `Collection`. One that fails keeps no other one from being made,
 * changed or removed: the failure is then a partial one, of the state that stands, in which that one has its drift.
 */
export class CollectionLifecycle<Inputs extends Owned, State extends Inputs> {
  private readonly whole: Lifecycle<Inputs, State>;
  private readonly commons: Lifecycle<Inputs, State>;
  private readonly each: Lifecycle<Owned, Owned>;

  constructor(
    private readonly spec: ResourceSpec<Inputs, State>,
    private readonly collection: Collection<Inputs, State, Owned>,
    host: Host,
    firewall: Firewall,
    private readonly view: View,
    private readonly exclusively: Exclusively = (work) => work(),
  ) {
    this.whole = new Lifecycle(spec, host, firewall, view);
    this.commons = new Lifecycle(collection.commons, host, firewall, view);
    // They are asked for all at once, before anything is done.
    const entry = { ...collection.entry, refuseTaken: () => Promise.resolve() };
    this.each = new Lifecycle(entry, host, firewall, view);
  }

  check(news: Record<string, unknown>): Checked<Inputs> {
    return this.whole.check(news);
  }

  diff(standing: State & Drifted, inputs: Inputs): Difference {
    return this.whole.diff(standing, inputs);
  }

  whyReplaced(standing: State, difference: Difference): string | undefined {
    return this.whole.whyReplaced(standing, difference);
  }

  planned(inputs: Inputs, standing?: State & Drifted & Imported): State & Imported {
    return this.whole.planned(inputs, standing);
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    const wanted = this.spec.complete(inputs);
    const id = this.spec.id(wanted);
    const keys = Object.keys(this.entriesOf(wanted));
    await this.needFree(wanted, keys);
    return this.exclusively(async () => {
      await this.commons.create(wanted);
      await this.endStrays(wanted);
      const outcomes = await settled(keys.map((key) => this.make(wanted, key)));
      if (outcomes.every(({ error, entry }) => error !== undefined && entry === undefined) && keys.length > 0) {
        await this.commons.delete(wanted);
        throw this.failure("create", wanted, outcomes);
      }
      return { id, state: this.stateAfter("create", id, wanted, wanted, outcomes) };
    });
  }

  async read(state: (State & Drifted & Imported) | Owned, id = ""): Promise<Reading<Inputs, State> | undefined> {
    if (!hasState(state)) return this.whole.read(state, id);
    const known = state as State & Drifted & Imported;
    const entries = Object.entries(this.entriesOf(known));
    const [commons, strays, ...found] = await Promise.all([
      this.commons.read(known),
      this.standingStrays(known),
      ...entries.map(([key]) => this.each.read(this.entryIn(known, key))),
    ]);
    const standing = entries.flatMap(([key, entry], index) => {
      const its = found[index];
      return its === undefined ? [] : [[key, withDrift(entry, its.state.drift)] as const];
    });
    if (commons === undefined && standing.length === 0) return undefined;
    const { drift: _drift, ...before } = known;
    const shared = commons === undefined ? ["its rules and names are gone"] : (commons.state.drift ?? []);
    const drift = [...shared, ...strays.map((text) => `not wanted: ${text}`)];
    const now = withDrift(
      this.withEntries(before as unknown as State, Object.fromEntries(standing)),
      drift.length === 0 ? undefined : drift,
    );
    const unseen = [commons, ...found].find((it) => it?.unseen !== undefined)?.unseen;
    return {
      ...{ id: this.spec.id(known), state: now, inputs: this.inputsOf(now) },
      ...(unseen === undefined ? {} : { unseen }),
    };
  }

  async update(id: string, standing: State & Drifted, inputs: Inputs): Promise<State> {
    if (this.diff(standing, inputs).changes.length === 0) return standing;
    const wanted = this.spec.complete(inputs, standing);
    const [before, after] = [this.entriesOf(standing), this.entriesOf(wanted)];
    const isOther = this.entryChanges(standing, wanted);
    const gone = Object.keys(before).filter((key) => !(key in after));
    const come = Object.keys(after).filter((key) => !(key in before));
    const changed = Object.keys(after).filter((key) => key in before && isOther(key));
    await this.needFree(wanted, [...come, ...changed], standing);
    return this.exclusively(async () => {
      await this.changeCommons(id, standing, wanted);
      await this.endStrays(this.withEntries(wanted, { ...before, ...after }));
      // What goes first makes room for what comes.
      const removed = await settled(gone.map((key) => this.end(standing, key)));
      const made = await settled([
        ...come.map((key) => this.make(wanted, key)),
        ...changed.map((key) => this.change(standing, wanted, key)),
      ]);
      return this.stateAfter("change", id, standing, wanted, [...removed, ...made]);
    });
  }

  delete(state: State): Promise<void> {
    return this.exclusively(async () => {
      const keys = Object.keys(this.entriesOf(state));
      const outcomes = await settled(keys.map((key) => this.end(state, key)));
      if (outcomes.some(({ error }) => error !== undefined)) throw this.failure("remove", state, outcomes);
      await this.endStrays(state);
      await this.commons.delete(state);
    });
  }

  /** Refuses, before anything is done, what somebody else has. */
  private async needFree(wanted: State, keys: readonly string[], standing?: State): Promise<void> {
    const before = standing === undefined ? {} : this.entriesOf(standing);
    const { entry } = this.collection;
    await Promise.all(
      keys.map(async (key) => {
        const old = standing !== undefined && key in before ? this.entryIn(standing, key) : undefined;
        await entry.refuseTaken?.(this.entryIn(wanted, key), old, this.view);
      }),
    );
  }

  private async changeCommons(id: string, standing: State & Drifted, wanted: State): Promise<void> {
    try {
      await this.commons.update(id, standing, wanted);
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      throw new PartialFailure(error.cause, id, { ...standing, drift: [error.message] });
    }
  }

  private make(wanted: State, key: string): Promise<Outcome> {
    const entry = this.entriesOf(wanted)[key] as Entry;
    return outcomeOf(
      key,
      async () => {
        await this.each.create(this.entryIn(wanted, key));
        return entry;
      },
      { partly: entry, otherwise: undefined },
    );
  }

  private change(standing: State, wanted: State, key: string): Promise<Outcome> {
    const [before, after] = [standing, wanted].map((it) => this.entriesOf(it)[key]) as [Entry, Entry];
    const old = { ...this.entryIn(standing, key), ...driftIn(before) };
    return outcomeOf(
      key,
      async () => {
        await this.each.update(key, old, this.entryIn(wanted, key));
        return after;
      },
      { partly: before, otherwise: before },
    );
  }

  private end(standing: State, key: string): Promise<Outcome> {
    const entry = this.entriesOf(standing)[key] as Entry;
    const work = (): Promise<undefined> => this.each.delete(this.entryIn(standing, key)).then(() => undefined);
    return outcomeOf(key, work, { partly: entry, otherwise: entry });
  }

  /** Which of those that stay differ, or are the state's of another owner. */
  private entryChanges(standing: State, wanted: State): (key: string) => boolean {
    return (key) =>
      this.entriesOf(standing)[key]?.drift !== undefined ||
      !isDeepStrictEqual(this.entryIn(standing, key), this.entryIn(wanted, key));
  }

  /** The state after work on some. @throws PartialFailure where one of them failed. */
  private stateAfter(verb: string, id: string, before: State, wanted: State, outcomes: readonly Outcome[]): State {
    if (outcomes.every(({ error }) => error === undefined)) return wanted;
    const touched = new Map(outcomes.map((it) => [it.key, it.entry]));
    const all = { ...this.entriesOf(before), ...this.entriesOf(wanted) };
    const left = Object.entries(all).flatMap(([key, entry]) => {
      const its = touched.has(key) ? touched.get(key) : entry;
      return its === undefined ? [] : [[key, its] as const];
    });
    const { drift: _drift, ...base } = before as State & Drifted;
    throw new PartialFailure(
      this.failure(verb, wanted, outcomes),
      id,
      this.withEntries(base as State, Object.fromEntries(left)),
    );
  }

  private failure(verb: string, subject: State, outcomes: readonly Outcome[]): LinuxnetError {
    return failureOf(`${this.spec.describe(subject)}: cannot ${verb}`, outcomes);
  }

  /** Removes what interrupted changes have left of others. */
  private async endStrays(state: State): Promise<void> {
    const strays = await this.collection.straysOf(state, this.view);
    await settled(strays.map((it) => this.each.delete(it)));
  }

  private async standingStrays(state: State): Promise<string[]> {
    const strays = await this.collection.straysOf(state, this.view);
    const found = await Promise.all(strays.map((it) => this.each.read(it)));
    return strays.filter((_, index) => found[index] !== undefined).map((it) => this.collection.entry.describe(it));
  }

  private withEntries(state: State, entries: Record<string, Entry>): State {
    return { ...state, [this.collection.property]: entries };
  }

  private entryIn(state: State, key: string): Owned {
    return this.collection.entryOf(state, key);
  }

  private entriesOf(state: State): Record<string, Entry> {
    return (state as unknown as Record<string, Record<string, Entry>>)[this.collection.property] ?? {};
  }

  private inputsOf({ drift, imported: _imported, ...state }: State & Drifted & Imported): Inputs & Drifted {
    const inputs = this.spec.inputsOf(state as unknown as State);
    const entries = Object.entries(this.entriesOf(inputs as unknown as State));
    const standing = this.entriesOf(state as unknown as State);
    const drifted = entries.map(([key, it]) => [key, withDrift(it, standing[key]?.drift)] as const);
    return withDrift(this.withEntries(inputs as unknown as State, Object.fromEntries(drifted)), drift);
  }
}
