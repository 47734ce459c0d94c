import assert from "node:assert/strict";
import { firewallOf } from "../../../provider/host/firewall";
import type { Host } from "../../../provider/host/host";
import { exclusively } from "../../../provider/host/host-lock";
import { localHost } from "../../../provider/host/local-host";
import { viewOf } from "../../../provider/host/view";
import { lifecycleOf, type Verbs } from "../../../provider/lifecycle-of";
import { familyOfRoute } from "../../../provider/resources/route";
import type { Imported, Owned } from "../../../provider/resources/spec";
import { type AnyKind, checked, type Inputs, specOf } from "../plan";
import { assertLooks, dump } from "./dump";

/** How the kernel looks without a resource, with it, after its change, and with what it changes to made at once. */
export type Look = "none" | "first" | "second" | "anew";

/** What stands once the engine has gone on after a crash: what it has for a state, and how the kernel is to look. */
export interface Outcome {
  state: Owned | undefined;
  look: Look;
}

/** A case's resource, driven as Pulumi's engine drives it over a crash. */
export class Subject {
  readonly first: Owned;
  readonly second: Owned;
  readonly id: string;
  private cleanLooks: Promise<Record<Look, string>> | undefined;

  constructor(
    readonly kind: AnyKind,
    private readonly given: Inputs,
    change: Inputs,
  ) {
    this.first = checked(kind, given);
    this.second = checked(kind, change);
    this.id = specOf(kind).id(this.first);
  }

  get text(): string {
    const { owner: _owner, ...rest } = this.given;
    return `${this.kind} ${JSON.stringify(rest)}`;
  }

  /** The verbs, by a provider that was just started and remembers nothing. */
  on(host: Host = localHost): Verbs<Owned, Owned> {
    return lifecycleOf(specOf(this.kind), host, firewallOf(host), viewOf(host), exclusively);
  }

  /** Whether the change leaves it where the kernel has it: a route with another metric is another one. */
  get keepsKey(): boolean {
    const isSameFamily = this.kind !== "route" || familyOfRoute(this.first) === familyOfRoute(this.second);
    return specOf(this.kind).id(this.second) === this.id && isSameFamily;
  }

  /** `pulumi up` of what the state does not have. */
  async create(inputs: Owned): Promise<Owned> {
    return (await this.on().create(inputs)).state;
  }

  /** `pulumi up` with the state that the engine has. */
  async update(state: Owned, inputs: Owned): Promise<Owned> {
    const { changes } = this.on().diff(state, inputs);
    return changes.length === 0 ? state : this.on().update(this.id, state, inputs);
  }

  /** `pulumi up --refresh`: what a refresh does not find is made anew. */
  async refreshed(state: Owned, inputs: Owned): Promise<Outcome> {
    const found = await this.on().read(state);
    const isFirst = inputs === this.first;
    if (found) return { state: await this.update(found.state, inputs), look: isFirst ? "first" : "second" };
    return { state: await this.create(inputs), look: isFirst ? "first" : "anew" };
  }

  delete(state: Owned): Promise<void> {
    return this.on().delete(state);
  }

  /** `pulumi refresh`, then `pulumi destroy`. */
  async refreshedDelete(state: Owned): Promise<void> {
    const found = await this.on().read(state);
    if (found) await this.delete(found.state);
  }

  /** A read confirms the state, no more and no less. */
  async assertSettled(state: Owned): Promise<void> {
    const found = await this.on().read(state);
    assert.deepEqual(found?.state, state);
    // Of what was imported the state keeps so much until an update has changed something.
    const { imported: _imported, ...own } = state as Owned & Imported;
    assert.deepEqual(found.inputs, specOf(this.kind).inputsOf(own));
  }

  /** The state is what the kernel confirms, and the kernel looks as if nothing had ever gone wrong. */
  async assertOutcome({ state, look }: Outcome): Promise<void> {
    if (state) {
      await this.assertSettled(state);
      assert.deepEqual(specOf(this.kind).inputsOf(state), look === "first" ? this.first : this.second);
    }
    await assertLooks((await this.looks())[look]);
  }

  /** The looks of a kernel on which nothing goes wrong; where they are asked for first, the resource does not stand. */
  looks(): Promise<Record<Look, string>> {
    return (this.cleanLooks ??= this.takeLooks());
  }

  private async takeLooks(): Promise<Record<Look, string>> {
    const none = await dump();
    let state = await this.create(this.first);
    const first = await dump();
    state = await this.update(state, this.second);
    const second = await dump();
    await this.delete(state);
    state = await this.create(this.second);
    const anew = await dump();
    await this.delete(state);
    return { none, first, second, anew };
  }
}
