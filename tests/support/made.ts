import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { exclusively } from "../../provider/host/host-lock";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { lifecycleOf as lifecycleOfSpec, type Verbs } from "../../provider/lifecycle-of";
import { kinds } from "../../provider/resources";
import type { Owned, ResourceSpec } from "../../provider/resources/spec";
import "./lab";
import { owner } from "./owner";

export type Kind = keyof typeof kinds;
export type Inputs = Record<string, unknown>;
type AnyLifecycle = Verbs<Owned, Owned>;

/** What people were told of changes, since a test emptied it. */
export const notices: string[] = [];

const firewall = firewallOf(localHost, (notice) => notices.push(notice));
const view = viewOf(localHost);

export function lifecycleOf(kind: Kind): AnyLifecycle {
  const specs: Record<Kind, unknown> = kinds;
  return lifecycleOfSpec(specs[kind] as ResourceSpec, localHost, firewall, view, exclusively);
}

/** The resources that stand, for the end of a test to remove. */
const standing: Made[] = [];

/** A resource, driven as Pulumi's engine does: every inputs go through check, every change through diff. */
export class Made {
  private constructor(
    private readonly lifecycle: AnyLifecycle,
    private given: Inputs,
    public id: string,
    public inputs: Owned,
    public state: Owned,
  ) {}

  static async create(kind: Kind, given: Inputs): Promise<Made> {
    const lifecycle = lifecycleOf(kind);
    const inputs = checked(lifecycle, given);
    const { id, state } = await lifecycle.create(inputs);
    const made = new Made(lifecycle, given, id, inputs, state);
    standing.push(made);
    return made;
  }

  /** What `pulumi preview --refresh` would name: properties that differ, and texts of other drift. Undefined if gone. */
  async drift(): Promise<string[] | undefined> {
    const found = await this.lifecycle.read(this.state);
    if (!found) return undefined;
    const { changes } = this.lifecycle.diff(found.state, this.inputs);
    return [...changes.filter((name) => name !== "drift"), ...(found.state.drift ?? [])];
  }

  /** The kernel confirms the state and the inputs, no more and no less. */
  async settled(): Promise<void> {
    const found = await this.lifecycle.read(this.state);
    assert.deepEqual(found?.inputs, this.inputs);
    assert.deepEqual(found.state, this.state);
    assert.deepEqual(this.lifecycle.diff(found.state, this.inputs), {
      changes: [],
      replaces: [],
      because: [],
      details: [],
    });
  }

  /** Changes some inputs in place; `undefined` takes one out of the program. */
  change(given: Inputs): Promise<void> {
    return this.become(without(undefined, { ...this.given, ...given }));
  }

  /** Changes in place to other inputs of the same owner. */
  async become(given: Inputs): Promise<void> {
    const next = { owner: this.given.owner, ...given };
    const inputs = checked(this.lifecycle, next);
    const { changes, replaces } = this.lifecycle.diff(this.state, inputs);
    assert.deepEqual(replaces, [], "this change replaces");
    assert.notDeepEqual(changes, [], "this change changes nothing");
    this.state = await this.lifecycle.update(this.id, this.state, inputs);
    [this.given, this.inputs] = [next, inputs];
    await this.settled();
  }

  /** `pulumi up --refresh` with another program, whatever stands. */
  async upTo(given: Inputs): Promise<void> {
    this.given = { owner: this.given.owner, ...given };
    this.inputs = checked(this.lifecycle, this.given);
    const found = await this.lifecycle.read(this.state);
    if (!found) ({ id: this.id, state: this.state } = await this.lifecycle.create(this.inputs));
    else if (this.lifecycle.diff(found.state, this.inputs).changes.length > 0) {
      this.state = await this.lifecycle.update(this.id, found.state, this.inputs);
    }
    await this.settled();
  }

  /** `pulumi up --refresh` after a drift. */
  async repair(): Promise<void> {
    const found = await this.lifecycle.read(this.state);
    assert.ok(found, "gone, not drifted");
    assert.notDeepEqual(this.lifecycle.diff(found.state, this.inputs).changes, [], "nothing to repair");
    this.state = await this.lifecycle.update(this.id, found.state, this.inputs);
    await this.settled();
  }

  /** `pulumi up --refresh` with the same program, whatever happened. */
  upAfterRefresh(): Promise<void> {
    return this.upTo(this.given);
  }

  async remove(): Promise<void> {
    this.forget();
    await this.lifecycle.delete(this.state);
  }

  /** As after a lost state: what stands stays. */
  forget(): void {
    const index = standing.indexOf(this);
    if (index >= 0) standing.splice(index, 1);
  }
}

/** Creates a resource, whose owner is made of its kind and its name, or all of it. */
export function make(kind: Kind, inputs: Inputs): Promise<Made> {
  const name = typeof inputs.name === "string" ? inputs.name : JSON.stringify(inputs);
  return Made.create(kind, { owner: owner(`${kind} ${name}`), ...inputs });
}

/** The message with which a creation is refused. */
export async function refusal(kind: Kind, inputs: Inputs): Promise<string> {
  try {
    await make(kind, inputs);
  } catch (error) {
    return (error as Error).message;
  }
  assert.fail(`${kind} was created`);
}

export async function removeAll(): Promise<void> {
  while (standing.length > 0) await standing.at(-1)?.remove();
}

export function forgetAll(): void {
  standing.length = 0;
}

function checked(lifecycle: AnyLifecycle, given: Inputs): Owned {
  const { inputs, failures } = lifecycle.check(given);
  assert.deepEqual(failures, []);
  return inputs as Owned;
}

function without<T>(value: T, object: Inputs): Inputs {
  return Object.fromEntries(Object.entries(object).filter(([, it]) => it !== value));
}
