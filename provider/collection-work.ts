import {
  type Apart,
  asError,
  driftIn,
  type Entry,
  failureOf,
  type Outcome,
  outcomeOf,
  settled,
} from "./collection-outcomes";
import type { Drifted } from "./diff";
import { PartialFailure } from "./errors";
import type { Firewall } from "./host/firewall";
import type { Host } from "./host/host";
import { Lifecycle } from "./lifecycle";
import type { Collection } from "./resources/collection";
import type { Owned, ResourceSpec, View } from "./resources/spec";

/** What is to be done of a resource that holds many. */
export interface Change<State> {
  verb: "create" | "change";
  id: string;
  /** Undefined for one that is made. */
  standing: (State & Drifted) | undefined;
  wanted: State;
  /** Those that stay, and differ. */
  changed: readonly string[];
  /** Those that somebody else keeps from being made or changed. */
  refused: readonly Outcome[];
}

type Entries = Record<string, Entry>;

/** Makes, changes and removes what a resource holds, and what all of that have in common. */
export class CollectionWork<Inputs extends Owned, State extends Inputs> {
  readonly commons: Lifecycle<Inputs, State>;
  readonly each: Lifecycle<Owned, Owned>;

  constructor(
    private readonly spec: ResourceSpec<Inputs, State>,
    private readonly collection: Collection<Inputs, State, Owned>,
    host: Host,
    firewall: Firewall,
    private readonly view: View,
    private readonly apart: Apart,
  ) {
    this.commons = new Lifecycle(collection.commons, host, firewall, view);
    // They are asked for all at once, before anything is done.
    const entry = { ...collection.entry, refuseTaken: () => Promise.resolve() };
    this.each = new Lifecycle(entry, host, firewall, view);
  }

  /**
   * What has a name already goes first: if it is somebody else's, no rule and no file is made for it. Then comes what all have
   * in common, then what goes, which makes room for what comes.
   * @throws PartialFailure where one of them failed, with the state that stands.
   */
  async change({ verb, id, standing, wanted, changed, refused }: Change<State>): Promise<State> {
    const before = standing === undefined ? {} : this.entriesOf(standing);
    const after = this.entriesOf(wanted);
    const isFree = (key: string): boolean => refused.every((it) => it.key !== key);
    const come = Object.keys(after).filter((key) => !(key in before) && isFree(key));
    const taken = new Set(await this.collection.takenOf(wanted, this.view));
    const outcomes = [...refused];
    const made = async (keys: readonly string[]): Promise<void> => {
      outcomes.push(...(await settled(keys.map((key) => this.make(wanted, key)))));
    };
    await made(come.filter((key) => taken.has(key)));
    const common = this.withEntries(wanted, this.standingAfter({}, after, outcomes));
    try {
      if (standing === undefined) await this.commons.create(common);
      else await this.commons.update(id, standing, common);
    } catch (error) {
      const left = this.standingAfter(
        before,
        pick(
          after,
          come.filter((key) => taken.has(key)),
        ),
        outcomes,
      );
      const isNothing = !(error instanceof PartialFailure) && Object.keys(left).length === 0;
      if (isNothing) throw error;
      throw this.partial(id, standing ?? wanted, left, error);
    }
    outcomes.push(...(await this.endStrays(this.withEntries(wanted, { ...before, ...after }))));
    const gone = Object.keys(before).filter((key) => !(key in after));
    if (standing !== undefined) {
      outcomes.push(...(await settled(gone.map((key) => this.end(standing, key)))));
      const stay = changed.filter(isFree);
      outcomes.push(...(await settled(stay.map((key) => this.changeOne(standing, wanted, key)))));
    }
    await made(come.filter((key) => !taken.has(key)));
    if (outcomes.every(({ error }) => error === undefined)) return wanted;
    return this.fail({ verb, id, standing, wanted }, common, outcomes);
  }

  /** Removes all. @throws the error of what cannot be removed. */
  async delete(state: State): Promise<void> {
    const keys = Object.keys(this.entriesOf(state));
    const outcomes = await settled(keys.map((key) => this.end(state, key)));
    if (outcomes.every(({ error }) => error === undefined)) outcomes.push(...(await this.endStrays(state)));
    if (outcomes.some(({ error }) => error !== undefined)) throw failureOf(this.what("remove", state), outcomes);
    await this.commons.delete(state);
  }

  /** What all have in common is then for those that stand; where nothing does, nothing is left of it. */
  private async fail(
    { verb, id, standing, wanted }: Pick<Change<State>, "verb" | "id" | "standing" | "wanted">,
    common: State,
    outcomes: readonly Outcome[],
  ): Promise<never> {
    const before = standing === undefined ? {} : this.entriesOf(standing);
    const left = this.standingAfter(before, this.entriesOf(wanted), outcomes);
    const failure = failureOf(this.what(verb, wanted), outcomes);
    const isNothing = standing === undefined && Object.keys(left).length === 0;
    try {
      await this.apart.undoing(async () => {
        if (isNothing) await this.commons.delete(common);
        else
          await this.commons.update(
            id,
            common,
            this.withEntries(wanted, pick(left, Object.keys(this.entriesOf(wanted)))),
          );
      });
    } catch (error) {
      failure.message += `\n${asError(error).message}`;
      throw this.partial(id, standing ?? wanted, left, failure);
    }
    if (isNothing) throw failure;
    const { drift: _drift, ...base } = (standing ?? wanted) as State & Drifted;
    throw new PartialFailure(failure, id, this.withEntries(base as unknown as State, left));
  }

  /** What stands of all that is held once some of it has been worked on. */
  private standingAfter(before: Entries, after: Entries, outcomes: readonly Outcome[]): Entries {
    const touched = new Map(outcomes.map((it) => [it.key, it.entry]));
    const left = Object.entries({ ...before, ...after }).flatMap(([key, entry]) => {
      const its = touched.has(key) ? touched.get(key) : entry;
      return its === undefined ? [] : [[key, its] as const];
    });
    return Object.fromEntries(left);
  }

  private partial(id: string, base: State, left: Entries, error: unknown): PartialFailure {
    const cause = asError(error instanceof PartialFailure ? error.cause : error);
    return new PartialFailure(cause, id, { ...this.withEntries(base, left), drift: [cause.message] });
  }

  private make(wanted: State, key: string): Promise<Outcome> {
    const entry = this.entriesOf(wanted)[key] as Entry;
    const work = (): Promise<Entry> => this.each.create(this.entryIn(wanted, key)).then(() => entry);
    return this.apart.each(() => outcomeOf(key, work, { partly: entry, otherwise: undefined }));
  }

  private changeOne(standing: State, wanted: State, key: string): Promise<Outcome> {
    const [before, after] = [standing, wanted].map((it) => this.entriesOf(it)[key]) as [Entry, Entry];
    const old = { ...this.entryIn(standing, key), ...driftIn(before) };
    const work = (): Promise<Entry> => this.each.update(key, old, this.entryIn(wanted, key)).then(() => after);
    return this.apart.each(() => outcomeOf(key, work, { partly: before, otherwise: before }));
  }

  private end(standing: State, key: string): Promise<Outcome> {
    const entry = this.entriesOf(standing)[key] as Entry;
    const work = (): Promise<undefined> => this.each.delete(this.entryIn(standing, key)).then(() => undefined);
    return this.apart.each(() => outcomeOf(key, work, { partly: entry, otherwise: entry }));
  }

  /** Removes what interrupted changes have left of others. */
  private async endStrays(state: State): Promise<Outcome[]> {
    const strays = await this.collection.straysOf(state, this.view);
    const ends = strays.map((it) => {
      const work = (): Promise<undefined> => this.each.delete(it).then(() => undefined);
      const key = this.collection.entry.describe(it);
      return this.apart.each(() => outcomeOf(key, work, { partly: {}, otherwise: undefined }));
    });
    return (await settled(ends)).filter(({ error }) => error !== undefined);
  }

  private what(verb: string, subject: State): string {
    return `${this.spec.describe(subject)}: cannot ${verb}`;
  }

  withEntries(state: State, entries: Entries): State {
    return { ...state, [this.collection.property]: entries };
  }

  entryIn(state: State, key: string): Owned {
    return this.collection.entryOf(state, key);
  }

  entriesOf(state: State): Entries {
    return (state as unknown as Record<string, Entries>)[this.collection.property] ?? {};
  }
}

function pick(entries: Entries, keys: readonly string[]): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => keys.includes(key)));
}
