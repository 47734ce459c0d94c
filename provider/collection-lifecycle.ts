import { isDeepStrictEqual } from "node:util";
import type { Checked } from "./check";
import { type Apart, asError, type Outcome, settled, TOGETHER, withDrift } from "./collection-outcomes";
import { CollectionWork } from "./collection-work";
import type { Difference, Drifted } from "./diff";
import type { Firewall } from "./host/firewall";
import type { Host } from "./host/host";
import type { Exclusively } from "./host/turns";
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
  private readonly work: CollectionWork<Inputs, State>;

  constructor(
    private readonly spec: ResourceSpec<Inputs, State>,
    private readonly collection: Collection<Inputs, State, Owned>,
    host: Host,
    firewall: Firewall,
    private readonly view: View,
    private readonly exclusively: Exclusively = (work) => work(),
    apart: Apart = TOGETHER,
  ) {
    this.whole = new Lifecycle(spec, host, firewall, view);
    this.work = new CollectionWork(spec, collection, host, firewall, view, apart);
  }

  check(news: Record<string, unknown>, before?: Record<string, unknown>): Checked<Inputs> {
    return this.whole.check(news, before);
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
    const refused = await this.takenIn(wanted, Object.keys(this.work.entriesOf(wanted)));
    const change = { verb: "create", id, standing: undefined, wanted, changed: [], refused } as const;
    return { id, state: await this.exclusively(() => this.work.change(change)) };
  }

  async read(state: (State & Drifted & Imported) | Owned, id = ""): Promise<Reading<Inputs, State> | undefined> {
    if (!hasState(state)) return this.whole.read(state, id);
    const known = state as State & Drifted & Imported;
    const entries = Object.entries(this.work.entriesOf(known));
    const [commons, strays, ...found] = await Promise.all([
      this.work.commons.read(known),
      this.standingStrays(known),
      ...entries.map(([key]) => this.work.each.read(this.work.entryIn(known, key))),
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
      this.work.withEntries(before as unknown as State, Object.fromEntries(standing)),
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
    const before = this.work.entriesOf(standing);
    const after = Object.keys(this.work.entriesOf(wanted));
    const changed = after.filter((key) => key in before && this.isOther(standing, wanted, key));
    const come = after.filter((key) => !(key in before));
    const refused = await this.takenIn(wanted, [...come, ...changed], standing);
    return this.exclusively(() => this.work.change({ verb: "change", id, standing, wanted, changed, refused }));
  }

  delete(state: State): Promise<void> {
    return this.exclusively(() => this.work.delete(state));
  }

  /** Those of some whose addresses somebody else has, before anything is done. */
  private async takenIn(wanted: State, keys: readonly string[], standing?: State): Promise<Outcome[]> {
    const before = standing === undefined ? {} : this.work.entriesOf(standing);
    const { entry } = this.collection;
    const asked = keys.map(async (key): Promise<Outcome | undefined> => {
      const old = standing !== undefined && key in before ? this.work.entryIn(standing, key) : undefined;
      try {
        await entry.refuseTaken?.(this.work.entryIn(wanted, key), old, this.view);
        return undefined;
      } catch (error) {
        return { key, entry: before[key], error: asError(error) };
      }
    });
    return (await settled(asked)).flatMap((it) => it ?? []);
  }

  /** Whether one that stays differs, or is the state's of another owner. */
  private isOther(standing: State, wanted: State, key: string): boolean {
    return (
      this.work.entriesOf(standing)[key]?.drift !== undefined ||
      !isDeepStrictEqual(this.work.entryIn(standing, key), this.work.entryIn(wanted, key))
    );
  }

  private async standingStrays(state: State): Promise<string[]> {
    const strays = await this.collection.straysOf(state, this.view);
    const found = await Promise.all(strays.map((it) => this.work.each.read(it)));
    return strays.filter((_, index) => found[index] !== undefined).map((it) => this.collection.entry.describe(it));
  }

  private inputsOf({ drift, imported: _imported, ...state }: State & Drifted & Imported): Inputs & Drifted {
    const inputs = this.spec.inputsOf(state as unknown as State);
    const entries = Object.entries(this.work.entriesOf(inputs as unknown as State));
    const standing = this.work.entriesOf(state as unknown as State);
    const drifted = entries.map(([key, it]) => [key, withDrift(it, standing[key]?.drift)] as const);
    return withDrift(this.work.withEntries(inputs as unknown as State, Object.fromEntries(drifted)), drift);
  }
}
