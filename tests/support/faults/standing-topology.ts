import type { Owned } from "../../../provider/resources/spec";
import type { Subject } from "./subject";

/** The topology with its first inputs, as one stack has it. */
export class Standing {
  private readonly states: (Owned | undefined)[] = [];

  constructor(readonly topology: readonly Subject[]) {}

  /** What a read tells of one resource: properties that differ, and texts of other drift. Undefined if it is gone. */
  async drift(index: number): Promise<string[] | undefined> {
    const { subject, state } = this.at(index);
    const found = state && (await subject.on().read(state));
    if (!found) return undefined;
    const { changes } = subject.on().diff(found.state, subject.first);
    return [...changes.filter((name) => name !== "drift"), ...(found.state.drift ?? [])];
  }

  /** `pulumi up --refresh`. */
  async up(): Promise<void> {
    for (const index of this.topology.keys()) {
      const { subject, state } = this.at(index);
      this.states[index] = state
        ? (await subject.refreshed(state, subject.first)).state
        : await subject.create(subject.first);
    }
  }

  /** `pulumi destroy`. */
  async remove(): Promise<void> {
    for (const index of [...this.topology.keys()].reverse()) {
      const { subject, state } = this.at(index);
      if (state) await subject.delete(state);
      this.states[index] = undefined;
    }
  }

  /** For the next test, whatever the one before has left. */
  async renew(): Promise<void> {
    await this.remove();
    await this.up();
  }

  private at(index: number): { subject: Subject; state: Owned | undefined } {
    return { subject: this.topology[index] as Subject, state: this.states[index] };
  }
}
