/** What a `pulumi up` would do to the kernel. */
export interface Plan {
  /** In the engine's order. A replacement is two: the old one's deletion and the new one's creation. */
  steps: PlannedStep[];
  /** How many resources are to be created, updated, replaced and deleted. */
  summary: Summary;
  /** What the program says of no resource in particular. */
  findings: Finding[];
  /** Commands that were not permitted to read the kernel. For what is to be created their answers are taken for empty. */
  unseen: string[];
}

export type Op = "create" | "update" | "delete-replaced" | "create-replacement" | "delete" | "same";

export type Summary = Record<"create" | "update" | "replace" | "delete", number>;

export interface PlannedStep {
  op: Op;
  urn: string;
  name: string;
  /** `VethPair`. */
  kind: string;
  /** What an update changes, and a replacement; these three are told with the first step of a resource. */
  changes: Change[];
  /** Why there is a step, where no change of a property tells. */
  because: string[];
  /** What is cut off by it. */
  interrupts: string[];
  commands: TypedCommand[];
  /** Why its commands are not known, if they are not. */
  unknown: string[];
  findings: Finding[];
}

export interface Change {
  /** The path of an input: `peer.mtu`. */
  property: string;
  /** Undefined where there was none. */
  old?: unknown;
  /** Undefined where there is none any more. */
  new?: unknown;
  /** Nothing can change it in place. */
  replaces: boolean;
}

export interface Finding {
  /** An error is what the `up` would fail of. */
  severity: "warning" | "error";
  message: string;
}

/** A command as a person would type it: program and words, and what it reads. */
export interface TypedCommand {
  argv: string[];
  stdin?: string;
}
