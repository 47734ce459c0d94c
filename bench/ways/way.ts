import type { Plan } from "../plan";

/** One way to make published containers. */
export interface Way {
  /** Why it cannot be measured here, if it cannot. What comes before the time that counts belongs here. */
  prepare?(plan: Plan): Promise<string | undefined>;
  make(plan: Plan): Promise<void>;
  /** Whether anything stands after it. @default true */
  answers?: false;
  /** After the time that counts, and before packets are sent: gives the namespaces their names, where it did not. */
  name?(plan: Plan): void;
  /** What else it takes, in seconds, once all stands: `no-change up` and so on. */
  more?(plan: Plan): AsyncGenerator<[what: string, seconds: number]>;
  /** What it keeps of a network on disk, in bytes. */
  stateBytes?(): Promise<number>;
  end?(): Promise<void>;
}
